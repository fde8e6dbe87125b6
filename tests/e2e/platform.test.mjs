// The platform in a real browser, on a page of its own (tests/browser/platform): what a canvas must do to be
// a citizen of the web, without anything of the product.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import {
  address, byRole, checkAccessible, checkCoverage, checkQuiet, diagnostics, eventually, focusedName, launch, open,
  ready, settled, watch,
} from './browser.mjs';

let browser, page;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

async function start(options, path = 'test/platform.html') {
  page = await open(browser, path, options);
  return page;
}

afterEach(async () => {
  if (!page) return;
  if (!page.expectsFailure) {
    await checkCoverage(page);
    checkQuiet(page);
  }
  await page.context().close();
  page = undefined;
});

const status = () => byRole(page, 'status').first();
const form = () => page.getByText(/^Name is/).textContent();
const press = async (...keys) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settled(page);
  }
};

test('a button is found by role and name, and pressed by pointer, keyboard and script', async () => {
  await start();
  const button = byRole(page, 'button', 'Press me');
  await button.click();
  await eventually(() => status().textContent(), 'Pressed 1 times');
  await button.press('Enter');
  await eventually(() => status().textContent(), 'Pressed 2 times');
  await button.press('Space');
  await eventually(() => status().textContent(), 'Pressed 3 times');
  await button.evaluate((twin) => twin.click());
  await eventually(() => status().textContent(), 'Pressed 4 times');
  await byRole(page, 'button', 'Not now').click({ force: true });
  await byRole(page, 'button', 'Not now').evaluate((twin) => twin.click());
  assert.equal(await byRole(page, 'button', 'Not now').isDisabled(), true);
  await byRole(page, 'checkbox', 'Agree').check();
  assert.equal(await byRole(page, 'checkbox', 'Agree').isChecked(), true);
});

test('an idle page draws nothing and asks for no frame', async () => {
  await start();
  await byRole(page, 'textbox', 'Name').click();
  await settled(page);
  const from = await diagnostics(page);
  await page.waitForTimeout(3000);
  const to = await diagnostics(page);
  assert.equal(to.frames, from.frames);
  assert.equal(to.frameRequests, from.frameRequests);
});

test('Tab is the order of the page, into fields, groups and the grid, and out again', async () => {
  await start();
  await byRole(page, 'link', 'Page one').focus();
  const seen = [];
  for (let i = 0; i < 18; ++i) {
    seen.push(await focusedName(page));
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(seen.slice(0, 16), [
    'Page one', 'Page two', 'Press me', 'Not now', 'Agree', 'Small', 'Name', 'Secret', 'Code', 'Search',
    'Notes', 'Open dialog', 'Open menu', 'Copy code', 'Choose file', 'Save file',
  ]);
  await press('Tab');
  await byRole(page, 'rowheader', 'Row 0').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'body', 'no trap');
});

test('what is typed is in the field, in the program and in the picture at once', async () => {
  await start();
  const name = byRole(page, 'textbox', 'Name');
  await name.click();
  await page.keyboard.type('Ada <b>&amp;</b>');
  await eventually(form, 'Name is Ada <b>&amp;</b>, code is , secret has 0');
  assert.equal(await name.evaluate((field) => field.classList.contains('editing')), true);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+X');
  await eventually(form, 'Name is , code is , secret has 0');
  await page.keyboard.press('Control+Z');
  await eventually(form, 'Name is Ada <b>&amp;</b>, code is , secret has 0');
  await name.fill('Grace');
  await byRole(page, 'button', 'Press me').focus();
  await settled(page);
  assert.equal(await name.evaluate((field) => field.classList.contains('editing')), false);
  assert.equal(await name.inputValue(), 'Grace');
});

test('a value that is corrected keeps the caret behind the same letters', async () => {
  await start();
  const code = byRole(page, 'textbox', 'Code');
  await code.click();
  await page.keyboard.type('acdefg');
  await eventually(() => code.inputValue(), 'ACDE-FG');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('x');
  await eventually(() => code.inputValue(), 'ACDE-FXG');
  assert.equal(await code.evaluate((field) => field.selectionStart), 7);
  await code.fill('abcd');
  await settled(page);
  assert.equal(await code.getAttribute('aria-invalid'), 'true');
  assert.equal(await code.getAttribute('aria-description'), 'Half of it is missing.');
});

