// One page of each kind, in Chromium: light and dark, narrow and wide. Nothing may be wrong by axe (WCAG 2.2 AA),
// scroll sideways, ask a third party, break the page's own policy or write to the console.
//
//   node browser.mjs FOLDER

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { addressOf, samples, serve } from './pages.mjs';

const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const root = resolve(process.argv[2]);
const files = samples(root);
if (files.length === 0) throw new Error(`no pages in ${root}`);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
if (!executablePath) throw new Error('there is no /usr/bin/chromium');

const { origin, close } = await serve(root);
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
const complaints = [];

for (const colorScheme of SCHEMES) {
  for (const width of WIDTHS) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    for (const file of files) {
      const address = addressOf(file);
      const page = await context.newPage();
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
      await page.goto(origin + address, { waitUntil: 'load' });
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (sideways > 0) tell(`scrolls ${sideways} px sideways`);
      // By the debugger, which the page's policy does not bind.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(
        (values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }),
        RULES,
      );
      for (const { id, help, nodes } of violations) {
        tell(`axe ${id}: ${help}: ${nodes[0].html.slice(0, 200)} (${nodes.length} in all)`);
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
close();

for (const complaint of complaints.slice(0, 50)) console.error(complaint);
console.log(`browser: ${files.length} pages, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
