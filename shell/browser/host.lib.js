// Forwards from WebAssembly to the element that runs it (Module.host, web/portal.js). Nothing is decided
// here. Plain functions: the JavaScript library parser of older compilers stumbles over arrows that span
// lines.
const hostLibrary = {
  host_link: function () {
    Module['host'].memory = () => HEAPU8;
    Module['host'].read = (at) => UTF8ToString(at);
  },
  host_request_frame: function () { Module['host'].requestFrame(); },
  host_set_timer: function (ms) { Module['host'].setTimer(ms); },
  host_now: function () { return performance.now(); },
  host_patch: function (at, count) {
    // A copy: what the patch sets off may make the memory grow, and move it.
    Module['host'].patch(HEAPU32.slice(at >> 2, (at >> 2) + count));
  },
  host_set_cursor: function (cursor) { Module['host'].setCursor(cursor); },
  host_set_background: function (color) { Module['host'].setBackground(color); },

  host_create_graphics__deps: ['$GL'],
  host_create_graphics: function () {
    const context = GL.createContext(Module['host'].canvas, {
      alpha: false, antialias: false, depth: false, stencil: false, majorVersion: 2, minorVersion: 0,
      premultipliedAlpha: true, preserveDrawingBuffer: false, enableExtensionsByDefault: false,
    });
    Module['host'].context = context;
    return context ? GL.makeContextCurrent(context) : false;
  },
  host_forget_graphics__deps: ['$GL'],
  host_forget_graphics: function () {
    for (const kind of ['buffers', 'programs', 'framebuffers', 'renderbuffers', 'textures', 'shaders', 'vaos',
                        'samplers']) {
      GL[kind].fill(null);
    }
  },
  host_use_graphics__deps: ['$GL'],
  host_use_graphics: function () { GL.makeContextCurrent(Module['host'].context); },

  host_advance: function (text, length, family, weight, size, shaped) {
    return Module['host'].glyphs.advance(UTF8ToString(text, length), family, weight, size, shaped);
  },
  host_metrics: function (family, weight, size, out) {
    HEAPF32.set(Module['host'].glyphs.metrics(family, weight, size), out >> 2);
  },
  host_draw_glyph: function (text, length, family, weight, size, density, across, shaped, white, out) {
    const letters = UTF8ToString(text, length);
    const glyph = Module['host'].glyphs.draw(letters, family, weight, size, density, across, shaped, white);
    Module['host'].glyph = glyph;
    if (!glyph) return false;
    HEAP32.set([glyph.left, glyph.top, glyph.width, glyph.height, 0], out >> 2);
    return true;
  },
  host_take_glyph: function (pixels) { HEAPU8.set(Module['host'].glyph.pixels, pixels); },

  host_set_picture: function (slot, png, length) { Module['host'].setPicture(slot, UTF8ToString(png, length)); },
  host_shrink_picture: function (bytes, length, most) {
    Module['host'].shrinkPicture(HEAPU8.slice(bytes, bytes + length), most);
  },

  host_copy_text: function (text, length) { Module['host'].copyText(UTF8ToString(text, length)); },
  host_choose_file: function (accept, length, most) {
    Module['host'].chooseFile(UTF8ToString(accept, length), most);
  },
  host_save_file: function (name, nameLength, mime, mimeLength, bytes, length) {
    Module['host'].saveFile(UTF8ToString(name, nameLength), UTF8ToString(mime, mimeLength),
                            HEAPU8.slice(bytes, bytes + length));
  },
  host_set_route: function (route, length, push) {
    Module['host'].setRoute(UTF8ToString(route, length), push);
  },
  host_open_beside: function (route, length) { Module['host'].openBeside(UTF8ToString(route, length)); },
  host_set_title: function (title, length) { Module['host'].setTitle(UTF8ToString(title, length)); },
  host_get_attribute: function (name, length) {
    return Module['host'].giveAttribute(UTF8ToString(name, length));
  },
  host_get_language: function () { return Module['host'].giveLanguage(); },
  host_is_online: function () { return navigator.onLine; },
  host_ask_before_leaving: function (ask) { Module['host'].askBeforeLeaving(ask); },
  host_reload: function () { location.reload(); },
  host_update: function () { Module['host'].update(); },
};
mergeInto(LibraryManager.library, hostLibrary);