test('an input method composes in the field, and Enter that ends a composition submits nothing', async () => {
  await start();
  const session = await page.context().newCDPSession(page);
  await byRole(page, 'textbox', 'Name').click();
  await settled(page);
  for (const text of ['に', 'にほ', 'にほん']) {
    const end = text.length;
    await session.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
  }
  await eventually(form, 'Name is にほん, code is , secret has 0');
  await session.send('Input.insertText', { text: '日本' });
  await eventually(form, 'Name is 日本, code is , secret has 0');
  // A corrected field is not touched while it is composed.
  await byRole(page, 'textbox', 'Code').click();
  await session.send('Input.imeSetComposition', { text: 'ab', selectionStart: 2, selectionEnd: 2 });
  await settled(page);
  assert.equal(await byRole(page, 'textbox', 'Code').inputValue(), 'ab');
  await session.send('Input.insertText', { text: 'ab' });
  await eventually(() => byRole(page, 'textbox', 'Code').inputValue(), 'AB');
});

test('values that a password manager or a script sets reach the program', async () => {
  await start();
  const secret = byRole(page, 'textbox', 'Secret');
  assert.equal(await secret.getAttribute('autocomplete'), 'current-password');
  assert.equal(await secret.getAttribute('type'), 'password');
  await secret.evaluate((field) => { field.value = 'hunter2'; });
  await eventually(form, 'Name is , code is , secret has 7');
  await secret.evaluate((field) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, 'abc');
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await eventually(form, 'Name is , code is , secret has 3');
});

test('a modal dialog has the focus, everything else is inert, Escape gives the focus back', async () => {
  await start();
  await byRole(page, 'button', 'Open dialog').click();
  await eventually(() => focusedName(page), 'Access Code');
  assert.equal(await byRole(page, 'button', 'Press me').count(), 0, 'not in the accessible tree');
  await page.keyboard.press('Tab');
  assert.equal(await focusedName(page), 'Done');
  await checkAccessible(page);
  await checkCoverage(page);
  await press('Escape');
  await eventually(() => focusedName(page), 'Open dialog');
  assert.equal(await byRole(page, 'dialog').count(), 0);
  await press('Enter');
  await eventually(() => focusedName(page), 'Access Code');
  await byRole(page, 'button', 'Done').click();
  await eventually(() => focusedName(page), 'Open dialog');
});

test('a menu moves by arrows and letters, and Tab leaves it', async () => {
  await start();
  await byRole(page, 'button', 'Open menu').click();
  await eventually(() => focusedName(page), 'Cut');
  await press('ArrowDown');
  assert.equal(await focusedName(page), 'Duplicate');
  await press('p');
  assert.equal(await focusedName(page), 'Paste');
  await checkCoverage(page);
  await press('Enter');
  await eventually(() => focusedName(page), 'Open menu');
  assert.match(await page.getByText(/^File/).textContent(), /Picked Paste$/);
  await press('Enter');
  await eventually(() => focusedName(page), 'Cut');
  await press('Tab');
  await eventually(() => focusedName(page), 'Copy code');
  assert.equal(await byRole(page, 'menu').count(), 0);
});

