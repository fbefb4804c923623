// The built site on a server of the test's own, which can lie at any path, change its files, and go away.

import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** The folder of the built site. */
export const built = process.env.SITE_DIR;

/** A copy of the site at `base` on a port of its own; `headers` go with every answer. */
export async function startSite({ base = '/', headers = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'eniplan-site-'));
  await cp(built, folder, { recursive: true });
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requests.push(pathname);
    const name = pathname.startsWith(base) ? pathname.slice(base.length) || 'index.html' : null;
    try {
      if (name === null || name.includes('..')) throw new Error('outside');
      const bytes = await readFile(join(folder, name));
      response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', ...headers });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = server.address().port;

  const goAway = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };

  return {
    url: `http://127.0.0.1:${port}${base}`,
    /** Paths in the order in which they were asked for. */
    requests,
    /** Waits until a path is asked for. */
    async requested(path) {
      while (!requests.includes(path)) await setTimeout(20);
    },
    /** Stops answering, as a network that is off. */
    goAway,
    /** What the service worker is told to keep. */
    precache: () => readPrecache(folder),
    /** Puts a file in the place of one that is there, and a list of files that knows of it. */
    async publish(path, text) {
      await writeFile(join(folder, path), text);
      const list = await readPrecache(folder);
      list.files[path] = createHash('sha256').update(text).digest('hex');
      list.version = createHash('sha256').update(JSON.stringify(list.files)).digest('hex').slice(0, 16);
      await writeFile(join(folder, 'pkg/precache.js'), `self.PRECACHE = ${JSON.stringify(list)};\n`);
    },
    /** Puts a file there and forgets the list, as a deployment that is cut off. */
    async corrupt(path, text) {
      await writeFile(join(folder, path), text);
    },
    async stop() {
      if (server.listening) await goAway();
      await rm(folder, { recursive: true });
    },
  };
}

async function readPrecache(folder) {
  const text = await readFile(join(folder, 'pkg/precache.js'), 'utf8');
  return JSON.parse(text.replace(/^self\.PRECACHE = /, '').replace(/;\s*$/, ''));
}

/** The security policy of a deployed site, as index.html and as _headers give it. */
export async function policies() {
  const document = await readFile(join(built, 'index.html'), 'utf8');
  const headers = await readFile(join(built, '_headers'), 'utf8');
  return {
    meta: document.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)[1],
    header: headers.match(/Content-Security-Policy: (.*)/)[1],
  };
}
