// Draws glyphs for the program's texture with the browser's own text engine: the page's fonts, the system's
// for every script these lack, and colour emoji.

// Families by the number that shell/browser/fonts.cpp uses.
const families = ['Inter, system-ui, sans-serif', 'ParasolIcons'];

// The character of the first picture, as in shell/browser/fonts.h.
const firstPicture = 0xE800;
// What a picture is made smaller to until it fits: pixels from top to bottom.
const heights = [96, 64, 48, 32];
const widest = 6;  // times as wide as high

// Any picture as a PNG of at most `most` symbols of base64; '' where it cannot be read or does not fit.
export async function shrink(blob, most) {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) return '';
  const canvas = document.createElement('canvas');
  for (const height of heights) {
    const scale = Math.min(1, height / bitmap.height, height * widest / bitmap.width);
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const png = canvas.toDataURL('image/png').split(',')[1] ?? '';
    if (png.length <= most) return png;
  }
  return '';
}

export class Glyphs {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.pictures = new Map();
    this.resize(256, 64);
  }

  // From now on the slot's character is this PNG. False: it is none.
  async setPicture(slot, png) {
    const bytes = Uint8Array.from(atob(png), (symbol) => symbol.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' })).catch(() => null);
    const character = String.fromCodePoint(firstPicture + slot);
    if (bitmap) this.pictures.set(character, bitmap);
    else this.pictures.delete(character);
    return bitmap !== null;
  }

  // How far a picture reaches at this height.
  reach(picture, size) { return size * Math.min(widest, picture.width / picture.height); }

  // As `draw`; from the top of the line to its bottom. The baseline is where shell/browser/fonts.cpp has it.
  drawPicture(picture, size, density, across) {
    const width = Math.ceil(this.reach(picture, size) * density) * across, height = Math.ceil(size * density);
    if (width > this.canvas.width || height > this.canvas.height) {
      this.resize(Math.max(width, this.canvas.width), Math.max(height, this.canvas.height));
    }
    const context = this.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.drawImage(picture, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    const [ascent, descent] = this.metrics(0, 400, 1000);
    return { left: 0, top: Math.round(height * (0.5 + (ascent - descent) / 2)), width, height, pixels };
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
    const picture = this.pictures.get(text);
    if (picture) return this.reach(picture, size);
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
    const picture = this.pictures.get(text);
    if (picture) return this.drawPicture(picture, size, density, across);
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
