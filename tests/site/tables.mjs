// The tables of numbers, as a reader uses them, in Chromium with the page's own policy: sorting to the last digit,
// filtering over all pages and all units, the choice in the address, and the page without JavaScript.
//
//   node tables.mjs PROGRAM
//
// PROGRAM is the briefpress that builds the site.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { serve } from './pages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.argv[2]);
const complaints = [];
const expect = (good, what) => {
  if (!good) complaints.push(what);
};
const same = (found, wanted, what) =>
  expect(JSON.stringify(found) === JSON.stringify(wanted), `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);

const FIRMS = 5;
const BRIEFS = 150;
const LONG = ['1.000000000000000003', '1.000000000000000001', '1.000000000000000002', '-0.5'];

/** 150 briefs with a valuation in dollars and one in euros each, and one with decimals that a float takes for equal. */
function write(folder) {
  const briefs = join(folder, 'content/briefs');
  const companies = join(folder, 'content/companies');
  rmSync(folder, { recursive: true, force: true });
  for (const path of [briefs, companies]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'site.yaml'), 'title: Tables\nmetrics: { valuation: [valuation], rate: { labels: [rate], unit: percent } }\n');
  for (let i = 0; i < FIRMS; i += 1) writeFileSync(join(companies, `firm-${i}.md`), `---\nname: Firm ${i}\n---\n`);
  for (let i = 0; i < BRIEFS; i += 1) {
    const day = new Date(Date.UTC(2026, 0, 1) - i * 86400000).toISOString().slice(0, 10);
    writeFileSync(
      join(briefs, `made-${i}.md`),
      `---\ntitle: Report ${i}\ndate: ${day}\ncompanies: [firm-${i % FIRMS}]\nnumbers:\n` +
        `  - { value: "$${i + 1}M", label: valuation, as_of: ${day} }\n` +
        `  - { value: "€${i + 1}M", label: valuation, as_of: ${day}, kind: ${i % 2 ? 'estimate' : 'reported'} }\n---\n`,
    );
  }
  const rates = LONG.map((value) => `  - { value: "${value}%", label: rate }\n`).join('');
  writeFileSync(join(briefs, 'long.md'), `---\ntitle: Long\ndate: 2024-01-01\nnumbers:\n${rates}---\n`);
}

const folder = resolve(here, '../../target/tables-made');
write(folder);
const made = join(folder, 'public');
execFileSync(program, ['build', '--site', folder, '--today', '2026-03-01', '--out', made, '--quiet'], { stdio: 'inherit' });

const { origin, close } = await serve(made);
const browser = await launch();
const context = await browser.newContext();

async function open(path) {
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(`${path}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
  await page.goto(origin + path, { waitUntil: 'load' });
  return page;
}

/** The figures that are seen, table by table, of those that hold all values. */
const seen = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('table[data-table="all"]')].map((table) =>
      [...table.tBodies[0].rows].filter((row) => row.checkVisibility()).map((row) => row.querySelector('strong').textContent),
    ),
  );
const shown = (page, n) => page.waitForFunction((n) => document.querySelector('form.choices output')?.textContent.includes(n), String(n));

// Decimals are sorted to their last digit, up and down.
let page = await open('/numbers/rate/');
await page.click('th[data-name="number"] button');
same(await seen(page), [['-0.5%', '1.000000000000000001%', '1.000000000000000002%', '1.000000000000000003%']], 'rates upwards');
await page.click('th[data-name="number"] button');
same((await seen(page))[0].at(-1), '-0.5%', 'rates downwards');
expect(page.url().includes('sort=number') && page.url().includes('dir=down'), `the address is ${page.url()}`);
await page.reload();
same((await seen(page))[0][0], '1.000000000000000003%', 'rates after a reload');
await page.close();

// All numbers: rows of every page are chosen among.
page = await open('/numbers/');
expect((await seen(page))[0].length === 200, 'a page has two hundred rows');
await page.click('form.choices button');
await shown(page, 2 * BRIEFS + LONG.length);
await page.selectOption('select[name="company"]', 'Firm 3');
await shown(page, (2 * BRIEFS) / FIRMS);
await page.selectOption('select[name="kind"]', 'Estimate');
await shown(page, BRIEFS / FIRMS / 2);
const address = page.url();
expect(address.includes('company=Firm+3') && address.includes('kind=Estimate'), `the address is ${address}`);
await page.close();
page = await open(address.slice(origin.length));
await shown(page, BRIEFS / FIRMS / 2);
expect((await seen(page))[0].every((figure) => figure.startsWith('€')), 'only euros are estimates');
await page.selectOption('select[name="kind"]', '');
await page.selectOption('select[name="company"]', '');
await page.selectOption('select[name="year"]', '2026');
await shown(page, 2);
await page.close();

// A metric in two units, cut into pages: from either page both units are whole, and one choice holds for both.
for (const path of ['/numbers/valuation/', '/numbers/valuation/page/2/']) {
  page = await open(path);
  await page.click('form.choices button');
  await shown(page, 2 * BRIEFS);
  same((await seen(page)).map((figures) => figures.length), [BRIEFS, BRIEFS], `${path} whole`);
  await page.locator('th[data-name="number"] button').first().click();
  same((await seen(page)).map((figures) => figures.at(-1).slice(1)), [`${BRIEFS}M`, `${BRIEFS}M`], `${path} sorted`);
  await page.selectOption('select[name="company"]', 'Firm 1');
  await shown(page, (2 * BRIEFS) / FIRMS);
  same((await seen(page)).map((figures) => figures.length), [BRIEFS / FIRMS, BRIEFS / FIRMS], `${path} of one company`);
  await page.selectOption('select[name="kind"]', 'Estimate');
  await shown(page, BRIEFS / FIRMS / 2);
  expect((await page.locator('[data-part="USD"]').isHidden()) === true, `${path}: a part without rows is hidden`);
  await page.close();
}

// Pages that can't be fetched: the rows that are there can still be chosen among.
page = await open('/numbers/');
await page.route('**/numbers/page/2/', (route) => route.fulfill({ status: 500, body: '' }));
await page.click('form.choices button');
await shown(page, 200);
const told = await page.textContent('form.choices output');
expect(/other pages/.test(told), `of a page that is missing is told: ${told}`);
complaints.splice(0, complaints.length, ...complaints.filter((what) => !what.includes('500')));
await page.close();

// Without JavaScript everything is there, page by page.
const plain = await browser.newContext({ javaScriptEnabled: false });
const still = await plain.newPage();
let rows = 0;
for (const path of ['/numbers/', '/numbers/page/2/']) {
  await still.goto(origin + path);
  rows += await still.locator('table[data-table] tbody tr').count();
}
same(rows, 2 * BRIEFS + LONG.length, 'rows without JavaScript');

await browser.close();
close();
for (const complaint of complaints.slice(0, 50)) console.error(complaint);
console.log(`tables: ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
