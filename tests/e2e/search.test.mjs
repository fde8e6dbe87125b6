// "Search": from the bar, by Ctrl+K and by /; what it finds, and what it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRole, eventually, focusedName, settled } from './browser.mjs';
import { long, onAFreshPortal, signIn } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const dialog = () => byRole(page, 'dialog', 'Search');
const field = () => byRole(dialog(), 'combobox', 'Search');
const option = (name) => page.getByRole('option', { name });
const says = (words) => dialog().getByText(words).waitFor(long);

test('by keys alone: Ctrl+K, some words in any order and without accents, Enter', async () => {
  await signIn(page, 'Jane Doe');
  await page.keyboard.press('Control+k');
  await eventually(() => focusedName(page), 'Search', 'the field has the focus');
  await page.keyboard.type('TEAM westcoast');
  const found = option(/^WestCoast Cloud Team, Customer · \d{9} · Westcoast Cloud$/);
  await found.waitFor(long);
  assert.equal(await page.getByRole('option').count(), 1);
  await says(/^1 of 744 accounts match\.$/);
  await page.keyboard.press('Enter');
  await byRole(page, 'heading', 'WestCoast Cloud Team', { level: 1 }).waitFor(long);
  assert.equal(await dialog().count(), 0);

  await page.keyboard.press('/');
  await eventually(() => focusedName(page), 'Search', 'the field has the focus');
  assert.equal(await field().inputValue(), '', 'the key itself is not typed');
  await page.keyboard.type('cafe');
  await option(/Café/).first().waitFor(long);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('option').count(), 0, 'Escape closes the list first');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('a number finds its account, and a chain tells where it is; by pointer', async () => {
  await signIn(page, 'Jane Doe');
  await byRole(page, 'button', 'Search').click();
  await field().fill('harbour marine');
  const reseller = option(/^Harbour Marine & Sons, Reseller/);
  await reseller.waitFor(long);
  await reseller.click();
  await byRole(page, 'heading', 'Accounts', { level: 1 }).waitFor(long);
  const below = byRole(page, 'treegrid', 'Accounts').getByRole('row').nth(1);
  const cells = await below.getByRole('gridcell').allTextContents();
  const number = cells.find((text) => /^\d{9}$/.test(text));
  await byRole(page, 'button', 'Search').click();
  await field().fill(number);
  await option(new RegExp(`${number} · Westcoast Cloud › Harbour Marine & Sons$`)).waitFor(long);
  assert.equal(await page.getByRole('option').count(), 1);
});

test('a / that is typed into a field is typed; what is outside of one\'s reach is not found', async () => {
  await signIn(page, 'Jane Doe');
  await byRole(page, 'searchbox', 'Filter accounts').click();
  await page.keyboard.type('a/b');
  assert.equal(await byRole(page, 'searchbox', 'Filter accounts').inputValue(), 'a/b');
  assert.equal(await dialog().count(), 0);
  await page.keyboard.press('Control+k');
  await eventually(() => focusedName(page), 'Search', 'the field has the focus');
  await page.keyboard.type('parasol');  // the operator, above home
  await page.getByText('No account that you can see matches.').first().waitFor(long);
  await settled(page);
  assert.equal(await page.getByRole('option').count(), 0);
});
