// The <parasol-portal> element: a canvas, its mirror and the program that draws both. Everything the program
// asks of the page goes through the Host below; what happens in the page goes to the program through `page`.
//
// Attributes
//   program   the module to run, beside this file ("parasol.mjs")
//   theme     light | dark; otherwise the system's
//   routing   hash: the route is kept in the address bar. Otherwise in the attribute `route`
//   route     where the element is, when it does not use the address bar
//   update    ready: a newer version has arrived
//   sides     one | second: the page around can show a second portal beside this one, or this is the second
// Every other attribute is for the program.
// Events: ready, failed (detail: why), routechange (detail: the route), beside (detail: the route that the second
// portal is to show; '' where it is to go), update (the newer version is wanted).

import { Device } from './device.js';
import { Glyphs, shrink } from './glyphs.js';
import { listen } from './input.js';
import { Mirror } from './mirror.js';

const here = (file) => new URL(file, import.meta.url).href;
const faces = [
  ['Inter', 'fonts/inter.woff2', { weight: '400 600' }],
  ['ParasolIcons', 'fonts/icons.woff2', {}],
];
// CSS words for ImGuiMouseCursor, from none (-1) on.
const cursors = ['none', 'default', 'text', 'move', 'ns-resize', 'col-resize', 'nesw-resize', 'nwse-resize',
                 'pointer', 'wait', 'progress', 'not-allowed'];
const queries = {
  dark: '(prefers-color-scheme: dark)', contrast: '(prefers-contrast: more)',
  motion: '(prefers-reduced-motion: reduce)', coarse: '(pointer: coarse)', forced: '(forced-colors: active)',
};
const systemColors = ['Canvas', 'CanvasText', 'LinkText', 'GrayText', 'ButtonFace', 'ButtonText', 'Highlight',
                      'HighlightText'];
const plainPages = {
  insecure: ['This address is not secure',
             'The browser keeps data and works offline only on a secure address. Open this page by https, ' +
             'or on localhost.'],
  webgl: ['This browser cannot draw the portal',
          'It needs WebGL 2, which is missing or switched off. Allow hardware acceleration, or use a ' +
          'current browser.'],
  program: ['The portal could not be loaded',
            'A part of it did not arrive or could not be started. Check the connection and try again.'],
  stopped: ['The portal has stopped',
            'An error inside it ended it. What was shown as saved is saved. Load the page again to go on.'],
  lost: ['The picture is gone',
         'The graphics of this device were reset and did not come back. Load the page again to go on.'],
};

let fontsLoading = null;
function loadFonts() {
  fontsLoading ??= Promise.all(faces.map(async ([family, file, options]) => {
    const face = new FontFace(family, `url(${here(file)})`, options);
    document.fonts.add(face);
    await face.load().catch(() => {});  // the system's letters are drawn instead
  }));
  return fontsLoading;
}

