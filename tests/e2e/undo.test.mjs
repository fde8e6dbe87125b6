// Undo: what was just done is taken back, by its button or by Ctrl+Z, and stands in Activity as what it is.
import { test } from 'node:test';
import { byRole, eventually, focusedName } from './browser.mjs';
import { assert, goToAccount, long, onAFreshPortal, signIn, synchronised, tableText } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const undo = () => byRole(page, 'button', 'Undo');
const rename = async (to) => {
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', 'Name').fill(to);
  await byRole(form, 'button', 'Save').click();
  await byRole(page, 'heading', to, { level: 1 }).waitFor(long);
};

test('a suspended account is active again, and a name is what it was', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'Blueface Control');
  assert.equal(await undo().count(), 0, 'nothing was done yet');
  await rename('Blueface Renamed');
  assert.match(await undo().getAttribute('aria-description'), /Rename the account to Blueface Renamed/);
  await undo().click();
  await byRole(page, 'heading', 'Blueface Control', { level: 1 }).waitFor(long);
  await undo().waitFor({ state: 'detached' });
  assert.equal(await focusedName(page), 'Search', 'the focus is beside where the button was');

  await rename('Blueface Again');
  await byRole(page, 'heading', 'Blueface Again', { level: 1 }).focus().catch(() => {});
  await page.keyboard.press('Control+z');
  await byRole(page, 'heading', 'Blueface Control', { level: 1 }).waitFor(long);
  await synchronised(page);

  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Activity').click();
  const grid = byRole(page, 'grid', 'Activity');
  await grid.waitFor(long);
  const names = async () => (await tableText(grid)).slice(0, 4).map((row) => row.join(' | '));
  await eventually(async () => (await names()).filter((row) => /Rename the account to Blueface/.test(row)).length, 4);
});

test('in a field Ctrl+Z is the browser\'s, and what was done stays', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'Blueface Control');
  await rename('Blueface Kept');
  await byRole(page, 'button', 'Edit account').click();
  const field = byRole(byRole(page, 'form', 'Edit account'), 'textbox', 'City');
  await field.focus();
  await page.keyboard.type('Cork');
  await page.keyboard.press('Control+z');
  await undo().waitFor();
  await byRole(page, 'heading', 'Blueface Kept', { level: 1 }).waitFor();
  // Another page: what was done there is not taken back from here.
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Federation').click();
  await byRole(page, 'heading', 'Federations').waitFor(long);
  await undo().waitFor({ state: 'detached' });
});
