// The preview as a writer sees it, in Chromium: nothing is clicked, files change on disk.
//
//   node preview.mjs PROGRAM

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const PATIENCE = 20_000;

const program = resolve(process.argv[2]);
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
if (!executablePath) throw new Error('there is no /usr/bin/chromium');

const site = mkdtempSync(join(tmpdir(), 'briefpress-preview-'));
function write(path, text) {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}
const LONG = 'Runway grows.\n\n'.repeat(200);
const brief = (title, date = '2026-01-05') => `---\ntitle: "${title}"\ndate: ${date}\ncompanies: [Runway]\n---\n${LONG}`;
const style = (color) => `body { color: ${color} }\n`;

write('site.yaml', 'title: Desk\ntheme: own\n');
write('content/briefs/first.md', brief('First'));
write('content/briefs/other.md', brief('Other', '2026-01-06'));
write('themes/own/theme.yaml', 'name: own\ncontract: 1\nextends: broadsheet\n');
write('themes/own/static/style.css', style('rgb(1, 2, 3)'));

const server = spawn(program, ['serve', '--port', '0'], { cwd: site, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = new Promise((done) => server.on('exit', (code) => done(code)));
const origin = await new Promise((done, fail) => {
  let said = '';
  server.stdout.on('data', (some) => {
    said += some;
    const found = /http:\/\/[^/\s]+/.exec(said);
    if (found) done(found[0]);
  });
  server.on('exit', () => fail(new Error(`the server ended: ${said}`)));
});

const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

try {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  const title = (text) => page.waitForFunction((text) => document.querySelector('h1')?.textContent.trim() === text, text);
  const color = () => page.evaluate(() => getComputedStyle(document.body).color);

  await page.goto(`${origin}/briefs/first/`);
  await title('First');
  await page.waitForSelector('.briefpress-bar');
  assert.match(await page.textContent('.briefpress-bar'), /400 words.*mentions? linked.*nothing to mend/);
  assert.equal(await page.locator('.briefpress-panel').count(), 0);

  // An edit is there without a click, and the page stays where it was read.
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  write('content/briefs/first.md', brief('Second'));
  await title('Second');
  await page.waitForFunction(() => Math.abs(scrollY - 1500) < 2);

  // What another page says changes nothing here.
  // The reload of before may still be under way: its words come before its load is told.
  await page.waitForLoadState('load');
  await page.waitForTimeout(300);
  const before = loads;
  write('content/briefs/other.md', brief('Other', '2026-01-06').replace('Runway grows.', 'Runway shrinks.'));
  await page.waitForTimeout(700);
  assert.equal(loads, before, 'a page was loaded again for the sake of another');

  // A stylesheet is swapped, not the page.
  await page.evaluate(() => {
    window.still = true;
  });
  assert.equal(await color(), 'rgb(1, 2, 3)');
  write('themes/own/static/style.css', style('rgb(4, 5, 6)'));
  await page.waitForFunction(() => getComputedStyle(document.body).color === 'rgb(4, 5, 6)');
  assert.equal(await page.evaluate(() => window.still), true);

  // Broken: the last good page stays, and the panel says what is wrong, and where.
  write('content/briefs/first.md', brief('Third', '2026-13-77'));
  const panel = page.locator('.briefpress-panel');
  await panel.waitFor();
  const told = await panel.textContent();
  assert.match(told, /1 error/);
  assert.match(told, /content\/briefs\/first\.md:3:/);
  assert.match(told, /date: 2026-13-77/);
  assert.equal((await page.textContent('h1')).trim(), 'Second');

  // Mended: the panel is gone.
  write('content/briefs/first.md', brief('Third'));
  await title('Third');
  await panel.waitFor({ state: 'detached' });

  // A page that is deleted says so, with those that are like it.
  rmSync(join(site, 'content/briefs/first.md'));
  write('content/briefs/first-of-all.md', brief('Fourth'));
  await page.waitForSelector('.briefpress-panel a[href="/briefs/first-of-all/"]');

  assert.deepEqual(
    complaints.filter((told) => !told.includes('404')),
    [],
  );

  // The end.
  server.kill('SIGTERM');
  assert.equal(await ended, 0);
} finally {
  await browser.close();
  server.kill('SIGKILL');
  rmSync(site, { recursive: true, force: true });
}
console.log('the preview follows its files');
