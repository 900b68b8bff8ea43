// Two sites of all that is hard to set, English and Arabic, to be judged as the sample is: titles and words that are far
// too long, amounts as long as a line, pictures of every shape and many of them, side notes, pulled sentences, films,
// corrections, tables that are too wide, code, nested lists, footnotes, a name without spaces.
//
//   node hard.mjs OUT [THEME]     writes OUT/en and OUT/ar

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const [out, theme = 'broadsheet'] = process.argv.slice(2);

/** A PNG of this size: a slope from one colour to another. */
function png(width, height) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows[at] = 60 + (x * 150) / width;
      rows[at + 1] = 90;
      rows[at + 2] = 60 + (y * 150) / height;
    }
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const magic = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><path d="M0 55 90 40 180 45 300 5" fill="none" stroke="#9b260c" stroke-width="3"/></svg>';

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const LONG_ADDRESS = `https://filings.example/${'archive/edgar/data/0001769628'.repeat(4)}.html?view=full`;

/** The words of each site. The rest is the same. */
const LANGUAGES = {
  en: {
    title: 'All that is hard to set',
    long: `What happens when the committee that was to decide on the merger of the two largest operators of data centres between the North Sea and the Mediterranean decides nothing at all, and ${LONG_WORD} files for protection`,
    text: 'The company said that it would build, and then it said that it would not. Both were true when they were said.',
    name: 'Northern Lights',
    shift: 'The Strategic Shift',
    matters: 'Why It Matters',
    tag: 'infrastructure',
    series: 'The long way round',
  },
  ar: {
    title: 'كل ما يصعب تنضيده',
    long: 'ماذا يحدث حين لا تقرر اللجنة التي كان عليها أن تبت في اندماج أكبر مشغلين لمراكز البيانات بين بحر الشمال والبحر الأبيض المتوسط أي شيء على الإطلاق، وتطلب شركة CoreWeave الحماية في FY2026',
    text: 'قالت الشركة إنها ستبني، ثم قالت إنها لن تبني. وكان كلا القولين صحيحا حين قيل، كما كتبت Reuters في 12 May 2026.',
    name: 'أضواء الشمال',
    shift: 'التحول الاستراتيجي',
    matters: 'لماذا يهم',
    tag: 'بنية تحتية',
    series: 'الطريق الطويل',
  },
};

