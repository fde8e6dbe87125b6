// The stand-alone page: the element has the keys from the start, since nothing else is here to have them,
// and the page is kept for starts without a network.
import './portal.js';

const version = '@PARASOL_VERSION@';  // filled in when the page is put together

document.querySelector('parasol-portal').addEventListener('ready', (event) => {
  event.target.focus({ preventScroll: true });
  if (!version.startsWith('@') && 'serviceWorker' in navigator) {
    navigator.serviceWorker.register('sw.js').catch(() => {});  // it then starts from the network alone
  }
});
