// One page of each kind, in Chromium: light and dark, narrow and wide. Nothing may be wrong by axe (WCAG 2.2 AA),
// scroll sideways, squeeze a text into a column of a few letters, be a list of nothing, ask a third party, break the
// page's own policy or write to the console. Of the given addresses of briefs, none may take more than so many sheets of
// A4.
//
//   node browser.mjs FOLDER [--every] [--sheets=2 ADDRESS...]
//
// --every looks at all pages, not at one of each kind, but at each in three ways only.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { launch } from './chromium.mjs';
import { addressOf, htmlFiles, samples, serve } from './pages.mjs';

const every = process.argv.includes('--every');
const sheets = Number(process.argv.find((word) => word.startsWith('--sheets='))?.slice(9) ?? 0);
const printed = process.argv.slice(3).filter((word) => word.startsWith('/'));
const WAYS = every
  ? [['light', 320], ['dark', 768], ['light', 1440]]
  : ['light', 'dark'].flatMap((scheme) => [360, 768, 1440].map((width) => [scheme, width]));
// The rules of axe depend on the colours, and some on whether a page is narrow: it judges each colour scheme once, one of them
// on a phone.
const JUDGED = every ? ['light 320', 'dark 768'] : ['dark 360', 'light 1440'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const root = resolve(process.argv[2]);
const files = every ? htmlFiles(root) : samples(root);
if (files.length === 0) throw new Error(`no pages in ${root}`);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { origin, close } = await serve(root);
const browser = await launch();
const complaints = [];

/** In the page: what is set in four lines or more of hardly a word each. */
function squeezed() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (text.length < 12 || !element.checkVisibility() || element.closest('svg, pre, .quiet')) continue;
    range.selectNodeContents(walker.currentNode);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    if (lines >= 4 && text.length / lines < 8) found.push(`${text.slice(0, 60)} (${lines} lines)`);
  }
  return found;
}

for (const [colorScheme, width] of WAYS) {
  // One tab for all pages: a new one for each takes longer than the page does.
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  let address;
  const tell = (what) => complaints.push(`${address} (${colorScheme}, ${width}): ${what}`);
  page.on('console', (message) => tell(`console: ${message.text()}`));
  page.on('pageerror', (error) => tell(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) tell(`asks ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) tell(`${response.status()} for ${response.url()}`);
  });
  for (const file of files) {
    address = addressOf(file);
    await page.goto(origin + address, { waitUntil: 'load' });
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (sideways > 0) tell(`scrolls ${sideways} px sideways`);
    for (const text of await page.evaluate(squeezed)) tell(`squeezes: ${text}`);
    // The search fills its own.
    const lists = page.locator(':is(ul, ol, dl, tbody):not(:has(*), [data-found])');
    for (const list of await lists.evaluateAll((all) => all.map((one) => one.outerHTML))) tell(`has nothing in ${list}`);
    if (JUDGED.includes(`${colorScheme} ${width}`)) {
      // By the debugger, which the page's policy does not bind. What axe finds in order is not handed over.
      await page.evaluate(axe);
      const violations = await page.evaluate(async (values) => {
        const asked = { runOnly: { type: 'tag', values }, resultTypes: ['violations'] };
        const { violations: found } = await globalThis.axe.run(asked);
        return found.map(({ id, help, nodes }) => ({ id, help, html: nodes[0].html, count: nodes.length }));
      }, RULES);
      for (const { id, help, html, count } of violations) {
        tell(`axe ${id}: ${help}: ${html.slice(0, 200)} (${count} in all)`);
      }
    }
  }
  await page.close();
}

const context = await browser.newContext();
for (const address of printed) {
  const page = await context.newPage();
  await page.goto(origin + address, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  const count = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  if (count < 1 || count > sheets) complaints.push(`${address}: ${count} sheets of paper, not ${sheets}`);
  await page.close();
}
await browser.close();
close();

for (const complaint of complaints.slice(0, 50)) console.error(complaint);
console.log(`browser: ${files.length} pages, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
