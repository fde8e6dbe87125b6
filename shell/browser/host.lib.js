// Forwards from WebAssembly to the element that runs it (Module.host, web/portal.js). Nothing is decided here.
const hostLibrary = {
  $hostText: (at, size) => UTF8ToString(at, size),

  host_request_frame: () => Module['host'].requestFrame(),
  host_set_timer: (ms) => Module['host'].setTimer(ms),
  host_now: () => performance.now(),
  host_patch: (at, count) => Module['host'].patch(HEAPU32.subarray(at >> 2, (at >> 2) + count),
                                                  HEAPU8.subarray(at, at + count * 4)),
  host_set_cursor: (cursor) => Module['host'].setCursor(cursor),
  host_set_background: (color) => Module['host'].setBackground(color),

  host_create_graphics__deps: ['$GL'],
  host_create_graphics: () => {
    const context = GL.createContext(Module['host'].canvas, {
      alpha: false, antialias: false, depth: false, stencil: false, majorVersion: 2, minorVersion: 0,
      premultipliedAlpha: true, preserveDrawingBuffer: false, enableExtensionsByDefault: false,
    });
    Module['host'].context = context;
    return context ? GL.makeContextCurrent(context) : false;
  },
  host_forget_graphics__deps: ['$GL'],
  host_forget_graphics: () => {
    for (const kind of ['buffers', 'programs', 'framebuffers', 'renderbuffers', 'textures', 'shaders', 'vaos',
                        'samplers']) {
      GL[kind].fill(null);
    }
  },
  host_use_graphics__deps: ['$GL'],
  host_use_graphics: () => { GL.makeContextCurrent(Module['host'].context); },

  host_advance__deps: ['$hostText'],
  host_advance: (text, length, family, weight, size, shaped) =>
    Module['host'].glyphs.advance(hostText(text, length), family, weight, size, shaped),
  host_metrics: (family, weight, size, out) =>
    HEAPF32.set(Module['host'].glyphs.metrics(family, weight, size), out >> 2),
  host_draw_glyph__deps: ['$hostText'],
  host_draw_glyph: (text, length, family, weight, size, density, across, shaped, white, out) => {
    const glyph = Module['host'].glyphs.draw(hostText(text, length), family, weight, size, density, across, shaped,
                                             white);
    Module['host'].glyph = glyph;
    if (!glyph) return false;
    HEAP32.set([glyph.left, glyph.top, glyph.width, glyph.height, 0], out >> 2);
    return true;
  },
  host_take_glyph: (pixels) => HEAPU8.set(Module['host'].glyph.pixels, pixels),

  host_copy_text__deps: ['$hostText'],
  host_copy_text: (text, length) => Module['host'].copyText(hostText(text, length)),
  host_choose_file__deps: ['$hostText'],
  host_choose_file: (accept, length, most) => Module['host'].chooseFile(hostText(accept, length), most),
  host_save_file__deps: ['$hostText'],
  host_save_file: (name, nameLength, mime, mimeLength, bytes, length) =>
    Module['host'].saveFile(hostText(name, nameLength), hostText(mime, mimeLength),
                            HEAPU8.slice(bytes, bytes + length)),
  host_set_route__deps: ['$hostText'],
  host_set_route: (route, length, push) => Module['host'].setRoute(hostText(route, length), push),
  host_set_title__deps: ['$hostText'],
  host_set_title: (title, length) => Module['host'].setTitle(hostText(title, length)),
  host_get_attribute__deps: ['$hostText'],
  host_get_attribute: (name, length) => Module['host'].giveAttribute(hostText(name, length)),
  host_get_language: () => Module['host'].giveLanguage(),
  host_is_online: () => navigator.onLine,
  host_ask_before_leaving: (ask) => Module['host'].askBeforeLeaving(ask),
  host_reload: () => location.reload(),
};
mergeInto(LibraryManager.library, hostLibrary);
