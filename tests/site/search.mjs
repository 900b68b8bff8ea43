// The search, as a reader uses it, in Chromium with the page's own policy: every query of tests/data/search.tsv, the
// keyboard, the filters, a page without JavaScript, and how much one query loads.
//
//   node search.mjs FOLDER PROGRAM
//
// FOLDER is the built sample site, PROGRAM the briefpress that builds a second, larger one.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { serve } from './pages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sample = resolve(process.argv[2]);
const program = resolve(process.argv[3]);
const complaints = [];
const expect = (good, what) => {
  if (!good) complaints.push(what);
};

/** A site of many briefs that are alike but for one number, one company and one phrase each. */
function write(folder) {
  const briefs = join(folder, 'content/briefs');
  const companies = join(folder, 'content/companies');
  rmSync(folder, { recursive: true, force: true });
  for (const path of [briefs, companies]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'site.yaml'), 'title: Many\n');
  const things = ['anvil', 'harvest', 'lantern', 'orchard', 'piston', 'quarry', 'rudder', 'saddle'];
  for (let i = 0; i < 40; i += 1) {
    writeFileSync(join(companies, `firm-${i}.md`), `---\nname: Firm ${i}\naliases: [Firm ${i} Holdings]\n---\n`);
  }
  for (let i = 1; i <= 600; i += 1) {
    const day = new Date(Date.UTC(2026, 0, 2) - i * 86400000).toISOString().slice(0, 10);
    const thing = (n) => things[(i + n) % things.length];
    const words = Array.from({ length: 60 }, (_, n) => `w${(i * 7 + n * n * 13) % 997}q`).join(' ');
    writeFileSync(
      join(briefs, `made-${i}.md`),
      `---\ntitle: "Report ${i} on the ${thing(0)}"\ndate: ${day}\ntags: [t${i % 9}]\ncompanies: [firm-${i % 40}]\n` +
        `numbers:\n  - "$${i}.7M revenue"\n---\n## What Happened\n\nThe quarterly result names the ${thing(1)}. ` +
        `A load of copper ${i} anvil was sold. ${words}.\n`,
    );
  }
  writeFileSync(join(briefs, 'hidden.md'), '---\ntitle: "Unspeakable"\ndate: 2026-01-01\ndraft: true\n---\nUnspeakable.\n');
  writeFileSync(join(briefs, 'coming.md'), '---\ntitle: "Unspeakable too"\ndate: 2027-01-01\n---\nUnspeakable.\n');
}

const folder = resolve(here, '../../target/search-made');
write(folder);
const made = join(folder, 'public');
execFileSync(program, ['build', '--site', folder, '--today', '2026-03-01', '--out', made, '--quiet'], { stdio: 'inherit' });
for (const file of readdirSync(join(made, 'search'), { recursive: true, withFileTypes: true })) {
  if (!file.isFile()) continue;
  const text = readFileSync(join(file.parentPath ?? file.path, file.name), 'latin1').toLowerCase();
  expect(!text.includes('unspeak'), `${file.name} has a word of a draft`);
}

const browser = await launch();

/** A page that tells everything that goes wrong on it. */
async function open(origin, address, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(`${address}: console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${address}: error: ${error.message}`));
  page.on('request', (request) => expect(request.url().startsWith(origin), `asks ${request.url()}`));
  await page.goto(origin + address, { waitUntil: 'load' });
  return page;
}

/** Types a query, presses Enter and waits for the results: the ends of their addresses. */
async function ask(page, query) {
  const turn = await page.evaluate((text) => {
    const form = document.querySelector('form[data-search]');
    const before = form.dataset.turn ?? '0';
    form.elements.q.value = text;
    form.requestSubmit();
    return before;
  }, query);
  await page.waitForFunction((before) => (document.querySelector('form[data-search]').dataset.turn ?? '0') !== before, turn);
  return results(page);
}

const results = (page) => page.$$eval('[data-found] h2 a', (links) => links.map((link) => link.pathname.slice(1)));

