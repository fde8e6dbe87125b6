// The page's side of the semantic tree: applies patches (src/semantics/patch.h) to real, transparent
// elements over the canvas. It decides nothing; what happens to the elements is reported by input.js.
//
// Names and values are other people's words: they are set as text, attributes and properties, never as
// markup.

const Op = {
  defineKind: 1, defineAttribute: 2, create: 3, remove: 4, forget: 5, insert: 6, place: 7, text: 8,
  attribute: 9, noAttribute: 10, value: 11, scroll: 12, typeface: 13, editing: 14, clip: 15, focus: 16,
  announce: 17,
};

const px = (sixteenths) => `${sixteenths / 16}px`;
const css = (abgr) =>
  `rgba(${abgr & 255}, ${(abgr >> 8) & 255}, ${(abgr >> 16) & 255}, ${((abgr >>> 24) / 255).toFixed(3)})`;
const aligns = ['left', 'center', 'right'];

export class Mirror {
  // `root`: the element over the canvas that takes the twins. `onEdit(slot, value)` for values set by other
  // scripts.
  constructor(root, { onEdit }) {
    this.root = root;
    this.onEdit = onEdit;
    this.utf8 = new TextDecoder();
    this.live = ['polite', 'assertive'].map((how) => {
      const region = document.createElement('div');
      region.className = 'announcement';
      region.setAttribute('aria-live', how);
      root.append(region);
      return region;
    });
    this.clear();
  }

  clear() {
    this.twins?.forEach((twin) => twin !== this.root && twin?.remove());
    this.twins = [this.root];
    this.kinds = [];
    this.attributes = [];
    this.root.slot_ = 0;
  }

  // The slot of the twin that an event happened in; 0 outside of all.
  slotOf(target) {
    for (let node = target; node && node !== this.root; node = node.parentNode) {
      if (node.slot_ !== undefined && this.twins[node.slot_] === node) return node.slot_;
    }
    return 0;
  }

  focusedSlot() {
    return this.slotOf(this.root.getRootNode().activeElement);
  }

  apply(words) {
    const bytes = new Uint8Array(words.buffer);
    let at = 0;
    const next = () => words[at++];
    const string = () => {
      const length = words[at++];
      const start = at * 4;
      at += (length + 3) >> 2;
      return this.utf8.decode(bytes.subarray(start, start + length));
    };
    while (at < words.length) {
      const op = next();
      switch (op) {
        case Op.defineKind: this.kinds[next()] = string(); break;
        case Op.defineAttribute: this.attributes[next()] = string(); break;
        case Op.create: this.create(next(), this.kinds[next()]); break;
        case Op.remove: this.remove(this.twins[words[at]]); // falls through
        case Op.forget: this.twins[next()] = undefined; break;
        case Op.insert: {
          const twin = this.twins[next()], parent = this.twins[next()], before = this.twins[next()];
          const end = parent === this.root ? this.live[0] : parent.spacer_ ?? null;
          parent.insertBefore(twin, before === this.root ? end : before);
          break;
        }
        case Op.place: {
          const style = this.twins[next()].style;
          style.left = px(next() | 0);
          style.top = px(next() | 0);
          style.width = px(next());
          style.height = px(next());
          break;
        }
        case Op.text: this.setText(this.twins[next()], string()); break;
        case Op.attribute: this.twins[next()].setAttribute(this.attributes[next()], string()); break;
        case Op.noAttribute: this.twins[next()].removeAttribute(this.attributes[next()]); break;
        case Op.value: this.setValue(this.twins[next()], string()); break;
        case Op.scroll: this.setScroll(this.twins[next()], next() / 16, next() / 16, next(), next()); break;
        case Op.typeface: at = this.setTypeface(this.twins[next()], words, at); break;
        case Op.editing: this.twins[next()].classList.toggle('editing', next() === 1); break;
        case Op.clip: {
          const twin = this.twins[next()], path = string();
          twin.style.clipPath = path ? `path("${path}")` : '';
          break;
        }
        case Op.focus: this.focus(next()); break;
        case Op.announce: this.announce(next() === 2 ? 1 : 0, string()); break;
        default: throw new Error(`mirror: unknown operation ${op}`);
      }
    }
  }

