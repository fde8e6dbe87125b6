// The stand-alone page: the element has the keys from the start, since nothing else is here to have them,
// and the page is kept for starts without a network. It can show a second portal, in a frame of the same page.
import './portal.js';

const version = '@PARASOL_VERSION@';  // filled in when the page is put together
const portal = document.querySelector('parasol-portal');
const isSecond = window.parent !== window && new URLSearchParams(location.search).has('second');

// A newer version that has arrived waits until somebody wants it, or no tab is left; then all tabs change to it at
// once, so that no two versions work side by side.
async function keepPage() {
  const registration = await navigator.serviceWorker.register('sw.js');
  const tell = () => {
    if (registration.waiting && navigator.serviceWorker.controller) portal.setAttribute('update', 'ready');
  };
  registration.addEventListener('updatefound', () => registration.installing.addEventListener('statechange', tell));
  tell();
  // Where it has not arrived yet it is fetched first; where there is none, what this page is made of is loaded again.
  portal.addEventListener('update', async () => {
    if (!registration.waiting) await registration.update().catch(() => {});
    const arriving = registration.installing;
    if (registration.waiting) return registration.waiting.postMessage('take over');
    if (!arriving) return location.reload();
    arriving.addEventListener('statechange', () => {
      if (arriving.state === 'installed') arriving.postMessage('take over');
    });
  });
  let changing = !navigator.serviceWorker.controller;  // the first one changes nothing
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!changing) location.reload();
    changing = false;
  });
  const lookEvery = 3600000;
  setInterval(() => registration.update().catch(() => {}), lookEvery);
}

portal.addEventListener('ready', () => {
  portal.focus({ preventScroll: true });
  if (!version.startsWith('@') && 'serviceWorker' in navigator) {
    // Else it starts from the network alone.
    keepPage().catch(() => portal.addEventListener('update', () => location.reload()));
  } else {
    portal.addEventListener('update', () => location.reload());
  }
});

function showBeside(route) {
  const old = document.querySelector('iframe');
  if (!route) {
    old?.remove();
    portal.focus({ preventScroll: true });
    return;
  }
  const frame = old ?? Object.assign(document.createElement('iframe'), { title: 'Second account' });
  frame.src = `?second#${route}`;
  if (!old) document.body.append(frame);
  else frame.focus();
}

if (isSecond) {
  portal.setAttribute('sides', 'second');
  portal.addEventListener('beside', () => window.parent.postMessage('close second', location.origin));
} else {
  portal.addEventListener('beside', (event) => showBeside(event.detail));
  window.addEventListener('message', (event) => {
    const second = document.querySelector('iframe')?.contentWindow;
    if (second && event.source === second && event.origin === location.origin) showBeside('');
  });
}
