// Keeps whole versions of the site for use offline. A tab gets every file from the version that it began with, so that two
// versions never mix; the next tab gets the newest one.

const policy = self.trustedTypes?.createPolicy('eniplan', {
  createScriptURL: () => 'pkg/precache.js',
});
// Sets self.PRECACHE: the version, and each file with its SHA-256. The build writes it, so a change of any file changes it.
importScripts(policy ? policy.createScriptURL('') : 'pkg/precache.js');

const { version, files } = self.PRECACHE;
const scope = new URL(self.registration.scope);
// Other sites may live on this origin, so the scope is part of every name.
const family = `eniplan ${scope.pathname} `;
const tabs = `${family}tabs`;
// The longest that a tab takes from its first request to being one, in milliseconds.
const OPENING = 10_000;

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

async function keepAll() {
  const cache = await caches.open(family + version);
  try {
    await Promise.all(Object.entries(files).map((file) => keep(cache, file)));
  } catch (error) {
    await caches.delete(family + version);
    throw error;
  }
}

// Written down, because a worker is stopped and replaced while its tabs stay open.
async function beginWith(id, begun) {
  const note = JSON.stringify({ version: begun, time: Date.now() });
  await (await caches.open(tabs)).put(new URL(id, scope), new Response(note));
}

async function begunWith(id) {
  const note = await (await caches.open(tabs)).match(new URL(id, scope));
  return note && (await note.json());
}

// Tabs and the workers of tabs.
async function openTabs() {
  const all = await self.clients.matchAll({ type: 'all', includeUncontrolled: true });
  return all.filter((tab) => tab.url.startsWith(scope.href)).map((tab) => tab.id);
}

async function takeOver() {
  // Tabs that came from the network just now, before there was a worker.
  for (const id of await openTabs()) {
    if (!(await begunWith(id))) await beginWith(id, version);
  }
  await self.clients.claim();
}

// Forgets the tabs that are closed, and the versions that no tab needs any more.
async function clean() {
  const open = new Set((await openTabs()).map((id) => new URL(id, scope).href));
  const notes = await caches.open(tabs);
  const needed = new Set([version, 'tabs']);
  for (const { url } of await notes.keys()) {
    const note = await begunWith(url);
    // A tab that is just opening is in no list of tabs yet.
    if (open.has(url) || Date.now() - note?.time < OPENING) needed.add(note?.version);
    else await notes.delete(url);
  }
  const ours = (await caches.keys()).filter((name) => name.startsWith(family));
  await Promise.all(ours.filter((name) => !needed.has(name.slice(family.length))).map((name) => caches.delete(name)));
}

async function answer({ request, clientId, resultingClientId }, path) {
  let begun = version;
  if (request.mode !== 'navigate') begun = (await begunWith(clientId))?.version ?? version;
  // A worker goes on with the version of its tab.
  if (resultingClientId) await beginWith(resultingClientId, begun);
  return (await caches.match(new URL(path, scope), { cacheName: family + begun })) ?? fetch(request);
}

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => {
  if (event.data === 'clean') event.waitUntil(clean());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !url.href.startsWith(scope.href)) return;
  const path = url.pathname.slice(scope.pathname.length).replace(/(^|\/)index\.html$/, '$1');
  event.respondWith(answer(event, path));
});