test('a popup cuts the text of the field below it', async () => {
  await start();
  await byRole(page, 'textbox', 'Notes').fill('Some notes');
  await byRole(page, 'combobox', 'Search').fill('p');
  await settled(page);
  await byRole(page, 'textbox', 'Notes').focus();
  await settled(page);
  const clip = await byRole(page, 'textbox', 'Notes').evaluate((field) => field.style.clipPath);
  assert.match(clip, /^path\(/);
  assert.equal(await byRole(page, 'combobox', 'Search').getAttribute('aria-expanded'), 'true');
  await byRole(page, 'combobox', 'Search').focus();
  await byRole(page, 'option', 'Pear').click();
  await eventually(() => focusedName(page), 'Search', 'the field keeps the focus');
  assert.match(await page.getByText(/^File/).textContent(), /Picked Pear$/);
  await byRole(page, 'combobox', 'Search').fill('');
  await byRole(page, 'textbox', 'Notes').focus();
  await eventually(() => byRole(page, 'textbox', 'Notes').evaluate((field) => field.style.clipPath), '');
});

test('a grid of 100,000 rows is walked by keys, and the focused row is always there', async () => {
  await start();
  const grid = byRole(page, 'grid', 'Numbers');
  assert.equal(await grid.getAttribute('aria-rowcount'), '100001');
  await byRole(page, 'rowheader', 'Row 0').focus();
  await press('ArrowDown', 'ArrowRight');
  assert.equal(await focusedName(page), 'Open');
  assert.equal(await byRole(page, 'row', 'Row 1').getAttribute('aria-rowindex'), '3');
  await press('ArrowDown', 'ArrowRight', 'Enter');
  assert.equal(await focusedName(page), 'Accept');
  await press('Tab');
  assert.equal(await focusedName(page), 'Remove');
  await press('Escape', 'ArrowRight', 'F2');
  assert.equal(await focusedName(page), 'Cell');
  await page.keyboard.type('!');
  await press('Escape', 'Home', 'Control+End', 'Home');
  assert.equal(await focusedName(page), 'Row 99999');
  await press('PageUp');
  assert.match(await focusedName(page), /^Row 999[78]\d$/);
  await press('Control+Home', 'ArrowDown');
  assert.equal(await focusedName(page), 'Row 1');
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 40000);
  await settled(page);
  assert.equal(await focusedName(page), 'Row 1');
  assert.equal(await byRole(page, 'row', 'Row 1180').count(), 1);
  await press('ArrowDown');
  assert.equal(await focusedName(page), 'Row 2');
  assert.equal(await byRole(page, 'row', 'Row 1180').count(), 0, 'the grid came back to the focus');
});

test('a removed row hands the focus to the next, a sorted one keeps it', async () => {
  await start();
  const row = byRole(page, 'row', 'Row 3');
  await row.getByRole('button', { name: 'Remove' }).click();
  await eventually(() => focusedName(page), 'Remove');
  assert.equal(await byRole(page, 'row', 'Row 3').count(), 0);
  await byRole(page, 'row', 'Row 5').getByRole('link', { name: 'Open' }).focus();
  await byRole(page, 'columnheader', 'Number').getByRole('button').evaluate((twin) => twin.click());
  await settled(page);
  assert.equal(await byRole(page, 'row', 'Row 5').getAttribute('aria-rowindex'), '99996');
  await press('ArrowDown');
  assert.equal(await byRole(page, 'row', 'Row 4').getByRole('link').evaluate((twin) =>
    twin.getRootNode().activeElement === twin), true);
});

test('a region scrolls by wheel, by the focus and by what a test scrolls into view', async () => {
  await start();
  const body = () => page.evaluate(() => {
    const region = document.querySelector('parasol-portal').shadowRoot.querySelector('.scrolls');
    return region.scrollTop;
  });
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 340);
  await eventually(body, 340);
  await byRole(page, 'row', 'Row 10').getByRole('link').click();
  await eventually(() => page.getByText(/^File/).textContent(), 'File . Clipboard . Picked Row 10');
  const region = page.locator('.scrolls');
  await region.evaluate((twin) => { twin.scrollTop = 34000; });
  await byRole(page, 'row', 'Row 1003').getByRole('link').click();
  await eventually(() => page.getByText(/^File/).textContent(), 'File . Clipboard . Picked Row 1003');
  await byRole(page, 'rowheader', 'Row 1004').evaluate((twin) => twin.focus());
  await settled(page);
  await press('Control+Home');
  await eventually(body, 0);
});

test('what is scrolled and pressed in the same moment is what is pressed', async () => {
  await start();
  await page.locator('.scrolls').evaluate((region) => {
    region.scrollTop = 68;
    const twin = region.querySelector('[aria-label="Row 5"] a');
    const box = twin.getBoundingClientRect();
    const place = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    const all = { bubbles: true, composed: true, cancelable: true, button: 0, ...place };
    twin.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1, pointerType: 'mouse', ...all }));
    twin.dispatchEvent(new PointerEvent('pointerup', { pointerId: 1, pointerType: 'mouse', ...all }));
    twin.dispatchEvent(new MouseEvent('click', { detail: 1, ...all }));
  });
  await eventually(() => page.getByText(/^File/).textContent(), 'File . Clipboard . Picked Row 5');
});

