// Forwards what happens to the twins. Listens on the mirror's container only: never on the window or the
// document, so that a page with the element in it keeps its own keys, wheel and focus.

const keyBits = {
  ArrowUp: 1, ArrowDown: 2, ArrowLeft: 4, ArrowRight: 8, Home: 16, End: 32, PageUp: 64, PageDown: 128,
  Enter: 256, Escape: 512, Delete: 1024, F2: 2048, ' ': 4096, Backspace: 8192,
};
const pointerKinds = { mouse: 0, touch: 1, pen: 2 };
const dragDistance = 4;

const isField = (target) => target?.localName === 'input' || target?.localName === 'textarea';
const modifiers = (event) =>
  (event.shiftKey ? 1 : 0) | (event.ctrlKey || event.metaKey ? 2 : 0) | (event.altKey ? 4 : 0);
const opensElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;

// `page`: the exported functions of the program, and `text(string)`, which puts a string where they can read
// it.
export function listen(root, mirror, page) {
  let pressed = null;   // { id, x, y, slot, field }: the pointer that is down
  const on = (type, handler, options) => root.addEventListener(type, handler, options);
  const place = (event) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  // Of a finger, or a pointer that was dragged, the event itself only knows where it was pressed.
  const under = (event) => root.getRootNode().elementFromPoint(event.clientX, event.clientY);
  const device = (event) => pointerKinds[event.pointerType] ?? 0;
  const move = (event) => page.pointer(0, ...place(event), modifiers(event), device(event));
  const away = () => page.pointer(3, 0, 0, 0, 0);
  // The browser scrolls at once and says so a frame later. Whoever presses in between means what is there now.
  const tellScroll = (target) => {
    for (let region = target; region && region !== root; region = region.parentNode) {
      if (region.spacer_) page.scroll(region.slot_, region.scrollLeft, region.scrollTop);
    }
  };
  const edited = (field) => page.edit(field.slot_, ...page.text(field.value));

  on('pointermove', (event) => {
    const dragging = pressed?.id === event.pointerId && !pressed.field && event.pointerType === 'mouse';
    if (dragging && !root.hasPointerCapture(event.pointerId)) {
      const [x, y] = place(event);
      const far = Math.hypot(x - pressed.x, y - pressed.y) > dragDistance;
      if (far) root.setPointerCapture(event.pointerId);
    }
    move(event);
  });
  on('pointerleave', (event) => { if (!pressed || event.pointerId !== pressed.id) away(); });
  on('pointerdown', (event) => {
    if (event.button !== 0 || pressed) return;
    const link = event.target.closest?.('a');
    if (link && opensElsewhere(event)) return;  // the browser opens it; the program need not know
    const slot = mirror.slotOf(event.target);
    const [x, y] = place(event);
    pressed = { id: event.pointerId, x, y, slot, field: isField(event.target) };
    page.press(slot, 1);
    tellScroll(event.target);
    move(event);
    page.pointer(1, x, y, modifiers(event), device(event));
  });
  const release = (event, kind) => {
    if (!pressed || event.pointerId !== pressed.id) return;
    pressed = null;
    if (kind === 2) move(event);
    page.pointer(kind, ...place(event), modifiers(event), device(event));
    page.press(kind === 2 ? mirror.slotOf(under(event)) : 0, 0);
  };
  on('pointerup', (event) => release(event, 2));
  on('pointercancel', (event) => release(event, 4));

  // The browser would give the focus to fields only, or on some systems to nothing that is pressed.
  on('mousedown', (event) => {
    if (isField(event.target)) return;
    if (event.button !== 0) return;
    event.preventDefault();
    if (event.target.closest('[data-passive]')) return;  // suggestions: the field they are for keeps the focus
    const target = event.target.closest('[tabindex]') ?? root;
    if (target !== root || !root.querySelector('[aria-modal]')) target.focus({ preventScroll: true });
  });
  on('dragstart', (event) => event.preventDefault());
  on('click', (event) => {
    if (event.target.closest?.('a') && !opensElsewhere(event)) event.preventDefault();
    if (event.detail === 0 && !opensElsewhere(event)) page.activate(mirror.slotOf(event.target));
    page.finish_event();
  });
  on('submit', (event) => event.preventDefault());

  on('wheel', (event) => {
    if (event.ctrlKey) return;  // the browser's zoom
    const unit = event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? root.clientHeight : 1;
    const across = event.shiftKey && !event.deltaX;
    const dx = (across ? event.deltaY : event.deltaX) * unit, dy = (across ? 0 : event.deltaY) * unit;
    if (page.wheel(...place(event), dx, dy)) event.preventDefault();
  }, { passive: false });
  on('scroll', (event) => {
    const twin = event.target;
    if (twin.spacer_) page.scroll(twin.slot_, twin.scrollLeft, twin.scrollTop);
  }, { capture: true, passive: true });

  on('focusin', (event) => {
    const target = event.target;
    page.focus(mirror.slotOf(target), (target.matches(':focus-visible') ? 1 : 0) | (target === root ? 2 : 0));
  });
  on('focusout', (event) => {
    if (!event.relatedTarget || !root.contains(event.relatedTarget)) page.focus(0, 0);
    if (isField(event.target)) edited(event.target);
  });

  on('input', (event) => { if (isField(event.target)) edited(event.target); });
  on('change', (event) => { if (isField(event.target)) edited(event.target); });
  on('compositionstart', (event) => { event.target.composing_ = true; });
  on('compositionend', (event) => {
    event.target.composing_ = false;
    edited(event.target);
  });

  on('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const field = isField(event.target);
    // As on every page: Space turns a checkbox, Enter does not.
    if (event.key === 'Enter' && event.target.getAttribute('role') === 'checkbox') event.preventDefault();
    if (event.key === 'Tab') {
      const first = mirror.twins[page.tab(event.shiftKey ? 1 : 0)];
      if (first && first !== root) first.focus({ preventScroll: true });
      return;
    }
    const held = modifiers(event), bit = keyBits[event.key] ?? 0;
    let used = bit !== 0 && (held & 4) === 0 && page.key(bit, held);
    const typed = event.key.length === 1 && (held & 6) === 0;
    if (!used && typed && !field) used = page.typed(...page.text(event.key));
    if (!used && (!field || (held & 2))) {
      used = page.shortcut(...page.text(event.key), held | (field ? 8 : 0));
    }
    if (used) {
      page.finish_event();
      event.preventDefault();
      event.stopPropagation();
    }
  });
}