/** A brief that has everything. */
function everything(w, image) {
  const wide = (cell) => `|${Array.from({ length: 14 }, (_, n) => ` ${cell(n)} `).join('|')}|`;
  return `---
title: ${JSON.stringify(w.long)}
date: 2026-02-12
updated: 2026-03-01
dek: ${JSON.stringify(`${w.text} ${w.text} ${LONG_WORD}`)}
authors: [${JSON.stringify(w.name)}, A. Desk]
tags: [${JSON.stringify(w.tag)}, ai]
series: ${JSON.stringify(w.series)}
image: { path: ${image}, alt: ${JSON.stringify(w.title)} }
companies: [northern-lights, long, Third Company Without A File]
corrections:
  - { date: 2026-02-20, text: ${JSON.stringify(w.text)} }
  - { date: 2026-03-01, text: ${JSON.stringify(`${LONG_WORD} ${w.text}`)} }
numbers:
  - { value: "between $1,234,567,890,123.45 and $9,876,543,210,987.65", label: ${JSON.stringify(w.text)}, metric: revenue, as_of: 2026-01, source: "${LONG_ADDRESS}" }
  - "€1,234,567,890,123,456,789 valuation as of Feb 2026 (${w.text})"
  - "34.2% projected share of ${LONG_WORD} by 2028"
  - "~140 people"
effects:
  first: { id: a, title: ${JSON.stringify(w.title)}, text: ${JSON.stringify(w.text)}, companies: [long] }
  second: [ { title: ${LONG_WORD}, text: ${JSON.stringify(`${w.text} ${w.text}`)}, follows: a }, ${JSON.stringify(w.text)} ]
  third: ${JSON.stringify(`${w.text} ${w.text} ${w.text}`)}
watch:
  - { title: ${JSON.stringify(w.title)}, text: ${JSON.stringify(w.text)}, by: 2026-02-20, probability: 0.6 }
  - { title: ${LONG_WORD}, text: ${JSON.stringify(w.text)}, by: 2027-06-30, evidence: "${LONG_ADDRESS}" }
  - { title: ${JSON.stringify(w.name)}, text: ${JSON.stringify(w.text)}, by: 2026-02-28, status: hit, resolved: 2026-02-27, outcome: ${JSON.stringify(w.text)} }
---
## ${w.shift}

${w.text}[^1] **${LONG_WORD}** <${LONG_ADDRESS}>

> [!SIDE]
> ${w.text} [${w.name}](/companies/northern-lights/)

${w.text}

> [!PULL]
> ${w.text} ${LONG_WORD}

> [!WARNING]
> ${w.text}

![${w.title}](/wide.png "${w.text}")

![${w.title}](/tall.png)

![${w.title}](/tiny.png)

![${w.title}](/line.svg "${w.title}") 

![${w.title}](/dot.gif)

[${w.title}](https://www.youtube.com/watch?v=dQw4w9WgXcQ)

[${w.text}](https://x.com/someone/status/1234567890)

## ${w.matters}

${wide((n) => `${w.tag} ${n}`)}
${wide(() => '---')}
${wide((n) => `$${n},234,567,890.12`)}
${wide((n) => (n === 3 ? LONG_WORD : w.name))}

1. ${w.text}
   - ${w.text}
     - ${w.text}
       - \`${LONG_WORD}\`

\`\`\`rust
fn main() { println!("${LONG_WORD} ${LONG_WORD}"); }
\`\`\`

### ${w.title}

- [x] ${w.text}
- [ ] ${w.text}

---

> ${w.text}

[^1]: ${w.text} <${LONG_ADDRESS}>
`;
}

for (const [language, w] of Object.entries(LANGUAGES)) {
  const files = {
    'site.yaml': `title: ${w.title}\nlanguage: ${language}\ntheme: ${theme}\nbase_url: https://hard.example\ncards: false\nnav:\n  - { title: ${w.title}, url: / }\n  - { title: ${w.name}, url: /companies/ }\n  - { title: ${w.tag}, url: /numbers/ }\n`,
    'content/briefs/2026-02-12-everything.md': everything(w, '/wide.png'),
    // No picture, no section, no company, hardly a word.
    'content/briefs/2026-02-11-little.md': `---\ntitle: ${w.name}\n---\n${w.text}\n`,
    'content/briefs/2026-02-10-pictures.md': `---\ntitle: ${LONG_WORD}\nseries: ${w.series}\nimage: { path: /tall.png, alt: "" }\ncompanies: [northern-lights]\nnumbers: ["$5 revenue as of 2025-01"]\n---\n${Array.from({ length: 12 }, (_, n) => `![${w.title} ${n}](/${['wide', 'tall', 'tiny'][n % 3]}.png "${w.title}")`).join('\n\n')}\n`,
    'content/companies/northern-lights.md': `---\nname: ${w.name}\naliases: [NL]\nproducts: [Aurora]\nwebsite: "${LONG_ADDRESS}"\nsector: ${JSON.stringify(w.text)}\ncompetitors: [long]\n---\n${w.text}\n`,
    'content/companies/long.md': `---\nname: ${LONG_WORD}\n---\n`,
    'content/pages/about.md': `---\ntitle: ${w.long}\n---\n${w.text}\n\n![${w.title}](/wide.png)\n`,
    'static/wide.png': png(2000, 300),
    'static/tall.png': png(300, 1500),
    'static/tiny.png': png(9, 9),
    'static/line.svg': SVG,
    'static/dot.gif': GIF,
  };
  rmSync(join(out, language), { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(out, language, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
