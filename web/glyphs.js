// Draws glyphs for the program's texture with the browser's own text engine: the page's fonts, the system's
// for every script these lack, and colour emoji.

// Families by the number that shell/browser/fonts.cpp uses.
const families = ['Inter, system-ui, sans-serif', 'ParasolIcons'];

export class Glyphs {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.resize(256, 64);
  }

  resize(width, height) {
    this.canvas.width = width;
    this.canvas.height = height;
    this.context = this.canvas.getContext('2d', { willReadFrequently: true });
    this.font = '';
  }

  use(family, weight, size, shaped) {
    const font = `${weight} ${size}px ${families[family]}`;
    const kerning = shaped ? 'auto' : 'none';  // single glyphs stand as the fields set them
    if (this.font !== font || this.kerning !== kerning) {
      this.context.font = font;
      this.context.fontKerning = kerning;
      this.context.textRendering = 'geometricPrecision';
      this.context.textBaseline = 'alphabetic';
      this.context.textAlign = 'left';
      this.context.direction = 'ltr';
      this.font = font;
      this.kerning = kerning;
    }
  }

  // How far the next glyph is, in pixels of `size`.
  advance(text, family, weight, size, shaped) {
    this.use(family, weight, size, shaped);
    return this.context.measureText(text).width;
  }

  // Ascent and descent of the face itself, over its size.
  metrics(family, weight, size) {
    this.use(family, weight, size, false);
    const box = this.context.measureText('Hg');
    return [box.fontBoundingBoxAscent / size, box.fontBoundingBoxDescent / size];
  }

  // Draws `text` with its origin at (left, top) of the result, at `density` device pixels to a pixel of
  // `size` and `across` times as many from left to right. Returns { left, top, width, height, pixels } in
  // those, or null when there is nothing to see. `ink`: 0 black, 1 white (text engines thin or thicken
  // strokes by it).
  draw(text, family, weight, size, density, across, shaped, ink) {
    this.use(family, weight, size * density, shaped);
    const box = this.context.measureText(text);
    const left = Math.ceil(box.actualBoundingBoxLeft) + 1, right = Math.ceil(box.actualBoundingBoxRight) + 1;
    const top = Math.ceil(box.actualBoundingBoxAscent) + 1;
    const bottom = Math.ceil(box.actualBoundingBoxDescent) + 1;
    if (!(left + right > 2) || !(top + bottom > 2)) return null;
    const width = (left + right) * across, height = top + bottom;
    if (width > this.canvas.width || height > this.canvas.height) {
      this.resize(Math.max(width, this.canvas.width), Math.max(height, this.canvas.height));
      this.use(family, weight, size * density, shaped);
    }
    const context = this.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.fillStyle = ink ? '#fff' : '#000';
    context.setTransform(across, 0, 0, 1, 0, 0);
    context.fillText(text, left, top);
    const pixels = context.getImageData(0, 0, width, height).data;
    return { left: left * across, top, width, height, pixels };
  }
}
