// `_headers` and `_redirects` as Netlify's own parsers read them: without an error, and line by line. A line that they
// can't read they drop in silence, hence the counts.
//
//   node hosts.mjs FOLDER...

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllHeaders } from '@netlify/headers-parser';
import { parseAllRedirects } from '@netlify/redirect-parser';

let [rules, complaints] = [0, 0];
const complain = (file, what) => {
  complaints += 1;
  console.error(`netlify: ${file}: ${what}`);
};

for (const folder of process.argv.slice(2)) {
  const headersFile = join(folder, '_headers');
  const { headers, errors } = await parseAllHeaders({ headersFiles: [headersFile], configHeaders: [], minimal: true });
  for (const error of errors) complain(headersFile, error.message);
  const lines = readFileSync(headersFile, 'utf8').trimEnd().split('\n');
  const written = [...lines].filter((line) => line.startsWith(' ')).length;
  const read = headers.reduce((sum, { values }) => sum + Object.keys(values).length, 0);
  if (headers.length !== lines.length - written) complain(headersFile, `${headers.length} paths were read`);
  if (read !== written || written === 0) complain(headersFile, `${read} of ${written} headers were read`);

  const redirectsFile = join(folder, '_redirects');
  if (!existsSync(redirectsFile)) {
    complain(redirectsFile, 'it is not there');
    continue;
  }
  const all = await parseAllRedirects({ redirectsFiles: [redirectsFile], configRedirects: [], minimal: true });
  for (const error of all.errors) complain(redirectsFile, error.message);
  const expected = readFileSync(redirectsFile, 'utf8').split('\n').filter(Boolean);
  if (all.redirects.length !== expected.length) complain(redirectsFile, `${all.redirects.length} of ${expected.length} rules were read`);
  for (const [index, { from, path, to, status }] of all.redirects.entries()) {
    const line = `${from ?? path} ${to} ${status}`;
    // Netlify decodes what is percent-encoded.
    if (decodeURI(line) !== decodeURI(expected[index])) complain(redirectsFile, `${expected[index]} was read as ${line}`);
  }
  rules += headers.length + all.redirects.length;
}
console.log(`netlify: ${rules} rules, ${complaints} complaints`);
process.exit(complaints === 0 && rules > 0 ? 0 : 1);
