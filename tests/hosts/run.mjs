// A clone of this repository, built by Netlify's client as netlify.toml says, in the contexts that Netlify knows, and
// then served by Netlify's and Cloudflare's local servers.
//
//   node run.mjs CLONE TOOLS

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const [site, tools] = process.argv.slice(2).map((path) => resolve(path));
const client = (name) => join(tools, 'node_modules/.bin', name);
const read = (path) => readFileSync(join(site, path), 'utf8');
// Most of it is the optimised program, which is compiled at the first build.
const PATIENCE = 45 * 60_000;
const START = 90_000;

// The clients keep settings in a home folder; this one is empty. Cargo stays where it is.
const home = join(tools, 'home');
mkdirSync(home, { recursive: true });
const env = {
  ...process.env,
  CARGO_HOME: process.env.CARGO_HOME ?? join(process.env.HOME, '.cargo'),
  RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(process.env.HOME, '.rustup'),
  HOME: home,
  XDG_CONFIG_HOME: join(home, '.config'),
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
};

const started = new Set();
process.on('exit', () => {
  for (const child of started) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended before.
    }
  }
});

function start(command, args, more = {}) {
  const child = spawn(command, args, { cwd: site, env: { ...env, ...more }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  child.said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => (child.said += some));
  child.ended = new Promise((done) => child.on('close', (code) => done(code)));
  return child;
}

const after = (milliseconds, value) => new Promise((done) => setTimeout(done, milliseconds, value).unref());

let checks = 0;
function check(holds, what, more = '') {
  assert.ok(holds, more ? `${what}\n${more}` : what);
  checks += 1;
}

// --- the build, in each context ---

const PRODUCTION = 'https://knock-on.example';

/** Builds as Netlify does in this context; what the log said. */
async function build(context, variables) {
  const child = start(client('netlify'), ['build', '--offline', '--context', context], {
    NETLIFY: 'true',
    CONTEXT: context,
    URL: PRODUCTION,
    ...variables,
  });
  const code = await Promise.race([child.ended, after(PATIENCE, 'no end')]);
  check(code === 0, `netlify build --context ${context}: ${code}`, child.said);
  return child.said;
}

const canonical = (page) => /<link rel="?canonical"? href="?([^">\s]+)/.exec(read(page))?.[1];
const noindex = (page) => /<meta name="?robots"? content="?[^">]*noindex/.test(read(page));

const NEW = {
  'content/briefs/2026-01-15-moved.md': '---\ntitle: Moved\ndate: 2026-01-15\naliases: [/old/place/, /old/page.html]\n---\nIt stood elsewhere.\n',
  'content/briefs/2026-01-16-unfinished.md': '---\ntitle: Unfinished\ndate: 2026-01-16\ndraft: true\n---\nMore to come.\n',
};

let log = await build('production', {});
check(log.includes(`On Netlify for production`), 'the log says what was chosen', log);
check(canonical('public/index.html') === `${PRODUCTION}/`, `canonical: ${canonical('public/index.html')}`);
check(!noindex('public/index.html'), 'search engines may come to production');

for (const [path, text] of Object.entries(NEW)) writeFileSync(join(site, path), text);
execFileSync('git', ['checkout', '--quiet', '-b', 'a-thought'], { cwd: site });
// The client makes an address for previews from the branch and a name that stands for the site's.
const address = 'https://a-thought--site-name.netlify.app';
for (const context of ['deploy-preview', 'branch-deploy']) {
  log = await build(context, {});
  check(log.includes('for a preview'), `${context}: the log says that it is a preview`, log);
  check(canonical('public/index.html') === `${address}/`, `${context}: ${canonical('public/index.html')}`);
  check(noindex('public/index.html'), `${context}: search engines are asked to stay away`);
  check(existsSync(join(site, 'public/briefs/unfinished/index.html')), `${context}: drafts are shown`);
  for (const page of ['index.html', 'briefs/moved/index.html', 'sitemap.xml', 'atom.xml', 'robots.txt']) {
    const path = join(site, 'public', page);
    if (existsSync(path)) check(!readFileSync(path, 'utf8').includes(`${PRODUCTION}/`), `${context}: ${page} has the address of the real site`);
  }
}

await build('production', {});
check(!existsSync(join(site, 'public/briefs/unfinished')), 'production has no drafts');
check(canonical('public/briefs/moved/index.html') === `${PRODUCTION}/briefs/moved/`, 'the address of the real site is back');

// --- the hosts' servers ---

const stylesheet = /href="?(\/theme\/[^">\s]+\.css)/.exec(read('public/index.html'))[1];
const picture = /href="?(\/theme\/[^">\s]+\.svg)/.exec(read('public/index.html'))[1];
const company = /href="?(\/companies\/[^">\s/]+\/)/.exec(read('public/companies/index.html'))[1];
const SAFE = { 'x-content-type-options': /^nosniff$/, 'content-security-policy': /frame-ancestors 'none'/ };