test('a lost graphics context comes back with its picture', async () => {
  await start();
  const colors = () => page.evaluate(() => {
    const portal = document.querySelector('parasol-portal');
    portal.page.draw_now();
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [portal.canvas.width, portal.canvas.height];
    const context = copy.getContext('2d');
    context.drawImage(portal.canvas, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer);
    return new Set(pixels).size;
  });
  const whole = await colors();
  assert.ok(whole > 50, `${whole} colours`);
  await page.evaluate(() => {
    const context = document.querySelector('parasol-portal').canvas.getContext('webgl2');
    window.loss = context.getExtension('WEBGL_lose_context');
    window.loss.loseContext();
  });
  await settled(page);
  await byRole(page, 'button', 'Press me').click();
  await eventually(() => status().textContent(), 'Pressed 1 times', 'the mirror works without a picture');
  await page.evaluate(() => window.loss.restoreContext());
  await eventually(async () => (await colors()) > 50, true);
  page.problems = page.problems.filter((text) => !/CONTEXT_LOST|context lost/i.test(text));
});

test('nothing that axe-core knows is wrong, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await start({ colorScheme });
    await checkAccessible(page);
    if (colorScheme === 'light') await page.context().close();
  }
});

test('every device pixel is drawn, and resizing keeps up', async () => {
  await start({ deviceScaleFactor: 2 });
  const size = () => page.evaluate(() => {
    const { canvas } = document.querySelector('parasol-portal');
    return [canvas.width, canvas.height];
  });
  assert.deepEqual(await size(), [2560, 1600]);
  await page.setViewportSize({ width: 390, height: 844 });
  await eventually(size, [780, 1688]);
  await byRole(page, 'button', 'Press me').click();
  await eventually(() => status().textContent(), 'Pressed 1 times');
});

test('the address bar, Back and Forward say where the page is', async () => {
  await start();
  const link = byRole(page, 'link', 'Page two');
  assert.equal(await link.getAttribute('href'), '#/two');
  await link.click();
  await eventually(() => page.evaluate(() => location.hash), '#/two');
  assert.equal(await link.getAttribute('aria-current'), 'page');
  await byRole(page, 'link', 'Page one').press('Enter');
  await eventually(() => page.evaluate(() => location.hash), '#/one');
  await page.goBack();
  await eventually(() => page.getByText(/^Route/).textContent(), 'Route /two');
  await page.goForward();
  await eventually(() => page.getByText(/^Route/).textContent(), 'Route /one');
  await page.evaluate(() => { location.hash = '/typed'; });
  await eventually(() => page.getByText(/^Route/).textContent(), 'Route /typed');
  const popup = page.context().waitForEvent('page');
  await link.click({ modifiers: ['Control'] });
  await (await popup).waitForURL(/#\/two$/);
  assert.equal(await page.getByText(/^Route/).textContent(), 'Route /typed');
});

test('the reader\'s colours, contrast and motion are followed live', async () => {
  await start();
  const portal = page.locator('parasol-portal');
  const background = () => portal.evaluate((element) => element.style.backgroundColor);
  assert.equal(await background(), 'rgb(247, 247, 248)');
  await page.emulateMedia({ colorScheme: 'dark' });
  await eventually(background, 'rgb(20, 22, 27)');
  await page.evaluate(() => document.querySelector('parasol-portal').setAttribute('theme', 'light'));
  await eventually(background, 'rgb(247, 247, 248)');
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'light' });
  await eventually(background, 'rgb(255, 255, 255)');
});

test('texts are copied, files chosen, refused for their size, and saved', async () => {
  await start({ permissions: ['clipboard-read', 'clipboard-write'] });
  const line = () => page.getByText(/^File/).textContent();
  await byRole(page, 'button', 'Copy code').click();
  await eventually(line, 'File . Clipboard Copied. Picked ');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'ACDE-FGHJ');
  const choose = async (file) => {
    const chooser = page.waitForEvent('filechooser');
    await byRole(page, 'button', 'Choose file').click();
    await (await chooser).setFiles(file);
  };
  await choose({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('x'.repeat(900)) });
  await eventually(line, 'File a.csv 900 . Clipboard Copied. Picked ');
  await choose({ name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from('x'.repeat(1001)) });
  await eventually(line, 'File b.csv 0 too large. Clipboard Copied. Picked ');
  const download = page.waitForEvent('download');
  await byRole(page, 'button', 'Save file').click();
  assert.equal((await download).suggestedFilename(), 'saved.csv');
});

