// Lighthouse on the brief page, three times; prints the median of each category. Not part of tests/all: it takes a
// minute, and needs `npm install --no-save --prefix tests/site lighthouse@12.8.2` first.
//
//   node lighthouse.mjs FOLDER [ADDRESS]

import { fork, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [folder, address = '/briefs/runway-world-models/'] = process.argv.slice(2);
if (folder === '--serve') {
  const { serve } = await import('./pages.mjs');
  process.send((await serve(address, { asHost: true })).origin);
} else {
  const require = createRequire(import.meta.url);
  const program = join(dirname(require.resolve('lighthouse/package.json')), 'cli/index.js');
  const server = fork(import.meta.filename, ['--serve', resolve(folder)]);
  const origin = await new Promise((told) => server.once('message', told));
  const runs = [0, 1, 2].map(() => {
    const run = spawnSync(
      process.execPath,
      [program, origin + address, '--output=json', '--quiet', '--chrome-flags=--headless --no-sandbox --disable-gpu'],
      { encoding: 'utf8', maxBuffer: 1 << 28, env: { CHROME_PATH: '/usr/bin/chromium', ...process.env } },
    );
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  });
  server.kill();
  for (const category of ['performance', 'accessibility', 'best-practices', 'seo']) {
    const scores = runs.map(({ categories }) => Math.round(categories[category].score * 100)).sort((a, b) => a - b);
    console.log(`${category}: ${scores[1]} (${scores.join(', ')})`);
  }
  for (const { title, score } of Object.values(runs[0].audits)) {
    if (score !== null && score < 0.9) console.log(`  ${score}: ${title}`);
  }
}
