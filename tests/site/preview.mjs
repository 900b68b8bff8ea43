// The preview as a writer sees it, in Chromium: nothing is clicked, files change on disk.
//
//   node preview.mjs PROGRAM

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { launch } from './chromium.mjs';

const PATIENCE = 20_000;

const program = resolve(process.argv[2]);

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

// The editor of whoever writes here notes what it was asked for.
const editor = join(site, 'editor.sh');
const edited = join(site, 'edited');
writeFileSync(editor, `#!/bin/sh\nprintf '%s ' "$@" > '${edited}.new' && mv '${edited}.new' '${edited}'\n`);
chmodSync(editor, 0o755);

let server;
let ended;
async function start(port) {
  server = spawn(program, ['serve', '--port', port, '--today', '2026-03-01'], {
    cwd: site,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BRIEFPRESS_EDITOR: `'${editor}' {line} {file}` },
  });
  ended = new Promise((done) => server.on('exit', (code) => done(code)));
  return new Promise((done, fail) => {
    let said = '';
    server.stdout.on('data', (some) => {
      said += some;
      const found = /http:\/\/[^/\s]+/.exec(said);
      if (found) done(found[0]);
    });
    server.on('exit', () => fail(new Error(`the server ended: ${said}`)));
  });
}
const origin = await start('0');

async function until(what, ask) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    if (ask()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}

const browser = await launch();

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

  // Nor does a file that is not shown here; one that is brings the page anew, wherever it was named.
  const square = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${color}"/></svg>`;
  write('static/elsewhere.svg', square('red'));
  await page.waitForTimeout(700);
  assert.equal(loads, before, 'a page was loaded again for a file that it does not show');
  write('static/shown.svg', square('red'));
  write('content/briefs/first.md', brief('Second').replace('Runway grows.', '![A square](/shown.svg)'));
  await page.waitForSelector('img[src*="shown.svg"]');
  await page.waitForLoadState('load');
  await page.waitForTimeout(300);
  const shown = loads;
  write('static/shown.svg', square('green'));
  await page.waitForFunction(() => fetch('/shown.svg').then((answer) => answer.text()).then((text) => text.includes('green')));
  await until('the page with the new picture', () => loads > shown);
  await page.waitForLoadState('load');
  await page.waitForTimeout(300);

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

  // The bar says what is not yet for readers.
  write('content/briefs/draft.md', brief('Draft').replace('companies', 'draft: true\ncompanies'));
  write('content/briefs/later.md', brief('Later', '2027-01-05'));
  const other = await browser.newPage();
  other.setDefaultTimeout(PATIENCE);
  const bar = async (path) => {
    await other.goto(`${origin}${path}`);
    return other.textContent('.briefpress-bar');
  };
  for (const [path, badge] of [
    ['/briefs/draft/', /^Draft/],
    ['/briefs/later/', /^Scheduled for 2027-01-05/],
  ]) {
    await page.waitForFunction(async (path) => (await fetch(path)).ok, path);
    assert.match(await bar(path), badge);
  }
  await other.close();

  // Edit opens the file.
  await page.click('.briefpress-bar .briefpress-edit');
  await until('the editor', () => existsSync(edited));
  assert.match(readFileSync(edited, 'utf8'), /^1 .*content\/briefs\/first\.md $/);

  // What was hidden stays hidden, until there is another error.
  write('content/briefs/other.md', brief('Other', '2026-13-01'));
  await panel.waitFor();
  await panel.locator('.briefpress-hide').click();
  write('content/briefs/first.md', brief('Still first'));
  await title('Still first');
  await page.waitForSelector('.briefpress-bar');
  assert.equal(await panel.count(), 0, 'the same error came back');
  write('content/briefs/first.md', brief('Third', '2026-13-02'));
  await panel.waitFor();
  assert.match(await panel.textContent(), /2 errors/);
  write('content/briefs/first.md', brief('Third'));
  write('content/briefs/other.md', brief('Other', '2026-01-06'));
  await title('Third');
  await panel.waitFor({ state: 'detached' });

  // A mistake in a template: the last good page, the template's line, and which page was being made.
  write('themes/own/templates/brief.html', '{% extends "base.html" %}\n{% block main %}{% if brief.title == "Third" %}{{ brief.words / 0 }}{% endif %}{% endblock %}\n');
  await panel.waitFor();
  assert.match(await panel.textContent(), /themes\/own\/templates\/brief\.html:2:/);
  assert.match(await panel.textContent(), /\/briefs\/first\//);
  assert.equal((await page.textContent('h1')).trim(), 'Third');
  rmSync(join(site, 'themes/own/templates/brief.html'));
  await panel.waitFor({ state: 'detached' });

  // site.yaml: another title, then another address, to which the page goes.
  write('site.yaml', 'title: Another desk\ntheme: own\n');
  await page.waitForFunction(() => document.title.includes('Another desk'));
  write('site.yaml', 'title: Desk\ntheme: own\nbase_url: https://a.example/news\n');
  await page.waitForURL(`${origin}/news/briefs/first/`);
  await title('Third');
  write('site.yaml', 'title: Desk\ntheme: own\n');
  await page.waitForURL(`${origin}/briefs/first/`);

  // The server goes away and comes back, with what was written meanwhile.
  server.kill('SIGTERM');
  assert.equal(await ended, 0);
  write('content/briefs/first.md', brief('While it was away'));
  await start(new URL(origin).port);
  await title('While it was away');
  write('content/briefs/first.md', brief('And since'));
  await title('And since');

  // The folder goes away and comes back.
  renameSync(site, `${site}-away`);
  await page.waitForTimeout(100);
  renameSync(`${site}-away`, site);
  write('content/briefs/first.md', brief('Back again'));
  await title('Back again');

  // A page that is deleted says so, with those that are like it.
  rmSync(join(site, 'content/briefs/first.md'));
  write('content/briefs/first-of-all.md', brief('Fourth'));
  await page.waitForSelector('.briefpress-panel a[href="/briefs/first-of-all/"]');

  assert.deepEqual(
    // A page that is gone, and a server that is away, are complaints of the browser's own.
    complaints.filter((told) => !/404|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/.test(told)),
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