class ParasolPortal extends HTMLElement {
  static observedAttributes = ['theme', 'route'];

  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.build();
    this.ready = this.start();
    this.ready.catch(() => {});
  }

  disconnectedCallback() {
    // Moving the element takes it out and puts it in again at once.
    queueMicrotask(() => { if (!this.isConnected) this.stop(); });
  }

  attributeChangedCallback(name, old, value) {
    if (!this.page || old === value) return;
    if (name === 'theme') this.tellPreferences();
    if (name === 'route' && !this.usesHash) this.page.route(...this.page.text(value ?? '/'));
  }

  get usesHash() { return this.getAttribute('routing') === 'hash'; }
  get route() { return this.usesHash ? location.hash.slice(1) || '/' : this.getAttribute('route') || '/'; }
  set route(route) {
    if (this.usesHash) location.hash = route;
    else this.setAttribute('route', route);
  }

  focus(options) { this.mirrorRoot?.focus(options); }

  // Frames, times, memory and the program's own figures.
  diagnostics() { return JSON.parse(this.read(this.page.diagnostics())); }
  forgetMeasures() { this.page.forget_measures(); }
  // What the last frame drew without describing it. Empty, unless a widget is unreachable.
  coverage() { return JSON.parse(this.read(this.page.coverage())); }

  // --- Life ---

  build() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.replaceChildren();
    const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
    const style = make('link', { rel: 'stylesheet', href: here('portal.css') });
    this.styled = new Promise((done) => { style.onload = style.onerror = done; });
    this.canvas = make('canvas', {});
    this.canvas.setAttribute('aria-hidden', 'true');
    this.mirrorRoot = make('div', { className: 'mirror', translate: false, tabIndex: -1 });
    this.plain = make('div', { className: 'plain' });
    this.plain.setAttribute('role', 'status');
    this.plain.append(make('p', { textContent: 'Starting…' }));
    root.append(style, this.canvas, this.mirrorRoot, this.plain);
    this.lifetime = new AbortController();
  }

  async start() {
    if (!window.isSecureContext) return this.fail('insecure');
    const program = this.getAttribute('program') || 'parasol.mjs';
    this.device = new Device();
    let module;
    try {
      const [{ default: make }] = await Promise.all([import(here(program)), this.styled, loadFonts()]);
      module = await make({ host: this });
    } catch (error) {
      return this.fail('program', error);
    }
    this.module = module;
    this.glyphs = new Glyphs();
    this.page = this.exports(module);
    this.mirror = new Mirror(this.mirrorRoot, {
      onEdit: (slot, value) => this.page.edit(slot, ...this.page.text(value)),
    });
    const size = this.getBoundingClientRect(), ratio = window.devicePixelRatio;
    this.resize(size.width, size.height, Math.round(size.width * ratio), Math.round(size.height * ratio));
    const problem = module._page_prepare();
    if (problem) return this.fail('webgl');
    this.page.resize(...this.size);
    this.tellPreferences();
    this.page.route(...this.page.text(this.route));
    this.page.begin();
    this.watch();
    this.plain.hidden = true;
    this.dispatchEvent(new CustomEvent('ready'));
  }

  // The exported functions as `page.frame()` and so on. An error inside the program ends it, plainly.
  exports(module) {
    const page = {};
    for (const name of Object.keys(module).filter((key) => key.startsWith('_page_'))) {
      const call = module[name];
      page[name.slice('_page_'.length)] = (...args) => {
        if (this.ended) return 0;
        try {
          return call(...args);
        } catch (error) {
          this.fail('stopped', error);
          return 0;
        }
      };
    }
    const utf8 = new TextEncoder();
    page.text = (string) => {
      const bytes = utf8.encode(string);
      const at = page.text_buffer(bytes.length);
      this.memory().set(bytes, at);
      return [at, bytes.length];
    };
    return page;
  }

  watch() {
    const { signal } = this.lifetime;
    const on = (target, type, handler) => target.addEventListener(type, handler, { signal });
    listen(this.mirrorRoot, this.mirror, this.page);
    this.watchSize(signal);
    for (const query of Object.values(queries)) on(matchMedia(query), 'change', () => this.tellPreferences());
    on(this.canvas, 'webglcontextlost', (event) => {
      event.preventDefault();
      this.page.context(0);
      this.lossTimer = setTimeout(() => this.fail('lost'), 10000);
    });
    on(this.canvas, 'webglcontextrestored', () => {
      clearTimeout(this.lossTimer);
      this.page.context(1);
    });
    on(document, 'visibilitychange', () => this.page.visibility(document.hidden ? 0 : 1));
    on(window, 'online', () => this.page.attribute_changed(...this.page.text('online')));
    on(window, 'offline', () => this.page.attribute_changed(...this.page.text('online')));
    if (this.usesHash) {
      // Going back and forward fires popstate; typing into the address bar as well, in every browser of
      // today.
      on(window, 'popstate', () => this.page.route(...this.page.text(this.route)));
    }
    const attributes = new MutationObserver((changes) => {
      for (const { attributeName: name } of changes) {
        if (ParasolPortal.observedAttributes.includes(name)) continue;
        this.page.attribute_changed(...this.page.text(name));
      }
    });
    attributes.observe(this, { attributes: true });
    signal.addEventListener('abort', () => attributes.disconnect());
  }

  watchSize(signal) {
    // The browser knows how many device pixels the canvas covers; where it does not say so, or says it of a
    // screen that is only emulated, the ratio does.
    const follow = (width, height, exact) => {
      const pixels = (css, said) => {
        const computed = css * window.devicePixelRatio;
        return said !== undefined && Math.abs(said - computed) < 2 ? said : Math.round(computed);
      };
      this.resize(width, height, pixels(width, exact?.inlineSize), pixels(height, exact?.blockSize));
    };
    const observer = new ResizeObserver(([entry]) =>
      follow(entry.contentRect.width, entry.contentRect.height, entry.devicePixelContentBoxSize?.[0]));
    try {
      observer.observe(this.canvas, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(this.canvas);
    }
    const watchRatio = () => {
      const { width, height } = this.canvas.getBoundingClientRect();
      follow(width, height);
      matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
        .addEventListener('change', watchRatio, { once: true, signal });
    };
    watchRatio();
    signal.addEventListener('abort', () => observer.disconnect());
  }

  // The canvas is cleared by a new size, so it is drawn again before the browser shows it.
  resize(width, height, pixelWidth, pixelHeight) {
    const size = [width, height, pixelWidth, pixelHeight];
    if (this.size?.every((value, i) => value === size[i])) return;
    this.size = size;
    this.canvas.width = pixelWidth;
    this.canvas.height = pixelHeight;
    if (this.drawing) {
      this.page.resize(...size);
      this.page.draw_now();
    }
  }

  fail(reason, error) {
    if (this.ended) return;
    this.ended = reason;
    if (error) console.error(error);
    const [title, text] = plainPages[reason];
    const heading = Object.assign(document.createElement('h1'), { textContent: title });
    const words = Object.assign(document.createElement('p'), { textContent: text });
    const again = Object.assign(document.createElement('button'), { textContent: 'Load again' });
    again.addEventListener('click', () => location.reload());
    this.plain.replaceChildren(heading, words, again);
    this.plain.setAttribute('role', 'alert');
    this.plain.hidden = false;
    this.mirrorRoot.inert = true;
    this.lifetime.abort();
    this.device?.end();
    this.dispatchEvent(new CustomEvent('failed', { detail: reason }));
  }

  stop() {
    this.ended = 'removed';
    this.lifetime.abort();
    this.device?.end();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frameRequest);
    this.module = this.page = this.mirror = this.glyphs = undefined;
    this.canvas.width = this.canvas.height = 0;
    this.started = this.ended = this.drawing = this.size = undefined;
  }

  tellPreferences() {
    const is = (query) => matchMedia(queries[query]).matches;
    const theme = this.getAttribute('theme');
    const dark = theme === 'dark' || (theme !== 'light' && is('dark'));
    const forced = is('forced');
    const flags = (dark ? 1 : 0) | (is('contrast') ? 2 : 0) | (is('motion') ? 4 : 0) |
      (is('coarse') ? 8 : 0) | (forced ? 16 : 0);
    const probe = document.createElement('span');
    this.shadowRoot.append(probe);
    const colors = new Uint32Array(systemColors.map((name) => {
      probe.style.color = name;
      const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    }));
    probe.remove();
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const at = this.page.text_buffer(colors.byteLength + 4) + 3 & ~3;
    this.memory().set(new Uint8Array(colors.buffer), at);
    this.page.preferences(flags, at, scale);
  }

  // --- What the program asks for: host.lib.js and device.lib.js forward it here ---

  get base() { return here('.'); }
  async fetchBeside(file) {
    const answer = await fetch(here(file));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  requestFrame() {
    this.drawing = true;
    this.frameRequest = requestAnimationFrame(() => {
      this.frameRequest = 0;
      if (!this.ended) this.page.frame();
    });
  }

  setTimer(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.page?.timer(), ms);
  }

  patch(words) { this.mirror.apply(words); }
  setCursor(cursor) { this.mirrorRoot.style.cursor = cursors[cursor + 1] ?? 'default'; }
  setBackground(color) {
    this.style.backgroundColor = `rgb(${color & 255}, ${color >> 8 & 255}, ${color >> 16 & 255})`;
  }

  async setPicture(slot, png) {
    const read = await this.glyphs.setPicture(slot, png);
    this.page?.picture(slot, read ? 1 : 0);
  }

  async shrinkPicture(bytes, most) {
    const png = await shrink(new Blob([bytes]), most);
    this.page?.shrunk(...this.page.text(png));
  }

  async copyText(text) {
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      copied = this.copyOldWay(text);
    }
    this.page?.copied(copied ? 1 : 0);
  }

  // For pages whose browser or policy keeps the clipboard from scripts.
  copyOldWay(text) {
    const held = this.shadowRoot.activeElement;
    const field = document.createElement('textarea');
    field.className = 'announcement';
    field.value = text;
    this.mirrorRoot.after(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    held?.focus({ preventScroll: true });
    return copied;
  }

  chooseFile(accept, mostBytes) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', accept, className: 'upload' });
    const answer = (refusal, name = '', size = 0, bytes = null) => {
      input.remove();
      if (!this.page) return;
      const at = bytes ? this.page.take_memory(bytes.length) : 0;
      if (bytes) this.memory().set(bytes, at);
      this.page.file(refusal, ...this.page.text(name), size, at, bytes?.length ?? 0);
    };
    input.addEventListener('cancel', () => answer(1));
    input.addEventListener('change', async () => {
      const file = input.files[0];
      if (!file) return answer(1);
      if (file.size > mostBytes) return answer(2, file.name, file.size);
      try {
        answer(0, file.name, file.size, new Uint8Array(await file.arrayBuffer()));
      } catch {
        answer(3, file.name, file.size);
      }
    });
    this.shadowRoot.append(input);
    input.click();
  }

  saveFile(name, mime, bytes) {
    const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  setRoute(route, push) {
    if (this.usesHash) history[push ? 'pushState' : 'replaceState'](null, '', `#${route}`);
    else this.setAttribute('route', route);
    this.dispatchEvent(new CustomEvent('routechange', { detail: route }));
  }

  update() { this.dispatchEvent(new CustomEvent('update')); }
  openBeside(route) { this.dispatchEvent(new CustomEvent('beside', { detail: route })); }

  setTitle(title) { if (this.usesHash) document.title = title; }
  giveAttribute(name) { return this.page.text(this.getAttribute(name) ?? '')[1]; }
  giveLanguage() { return this.page.text(navigator.language)[1]; }

  askBeforeLeaving(ask) {
    this.leaving ??= (event) => event.preventDefault();
    window[ask ? 'addEventListener' : 'removeEventListener']('beforeunload', this.leaving);
  }
}

customElements.define('parasol-portal', ParasolPortal);