const cases = readFileSync(resolve(here, '../data/search.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('\t'));
const hosts = { sample: await serve(sample), made: await serve(made) };

for (const [name, { origin }] of Object.entries(hosts)) {
  const page = await open(origin, '/search/');
  for (const [, query, first, others = ''] of cases.filter(([site]) => site === name)) {
    const found = await ask(page, query);
    if (first === '-') {
      expect(found.length === 0, `${query}: nothing is expected, and there is ${found.slice(0, 3)}`);
      continue;
    }
    expect(found[0] === first, `${query}: ${first} is expected, and first is ${found.slice(0, 3)}`);
    for (const other of others.split(' ').filter(Boolean)) {
      expect(found.includes(other), `${query}: ${other} is expected among ${found}`);
    }
  }
  await page.context().close();
}

// What is shown, by the address, with the words marked in their sentence.
{
  const { origin } = hosts.sample;
  const page = await open(origin, '/search/?q=%245.3B');
  await page.waitForSelector('[data-found] li');
  const item = page.locator('[data-found] li').first();
  const marks = await item.locator('mark').allTextContents();
  expect(marks.some((mark) => /^\$5\.3 ?(B|billion)$/.test(mark)), `the amount is not marked: ${marks}`);
  expect((await page.locator('[role=status]').textContent()).includes('result'), 'the results are not counted');
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement.name === 'q'), '/ does not lead to the field');
  await page.keyboard.type('nvidia');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('[data-found] li').length > 3);
  expect(page.url().endsWith('?q=nvidia'), `the address does not keep the query: ${page.url()}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(
    await page.evaluate(() => document.activeElement === document.querySelector('[data-found] h2 a')),
    'arrows do not lead through the results',
  );
  await page.selectOption('select[name=year]', '2020');
  await page.waitForFunction(() => document.querySelectorAll('[data-found] li').length === 1);
  expect((await results(page))[0] === 'briefs/nvidia-arm/', 'the year does not filter');
  expect(page.url().includes('year=2020'), 'the address does not keep the year');
  await page.selectOption('select[name=year]', '');
  await page.waitForFunction(() => document.querySelectorAll('[data-found] li').length > 3);
  await page.selectOption('select[name=tag]', 'earnings');
  await page.waitForFunction(() => document.querySelectorAll('[data-found] li').length === 2);
  expect((await results(page)).includes('briefs/nvidia-fy2025/'), 'the tag does not filter');
  const link = page.locator('[data-found] h2 a').first();
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/briefs\//);
  await page.context().close();
  const by = await open(origin, '/search/?company=runway');
  await by.waitForSelector('[data-found] li');
  expect((await results(by)).includes('briefs/runway-series-d/'), 'a company alone finds nothing');
  const nothing = await ask(by, 'zzyzx');
  expect(nothing.length === 0, 'there are results for no word');
  expect((await by.locator('[role=status]').textContent()).includes('zzyzx'), 'nothing says that nothing is found');
  await by.context().close();
}

// Without JavaScript there is the archive, and no form that does nothing.
{
  const page = await open(hosts.sample.origin, '/search/', { javaScriptEnabled: false });
  expect(await page.locator('main a[href="/archive/"]').isVisible(), 'no link to the archive without JavaScript');
  expect(!(await page.locator('form[data-search]').isVisible()), 'a form without JavaScript');
  await page.context().close();
}

// What one query loads on a new page, the page itself, its style and icon left out.
for (const query of ['$417.7M', 'quarterly harvest', '"copper 417 anvil"']) {
  const { origin } = hosts.made;
  const page = await browser.newPage();
  let bytes = 0;
  page.on('response', async (response) => {
    const url = new URL(response.url());
    if (url.pathname.startsWith('/search/') && url.pathname !== '/search/') bytes += (await response.body()).length;
  });
  await page.goto(`${origin}/search/?q=${encodeURIComponent(query)}`, { waitUntil: 'networkidle' });
  expect(bytes > 0 && bytes < 100_000, `${query} loads ${bytes} bytes`);
  await page.close();
}

await browser.close();
for (const host of Object.values(hosts)) host.close();
for (const complaint of complaints.slice(0, 50)) console.error(complaint);
console.log(`search: ${cases.length} queries, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
