// The stand-alone page: the element has the keys from the start, since nothing else is here to have them.
import './portal.js';

document.querySelector('parasol-portal').addEventListener('ready', (event) => {
  event.target.focus({ preventScroll: true });
});
