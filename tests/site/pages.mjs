// The pages of a built site, and a server for them that answers as a plain static host does.

import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, normalize, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** Every HTML file under `root`, sorted, relative to it. */
export function htmlFiles(root) {
  return readdirSync(root, { recursive: true })
    .filter((file) => file.endsWith('.html'))
    .sort();
}

/** The address of a page: `briefs/a/index.html` is `/briefs/a/`. */
export function addressOf(file) {
  return '/' + file.split(sep).join('/').replace(/(^|\/)index\.html$/, '$1');
}

/** One page of each kind: those at the top, and the first of each folder below. */
export function samples(root) {
  const seen = new Set();
  return htmlFiles(root).filter((file) => {
    const parts = file.split(sep);
    const kind = parts.length > 2 ? parts.slice(0, -2).join('/') + '/*' : parts.join('/');
    return !seen.has(kind) && seen.add(kind);
  });
}

/** Whether files of this type get smaller by compression. */
const isText = (type) => /^(text|application\/(json|xml)|image\/svg)/.test(type);

/**
 * Serves `root` on loopback; gives the origin and a way to end it. `asHost`: compressed, and cached as `_headers` says,
 * as hosts do it.
 */
export async function serve(root, { asHost = false } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    let file = join(root, normalize(path));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    const found = !relative(root, file).startsWith('..') && existsSync(file);
    if (!found) file = join(root, '404.html');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const headers = { 'content-type': type };
    let body = existsSync(file) ? readFileSync(file) : '';
    if (asHost) {
      if (path.startsWith('/theme/')) headers['cache-control'] = 'public, max-age=31536000, immutable';
      if (isText(type)) {
        headers['content-encoding'] = 'gzip';
        body = gzipSync(body);
      }
    }
    response.writeHead(found ? 200 : 404, headers);
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => server.close(),
  };
}