test('Control+K and / reach the program, but a letter in a field is a letter', async () => {
  await start();
  await byRole(page, 'button', 'Press me').focus();
  await press('/');
  await eventually(() => focusedName(page), 'Search');
  await byRole(page, 'textbox', 'Name').focus();
  await page.keyboard.type('a/b');
  assert.equal(await focusedName(page), 'Name');
  await press('Control+k');
  await eventually(() => focusedName(page), 'Search');
});

test('choices are one tab stop and arrows choose', async () => {
  await start();
  await byRole(page, 'radio', 'Small').focus();
  await press('ArrowRight');
  await eventually(() => focusedName(page), 'Medium');
  assert.equal(await byRole(page, 'radio', 'Medium').isChecked(), true);
});

test('fingers tap and scroll', async () => {
  await start({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  await byRole(page, 'button', 'Press me').tap();
  await eventually(() => status().textContent(), 'Pressed 1 times');
  const name = byRole(page, 'textbox', 'Name');
  const fontSize = await name.evaluate((field) => parseFloat(getComputedStyle(field).fontSize));
  assert.ok(fontSize >= 16, `${fontSize} px: smaller text makes phones zoom in`);
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x: 100, y: 600 });
  for (let at = 590; at >= 300; at -= 10) await touch('touchMove', { x: 100, y: at });
  await touch('touchEnd');
  await settled(page);
  const top = await page.locator('.scrolls').evaluate((region) => region.scrollTop);
  assert.ok(top > 100, `scrolled to ${top}`);
  assert.equal(await byRole(page, 'row', 'Row 0').count(), 0);
});

test('two elements live in somebody else\'s page and leave it its keys, wheel and place', async () => {
  page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  watch(page);
  await page.goto(new URL('test/embedded.html', address).href);
  await ready(page);
  await page.waitForFunction(() => document.querySelector('#second').page);
  const second = page.locator('#second');
  await page.locator('#own').fill('host/');
  assert.equal(await page.locator('#own').inputValue(), 'host/');
  const y = () => page.evaluate(() => window.scrollY);
  await page.evaluate(() => document.querySelector('#second').focus({ preventScroll: true }));
  assert.equal(await y(), 0);
  // Over the head of the first element nothing scrolls, so the page does.
  await page.mouse.move(500, 250);
  await page.mouse.wheel(0, 100);
  await eventually(y, 100);
  await second.getByRole('button', { name: 'Press me' }).click();
  await second.getByRole('link', { name: 'Page one' }).click();
  await eventually(() => second.getAttribute('route'), '/one');
  assert.equal(await page.evaluate(() => location.hash), '');
  assert.equal(await page.locator('#first').getByText(/^Pressed/).textContent(), 'Pressed 0 times');
  await page.evaluate(() => { document.querySelector('#second').route = '/two'; });
  await eventually(() => second.getByText(/^Route/).textContent(), 'Route /two');
  await page.evaluate(() => document.querySelector('#first').remove());
  await second.getByRole('button', { name: 'Press me' }).click();
  await eventually(() => second.getByRole('status').first().textContent(), 'Pressed 2 times');
});

test('what cannot work says so plainly', async () => {
  const cases = [
    ['This browser cannot draw the portal', (p) => p.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function getContext(kind, ...rest) {
        return kind === 'webgl2' ? null : real.call(this, kind, ...rest);
      };
    })],
    ['This address is not secure', (p) => p.addInitScript(() => {
      Object.defineProperty(window, 'isSecureContext', { value: false });
    })],
    ['The portal could not be loaded', (p) => p.route('**/platform.wasm', (route) => route.abort())],
  ];
  for (const [heading, prepare] of cases) {
    page = await browser.newPage();
    page.expectsFailure = true;
    await prepare(page);
    await page.goto(new URL('test/platform.html', address).href);
    await byRole(page, 'heading', heading).waitFor();
    assert.equal(await byRole(page, 'alert').count(), 1);
    await page.context().close();
  }
  page = undefined;
});
