// Every page, judged by the Nu HTML checker and by html-validate.
//
//   node markup.mjs FOLDER

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { htmlFiles } from './pages.mjs';

const root = resolve(process.argv[2]);
const files = htmlFiles(root);
if (files.length === 0) throw new Error(`no pages in ${root}`);
const complaints = [];

const require = createRequire(import.meta.url);
const jar = join(dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
const nu = spawnSync('java', ['-Xss4m', '-jar', jar, '--skip-non-html', '--format', 'json', '--stdout', root], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
if (nu.error) throw nu.error;
for (const message of JSON.parse(nu.stdout).messages) {
  // Without an origin it can't know what 'self' is, and it takes JSON-LD for a script. The browser judges the policy.
  if (message.message.includes('violates Content Security Policy')) continue;
  // Words of the interface that a language lacks are English, so that it takes a page of hardly anything else for English.
  if (message.message.startsWith('This document appears to be written in English but')) continue;
  const page = message.url?.replace(`file:${root}/`, '');
  complaints.push(`vnu: ${page}:${message.lastLine}: ${message.message}`);
}

const html = new HtmlValidate(
  new FileSystemConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // A page that a minifier has not touched is allowed to have spaces at line ends.
      'no-trailing-whitespace': 'off',
      // Titles are the author's, and as long as the author wants.
      'long-title': 'off',
    },
  }),
);
for (const file of files) {
  const report = await html.validateFile(join(root, file));
  for (const { messages } of report.results) {
    for (const { line, ruleId, message } of messages) {
      complaints.push(`html-validate: ${file}:${line}: ${message} [${ruleId}]`);
    }
  }
}

for (const complaint of complaints.slice(0, 50)) console.error(complaint);
console.log(`markup: ${files.length} pages, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
