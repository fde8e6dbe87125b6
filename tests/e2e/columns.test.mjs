// What a reader chooses of a table (which columns, how wide, in what order) stays theirs on this device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRole, eventually, focusedName, ready, settled } from './browser.mjs';
import { addAccount, goHome, long, onAFreshPortal, signIn, signOut, synchronised } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const table = () => byRole(page, 'treegrid', 'Accounts');
const title = (name) => byRole(table(), 'columnheader', name);
const titles = () => table().evaluate((grid) => [...grid.querySelectorAll('[role=columnheader]')]
  .map((header) => header.getAttribute('aria-label') || header.textContent));
const width = async (name) => Math.round((await title(name).boundingBox()).width);
const widths = async () => Object.fromEntries(await Promise.all(['Name', 'Kind', 'State'].map(async (name) =>
  [name, await width(name)])));
const press = async (keys) => {
  await page.keyboard.press(keys);
  await settled(page);
};
async function pressUntil(keys, wanted) {
  const passed = [];
  for (let at = 0; at < 30; ++at) {
    await press(keys);
    passed.push(await focusedName(page));
    if (passed.at(-1) === wanted) return;
  }
  assert.fail(`${keys} does not lead to "${wanted}", but to ${passed.join(', ')}`);
}

async function drag(name, by) {
  const box = await title(name).boundingBox();
  const x = box.x + box.width + 10, y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await settled(page);
  assert.equal(await page.evaluate(([left, top]) => {
    let under = document.elementFromPoint(left, top);
    while (under?.shadowRoot) under = under.shadowRoot.elementFromPoint(left, top);
    return getComputedStyle(under).cursor;
  }, [x, y]), 'col-resize');
  await page.mouse.down();
  for (const part of [0.3, 0.7, 1]) await page.mouse.move(x + by * part, y);
  await settled(page);
  await page.mouse.up();
  await settled(page);
}

test('columns hidden, widths by keys and by pointer, and the order are there again, and for nobody else', async () => {
  await signIn(page, 'Jane Doe');
  await table().waitFor(long);
  await settled(page);
  const asItComes = { titles: await titles(), widths: await widths() };
  assert.ok(asItComes.titles.includes('State'));

  // The chooser stands after the table, which is one stop.
  await byRole(page, 'searchbox', 'Filter accounts').focus();
  await pressUntil('Tab', 'Columns of Accounts');
  await press('Enter');
  await eventually(() => focusedName(page), 'Kind', 'the first column that can be chosen');
  await pressUntil('Tab', 'Requests');
  await press('Space');
  await eventually(async () => (await titles()).includes('Requests'), false, 'hidden');
  await press('Escape');
  await eventually(() => focusedName(page), 'Columns of Accounts', 'back at the opener');

  await byRole(table(), 'button', 'Name').focus();
  const before = await width('Name');
  await press('Shift+ArrowLeft');
  await press('Shift+ArrowLeft');
  await eventually(() => width('Name'), before - 32, 'narrower');
  await page.getByText(/^Name, \d+ pixels wide$/).first().waitFor({ state: 'attached' });
  assert.equal(await focusedName(page), 'Name');

  const kind = await widths();
  await drag('Kind', 30);
  await eventually(() => width('Kind'), kind.Kind + 30, 'wider');
  assert.equal(await width('Name'), kind.Name, 'what stands before it stays');
  assert.equal(await title('State').getAttribute('aria-sort'), 'none', 'and nothing is sorted by it');

  await byRole(table(), 'button', 'Account Number').click();
  await eventually(() => title('Account Number').getAttribute('aria-sort'), 'ascending', 'sorted');
  const chosen = { titles: await titles(), widths: await widths() };
  const theSame = async (when) => {
    await table().waitFor(long);
    await eventually(async () => ({ titles: await titles(), widths: await widths() }), chosen, when);
    await eventually(() => title('Account Number').getAttribute('aria-sort'), 'ascending', `sorted ${when}`);
    const rows = () => table().evaluate((grid) => [...grid.querySelectorAll('[role=row]')].slice(1, 12)
      .map((row) => row.querySelector('[aria-colindex="3"]')?.textContent));
    await eventually(async () => {
      const numbers = await rows();
      return numbers.length > 2 && numbers.every((number, at) => at === 0 || numbers[at - 1] < number);
    }, true, `the rows too ${when}`);
  };
  await theSame('at once');
  await page.reload();
  await ready(page);
  await theSame('after the page was loaded again');
  await synchronised(page);
  await signOut(page);

  await signIn(page, 'Victor Lane');
  await table().waitFor(long);
  await eventually(async () => ({ titles: await titles(), widths: await widths() }), asItComes, 'another person\'s');
  assert.equal(await title('Name').getAttribute('aria-sort'), 'ascending');
  await signOut(page);

  await signIn(page, 'Jane Doe');
  await theSame('after signing in again');
  await byRole(page, 'button', 'Columns of Accounts').click();
  await byRole(page, 'button', 'Reset Columns').click();
  await eventually(async () => (await titles()).length, asItComes.titles.length, 'as it came');
  await page.keyboard.press('Escape');
});

test('a border dragged twice and pressed twice is back where it was', async () => {
  await signIn(page, 'Jane Doe');
  await table().waitFor(long);
  await settled(page);
  const before = await width('Name');
  await drag('Name', -60);
  await eventually(() => width('Name'), before - 60, 'narrower');
  await drag('Name', 20);
  await eventually(() => width('Name'), before - 40, 'a little wider');
  const box = await title('Name').boundingBox();
  await page.mouse.dblclick(box.x + box.width + 10, box.y + box.height / 2);
  await eventually(() => width('Name'), before, 'automatic');
});

test('an account that was added is in view and has the focus', async () => {
  await signIn(page, 'Jane Doe');
  await goHome(page);
  await addAccount(page, 'Zzz Last of All');
  await eventually(async () => /Zzz Last of All$/.test(await focusedName(page)), true, 'the focus', long.timeout);
  const row = await byRole(table(), 'row', 'Zzz Last of All').boundingBox();
  assert.ok(row.y > 0 && row.y + row.height <= 800, `the row is at ${row.y}`);
  await synchronised(page);
});