  create(slot, kind) {
    const [tag, type] = kind.split(' ');
    const twin = document.createElement(tag);
    if (tag === 'button') twin.type = 'button';
    if (tag === 'input') twin.type = type;
    if (tag === 'input' || tag === 'textarea') {
      twin.classList.add('field');
      this.watchValue(twin);
    }
    if (tag === 'a') twin.draggable = false;
    twin.classList.add('twin');
    twin.id = `n${slot}`;
    twin.slot_ = slot;
    this.twins[slot] = twin;
  }

  // What had the focus is gone and nothing took it: it stays the element's, until something does.
  remove(twin) {
    const focused = this.root.getRootNode().activeElement;
    if (focused && focused !== this.root && twin?.contains(focused)) this.root.focus({ preventScroll: true });
    twin?.remove();
  }

  setText(twin, words) {
    if (twin.words_) {
      twin.words_.data = words;
    } else if (words) {
      twin.words_ = document.createTextNode(words);
      twin.prepend(twin.words_);
    }
  }

  // --- Fields ---

  // Password managers and scripts assign `value` without an event; the field's own property notices it.
  watchValue(field) {
    const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
    Object.defineProperty(field, 'value', {
      configurable: true,
      get: () => native.get.call(field),
      set: (value) => {
        native.set.call(field, value);
        if (this.twins[field.slot_] === field) this.onEdit(field.slot_, field.value);
      },
    });
    field.setNative_ = (value) => native.set.call(field, value);
  }

  // Keeps the caret behind the same letters, whatever punctuation the program has put between them.
  setValue(field, value) {
    if (field.composing_ || field.value === value) return;
    const focused = field.getRootNode().activeElement === field;
    const old = field.value;
    const caret = focused ? field.selectionStart : null;
    field.setNative_(value);
    if (caret === null) return;
    const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, '');
    let wanted = letters(old.slice(0, caret)).length, place = 0;
    if (caret === old.length) place = value.length;
    else while (wanted > 0 && place < value.length) wanted -= letters(value[place++]).length;
    field.setSelectionRange(place, place);
  }

  setTypeface(field, words, at) {
    const style = field.style;
    style.setProperty('--size', px(words[at]));
    style.fontWeight = words[at + 1];
    style.textAlign = aligns[words[at + 2]];
    style.padding = `${px(words[at + 5])} ${px(words[at + 4])} ${px(words[at + 6])} ${px(words[at + 3])}`;
    style.lineHeight = words[at + 7] ? px(words[at + 7]) : field.localName === 'textarea' ? 'normal' : '';
    style.setProperty('--ink', css(words[at + 8]));
    style.setProperty('--hint', css(words[at + 9]));
    return at + 10;
  }

  // --- Scrolling regions ---

  setScroll(twin, x, y, width, height) {
    if (!twin.spacer_) {
      twin.classList.add('scrolls');
      twin.spacer_ = document.createElement('div');
      twin.spacer_.className = 'spacer';
      twin.append(twin.spacer_);
    }
    if (twin.width_ !== width || twin.height_ !== height) {
      twin.spacer_.style.width = px(twin.width_ = width);
      twin.spacer_.style.height = px(twin.height_ = height);
    }
    if (Math.abs(twin.scrollLeft - x) >= 1) twin.scrollLeft = x;
    if (Math.abs(twin.scrollTop - y) >= 1) twin.scrollTop = y;
  }

  // --- Focus ---

  focus(slot) {
    const twin = this.twins[slot];
    if (slot === 0) {
      this.root.getRootNode().activeElement?.blur();
      return;
    }
    twin.focus({ preventScroll: true });
    this.reveal(twin);
  }

  // Scrolls our own regions, and never the page around, so that a twin is seen.
  reveal(twin) {
    for (let region = twin.parentNode; region && region !== this.root; region = region.parentNode) {
      if (!region.spacer_) continue;
      const outer = region.getBoundingClientRect(), inner = twin.getBoundingClientRect();
      if (inner.top < outer.top || inner.height > outer.height) region.scrollTop += inner.top - outer.top;
      else if (inner.bottom > outer.bottom) region.scrollTop += inner.bottom - outer.bottom;
      if (inner.left < outer.left || inner.width > outer.width) region.scrollLeft += inner.left - outer.left;
      else if (inner.right > outer.right) region.scrollLeft += inner.right - outer.right;
    }
  }

  announce(how, words) {
    const said = document.createElement('div');
    said.textContent = words;
    this.live[how].replaceChildren(said);
  }
}
