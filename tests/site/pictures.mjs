// Pictures of a built site, one of each kind of page: what the documentation shows. ONLY=home,brief takes fewer,
// FULL=1 whole pages, HALF=1 makes them half as large.
//
//   node pictures.mjs FOLDER OUT PREFIX [WIDTH] [light|dark|print]

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch } from './chromium.mjs';
import { serve } from './pages.mjs';

const KINDS = {
  home: '/',
  brief: '/briefs/runway-world-models/',
  dossier: '/companies/openai/',
  numbers: '/numbers/',
  effects: '/effects/',
  watch: '/watch/',
  companies: '/companies/',
  archive: '/archive/',
  metric: '/numbers/valuation/',
  search: '/search/?q=valuation',
  tag: '/tags/funding/',
  series: '/series/the-compute-ledger/',
  author: '/authors/capital-desk/',
  page: '/about/',
  data: '/data/',
  missing: '/404.html',
};
const [folder, out, prefix, width = '1280', scheme = 'light'] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const { origin, close } = await serve(resolve(folder));
const browser = await launch();
const height = Number(width) < 600 ? 1100 : 1000;
const viewport = { width: Number(width), height };
const context = await browser.newContext({ viewport, colorScheme: scheme === 'dark' ? 'dark' : 'light' });
for (const [kind, address] of Object.entries(KINDS)) {
  if (process.env.ONLY && !process.env.ONLY.split(',').includes(kind)) continue;
  const page = await context.newPage();
  await page.goto(origin + address, { waitUntil: kind === 'search' ? 'networkidle' : 'load' });
  await page.evaluate(() => document.fonts.ready);
  const name = join(out, `${prefix}-${kind}-${scheme === 'light' ? '' : `${scheme}-`}${width}`);
  if (scheme === 'print') {
    await page.pdf({ path: `${name}.pdf`, format: 'A4', preferCSSPageSize: true });
  } else {
    const png = await page.screenshot({ fullPage: Boolean(process.env.FULL) });
    // On an empty page: the site's own policy forbids pictures from elsewhere.
    const blank = await context.newPage();
    const webp = await blank.evaluate(async ([data, scale]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/webp', 0.7).split(',')[1];
    }, [png.toString('base64'), process.env.HALF ? 0.5 : 1]);
    await blank.close();
    writeFileSync(`${name}.webp`, Buffer.from(webp, 'base64'));
  }
  await page.close();
}
await browser.close();
close();
