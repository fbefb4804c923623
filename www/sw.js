// Keeps one whole version of the site for use offline, and serves it until every tab of that version is closed.

const policy = self.trustedTypes?.createPolicy('eniplan', {
  createScriptURL: () => 'pkg/precache.js',
});
// Sets self.PRECACHE: the version, and each file with its SHA-256. The build writes it, so a change of any file changes it.
importScripts(policy ? policy.createScriptURL('') : 'pkg/precache.js');

const { version, files } = self.PRECACHE;
const scope = new URL(self.registration.scope);
// Other sites may live on this origin, so the scope is part of the name.
const family = `eniplan ${scope.pathname} `;
const cacheName = family + version;
let first = false;

async function keep(cache, [path, hash]) {
  const url = new URL(path, scope);
  const response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== hash) throw new Error(`${url} is of another version`);
  // A copy, because a redirected response cannot answer a navigation.
  await cache.put(url, new Response(bytes, { headers: response.headers }));
}

self.addEventListener('install', (event) => {
  first = self.registration.active === null;
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      try {
        await Promise.all(Object.entries(files).map((file) => keep(cache, file)));
      } catch (error) {
        await caches.delete(cacheName);
        throw error;
      }
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith(family) && name !== cacheName);
      await Promise.all(old.map((name) => caches.delete(name)));
      if (first) await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', (event) => {
  if (event.data !== 'take over if alone') return;
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (open.filter((tab) => tab.url.startsWith(scope.href)).length === 1) await self.skipWaiting();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !url.href.startsWith(scope.href)) return;
  const path = url.pathname.slice(scope.pathname.length).replace(/(^|\/)index\.html$/, '$1');
  if (!Object.hasOwn(files, path)) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(cacheName);
      return (await cache.match(new URL(path, scope))) ?? fetch(event.request);
    })(),
  );
});
