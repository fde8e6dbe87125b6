// Activity: what a partner did in a customer's account is there for the customer's own administrator to see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRole, eventually } from './browser.mjs';
import { goToAccount, long, onAFreshPortal, signIn, signOut, synchronised, tableText } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const customer = 'Blueface Control';
const table = () => byRole(page, 'grid', 'Activity');
const rows = async () => (await tableText(table())).map((row) => row.join(' | '));

async function openActivity() {
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Activity').click();
  await byRole(page, 'heading', 'Activity', { level: 1 }).waitFor(long);
  await table().waitFor(long);
}

test('a partner changes a customer\'s contact, and the customer sees who did it, and from where', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, customer);
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', 'City').fill('Cork');
  await byRole(form, 'button', 'Save').click();
  await form.waitFor({ state: 'hidden' });
  await synchronised(page);
  await signOut(page);

  await signIn(page, 'John Doe');
  await openActivity();
  const newest = async () => (await rows())[0] ?? '';
  await eventually(async () => /Edit city/.test(await newest()), true, 'the newest row');
  assert.match(await newest(), /Jane Doe \| Westcoast Cloud \| Edit city \| Done/);
});

test('filters find by who and what, what was refused, and what came from outside', async () => {
  await signIn(page, 'John Doe');
  await openActivity();
  // The sample's last weeks may lie in the month before.
  const earlier = byRole(page, 'button', /^Earlier: [A-Z][a-z]+ 20\d\d$/);
  await eventually(async () => {
    if ((await rows()).some((row) => /Accept invitation/.test(row))) return true;
    await earlier.click();
    return false;
  }, true, 'the month of the sample');
  await byRole(page, 'searchbox', 'Filter activity').fill('jane');
  await eventually(async () => (await rows()).every((row) => /Jane Doe/.test(row)), true, 'by who');
  await byRole(page, 'searchbox', 'Filter activity').fill('ACCEPT');
  await eventually(async () => (await rows()).length, 1, 'by what');
  await byRole(page, 'searchbox', 'Filter activity').fill('');
  const outside = byRole(page, 'button', 'From outside');
  await outside.click();
  await eventually(async () => {
    const shown = await rows();
    return shown.length > 0 && shown.every((row) => /Westcoast Cloud/.test(row));
  }, true, 'from outside');
  await byRole(page, 'button', 'Refused only').click();
  await page.getByText('Nothing matches.').waitFor(long);
  await outside.click();
  await eventually(async () => {
    const shown = await rows();
    return shown.length > 0 && shown.every((row) => /Suspend account.*Refused/.test(row));
  }, true, 'refused only');
});
