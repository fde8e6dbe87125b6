// Keeps the page so that it starts without a network. Everything belongs to one version: a new one is fetched
// whole beside the old, and takes over when the last tab of the old is closed, or when somebody asks for it: then all
// tabs are loaded again. So no page is ever made of two versions, and none changes while somebody works in it.

const version = '@PARASOL_VERSION@';
// Names, each with "?v=" and its content hash where the server has it under that for good.
const files = JSON.parse('@PARASOL_FILES@').filter((name) => name !== 'sw.js');
const prefix = `parasol ${self.registration.scope} `;
const plain = (address) => address.replace(/[?#].*$/, '');
const addresses = new Set(files.map((name) => new URL(plain(name), self.registration.scope).href));
const start = new URL('index.html', self.registration.scope).href;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(prefix + version).then((cache) => Promise.all(files.map(async (name) => {
    const address = new URL(name, self.registration.scope).href;
    const reply = await fetch(address, { cache: name.includes('?') ? 'default' : 'no-cache' });
    if (!reply.ok) throw new Error(`${name} was answered ${reply.status}`);
    await cache.put(plain(address), reply);
  }))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== prefix + version)
      .map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = plain(request.url);
  const wanted = address === self.registration.scope ? start : address;
  if (request.method !== 'GET' || !addresses.has(wanted)) return;
  event.respondWith(caches.open(prefix + version).then(async (cache) =>
    (await cache.match(wanted)) ?? fetch(request)));
});