/** Path, status, headers that must match, words of the body. */
const REQUESTS = [
  ['/', 200, { 'content-type': /^text\/html/, ...SAFE, 'referrer-policy': /./, 'permissions-policy': /./ }, '<html'],
  ['/briefs/moved/', 200, { 'content-type': /^text\/html/, ...SAFE }, 'It stood elsewhere.'],
  [company, 200, { 'content-type': /^text\/html/ }, '<html'],
  ['/nothing-of-the-kind/', 404, { 'content-type': /^text\/html/, ...SAFE }, '<html'],
  ['/briefs/unfinished/', 404, {}, '<html'],
  ['/old/place/', 301, { location: /\/briefs\/moved\/$/ }, ''],
  ['/old/page.html', 301, { location: /\/briefs\/moved\/$/ }, ''],
  [stylesheet, 200, { 'content-type': /^text\/css/, 'cache-control': /max-age=31536000, ?immutable/ }, ''],
  [picture, 200, { 'content-type': /^image\/svg\+xml/, 'content-security-policy': /default-src 'none'/ }, '<svg'],
  ['/atom.xml', 200, { 'content-type': /^application\/atom\+xml/ }, '<feed'],
  ['/rss.xml', 200, { 'content-type': /^application\/rss\+xml/ }, '<rss'],
  ['/feed.json', 200, { 'content-type': /^application\/feed\+json/ }, '"version"'],
  [`${company}atom.xml`, 200, { 'content-type': /^application\/atom\+xml/ }, '<feed'],
  ['/watch.ics', 200, { 'content-type': /^text\/calendar/ }, 'BEGIN:VCALENDAR'],
  ['/data/numbers.json', 200, { 'content-type': /^application\/json/, 'access-control-allow-origin': /^\*$/ }, '['],
  ['/robots.txt', 200, { 'content-type': /^text\/plain/ }, 'Sitemap:'],
];

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a local server, and returns its origin once it answers. */
async function serve(name, args, port, more) {
  const child = start(client(name), args, more);
  const origin = `http://127.0.0.1:${port}`;
  for (let left = START; left > 0; left -= 250) {
    const answer = await fetch(`${origin}/`).catch(() => null);
    if (answer?.ok) return { origin, child };
    const code = await Promise.race([child.ended, after(250, 'runs')]);
    assert.equal(code, 'runs', `${name} ended:\n${child.said}`);
  }
  assert.fail(`${name} does not answer:\n${child.said}`);
}

/** Asks for everything. `own` are headers that a local server sets as it likes, and on which paths. */
async function ask(name, origin, own = {}) {
  for (const [path, status, headers, words] of REQUESTS) {
    const answer = await fetch(origin + path, { redirect: 'manual' });
    const body = await answer.text();
    check(answer.status === status, `${name}: ${path} answers ${answer.status}, not ${status}`);
    for (const [header, value] of Object.entries(headers)) {
      if (own[header]?.test(path)) continue;
      check(value.test(answer.headers.get(header) ?? ''), `${name}: ${path} has ${header}: ${answer.headers.get(header)}`);
    }
    check(body.includes(words), `${name}: ${path} does not say ${words}`);
  }
  // Without the slash at the end: the page itself, or the way to it.
  const short = await fetch(`${origin}/briefs/moved`);
  check(short.ok && (await short.text()).includes('It stood elsewhere.'), `${name}: /briefs/moved leads nowhere`);
}

// Its functions at the edge need a program that would be fetched; this site has none.
const netlifyPort = await freePort();
const netlify = await serve(
  'netlify',
  ['dev', '--offline', '--internal-disable-edge-functions', '--dir', 'public', '--port', `${netlifyPort}`, '--no-open'],
  netlifyPort,
);
// It forbids browsers to keep anything, and knows types by the ends of names only.
await ask('netlify dev', netlify.origin, { 'cache-control': /./, 'content-type': /\/(atom\.xml|rss\.xml|feed\.json)$/ });
process.kill(-netlify.child.pid, 'SIGTERM');

const cloudflarePort = await freePort();
const cloudflare = await serve(
  'wrangler',
  ['pages', 'dev', 'public', '--ip', '127.0.0.1', '--port', `${cloudflarePort}`, '--compatibility-date', '2026-01-01'],
  cloudflarePort,
);
await ask('wrangler pages dev', cloudflare.origin);
const said = cloudflare.child.said;
check(/Parsed (\d+) valid header rules/.test(said) && /Parsed (\d+) valid redirect rules/.test(said), 'wrangler counts the rules', said);
check(!/invalid/i.test(said), 'wrangler finds every rule valid', said);
process.kill(-cloudflare.child.pid, 'SIGTERM');

console.log(`hosts: ${checks} checks, 0 complaints`);
process.exit(0);
