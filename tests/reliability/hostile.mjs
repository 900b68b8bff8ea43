// Pages with injections in Chromium: under their own policy, and without it. Nothing may run, nothing may be asked of
// anybody else; without the policy a picture or a style may be, but still nothing may run.
//
//   node hostile.mjs FOLDER LIMIT SEED

import { resolve } from 'node:path';
import { launch } from '../site/chromium.mjs';
import { addressOf, htmlFiles, serve } from '../site/pages.mjs';

const root = resolve(process.argv[2]);
const limit = Number(process.argv[3]);
// Every nth page, from a place that the seed tells.
const all = htmlFiles(root);
const step = Math.max(1, Math.floor(all.length / limit));
const files = all.filter((_, at) => at % step === Number(process.argv[4]) % step);
if (files.length === 0) throw new Error(`no pages in ${root}`);

const { origin, close } = await serve(root);
const browser = await launch();
const complaints = [];
let opened = 0;
for (const bypassCSP of [false, true]) {
  const context = await browser.newContext({ bypassCSP });
  let address = '';
  const tell = (what) => complaints.push(`${address} (${bypassCSP ? 'without' : 'with'} its policy): ${what}`);
  await context.exposeFunction('pwned', () => tell('a script ran'));
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/news/`)) return route.continue({ url: origin + url.slice(origin.length + 5) });
    if (url.startsWith(origin) || url.startsWith('data:')) return route.continue();
    if (!bypassCSP || route.request().resourceType() === 'script') tell(`asks ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('dialog', (dialog) => (tell(`a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(origin) && frame.url() !== 'about:blank') tell(`goes to ${frame.url()}`);
  });
  for (const file of files) {
    address = addressOf(file);
    await page.goto(`${origin}/news${address}`, { waitUntil: 'load' });
    opened += 1;
    // What waits for somebody to come by.
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('main *, footer *')) {
        for (const event of ['mouseover', 'focus', 'toggle', 'animationstart']) element.dispatchEvent(new Event(event));
      }
    });
  }
  await context.close();
}
await browser.close();
close();
for (const complaint of complaints.slice(0, 30)) console.error(complaint);
console.log(`hostile: ${opened} pages opened in Chromium, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
