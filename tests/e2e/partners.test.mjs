// Two accounts under different partners. While not both allow their accounts to federate outside, the code of one is
// refused on the other as soon as it is typed, in words, before there is anything to ask with; then it opens.
import { after, afterEach, before, test } from 'node:test';
import { byRole, launch, settled } from './browser.mjs';
import {
  assert, checkScreen, goToAccount, joinWith, long, makeFederation, openFederation, openPortal, openTab, signIn,
  synchronised, tableText,
} from './product.mjs';

const ours = 'Westcoast Cloud', owner = 'Blueface Control';
const why = /The federation is under a different partner, and both partners have to allow that\. Ask yours\./;

let browser, jane, olivia, code, partner, outsider;
before(async () => {
  browser = await launch();
  jane = await openPortal(browser);
  await byRole(jane, 'searchbox', 'Search people').waitFor(long);
  olivia = await openTab(jane);
  await signIn(jane, 'Jane Doe');
  await signIn(olivia, 'Olivia Marsh');
});
after(() => browser?.close());
afterEach(async () => {
  await checkScreen(jane);
  await checkScreen(olivia);
});

const cards = (table, kind) => tableText(table).then((rows) =>
  rows.filter((cells) => cells.includes(kind)).map(([name]) => name));

async function opensJoin(page, name) {
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(name);
  return dialog;
}

async function nobodyAsks() {
  await byRole(jane, 'button', 'Refresh').click();
  await synchronised(jane);
  await byRole(jane, 'heading', 'Pending Members (0)').waitFor(long);
}

test('the sample has another partner, with customers of its own', async () => {
  const table = byRole(olivia, 'treegrid', 'Accounts');
  await table.waitFor(long);
  await byRole(table, 'columnheader', 'Kind').click();
  await settled(olivia);
  const partners = await cards(table, 'Partner');
  assert.ok(partners.includes(ours), `${partners}`);
  partner = partners.find((name) => name !== ours);
  assert.ok(partner, 'another one');
  await byRole(table, 'row', partner).getByRole('link', { name: 'Account Link' }).click();
  await olivia.getByText(`Below ${partner}: `, { exact: false }).first().waitFor(long);
  await byRole(table, 'columnheader', 'Kind').waitFor(long);
  await settled(olivia);
  [outsider] = await cards(table, 'Customer');
  assert.ok(outsider, 'a customer of it');
});

test('the code of one is refused on the other as it is typed, and says why', async () => {
  await goToAccount(jane, owner);
  await openFederation(jane);
  code = await makeFederation(jane, 'Within one partner');
  await synchronised(jane);
  await byRole(olivia, 'link', outsider).first().click();
  await byRole(olivia, 'heading', outsider, { level: 1 }).waitFor(long);
  await openFederation(olivia);
  const dialog = await opensJoin(olivia, code);
  await dialog.getByText(why).first().waitFor(long);
  const field = byRole(dialog, 'textbox', /^Access Code/);
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.match(await field.getAttribute('aria-description'), why);
  // Nothing of the federation is told, and there is nothing to ask with.
  assert.equal(await byRole(dialog, 'button', 'Join').count(), 0);
  assert.equal(await dialog.getByText('Creator').count(), 0);
  assert.equal(await dialog.getByText(owner).count(), 0);
  await checkScreen(olivia);
  await field.press('Enter');
  await settled(olivia);
  await dialog.waitFor();
  await byRole(dialog, 'button', 'Cancel').click();
  await byRole(olivia, 'button', 'Join Federation').waitFor();
  assert.equal(await byRole(olivia, 'button', 'Withdraw').count(), 0);
  await synchronised(olivia);
  await nobodyAsks();
});

test('it is no wrong code: typing it again and again locks nobody out', async () => {
  for (let time = 0; time < 6; ++time) {
    const dialog = await opensJoin(olivia, code);
    await dialog.getByText(why).first().waitFor(long);
    await byRole(dialog, 'button', 'Cancel').click();
    await dialog.waitFor({ state: 'hidden' });
  }
});

test('on an account of the same partner the same code opens the same federation', async () => {
  await goToAccount(jane, 'WestCoast Cloud Team');
  await openFederation(jane);
  await joinWith(jane, code);
  await synchronised(jane);
});

test('the other way round: a code of the other partner is refused to an account of ours', async () => {
  const theirs = await makeFederation(olivia, 'Of the other partner');
  await synchronised(olivia);
  await byRole(jane, 'button', 'Withdraw').click();
  const dialog = await opensJoin(jane, theirs);
  await dialog.getByText(why).first().waitFor(long);
  assert.equal(await byRole(dialog, 'button', 'Join').count(), 0);
  await byRole(dialog, 'button', 'Cancel').click();
  await synchronised(jane);
});

// On the Federation page of a partner in view.
async function allow(page, on) {
  await openFederation(page);
  const setting = byRole(page, 'switch', 'Sub accounts may federate outside this partner');
  assert.equal(await setting.getAttribute('aria-checked'), String(!on));
  await setting.click();
  await byRole(page, 'switch', 'Sub accounts may federate outside this partner', { checked: on }).waitFor(long);
  await synchronised(page);
}

test('one partner alone does not open it', async () => {
  await byRole(jane, 'link', 'Home').click();
  await allow(jane, true);
  await goToAccount(olivia, partner);
  await openFederation(olivia);
  await byRole(olivia, 'switch', 'Sub accounts may federate outside this partner', { checked: false }).waitFor(long);
  await byRole(olivia, 'link', 'Home').click();
  await byRole(olivia, 'row', partner).getByRole('link', { name: 'Account Link' }).click();
  await byRole(olivia, 'link', outsider).first().click();
  await openFederation(olivia);
  await byRole(olivia, 'button', 'Dissolve Federation').click();
  const question = byRole(olivia, 'alertdialog', 'Dissolve Federation');
  await byRole(question, 'textbox').fill('Of the other partner');
  await byRole(question, 'button', 'Dissolve Federation').click();
  await byRole(olivia, 'button', 'Join Federation').waitFor(long);
  const dialog = await opensJoin(olivia, code);
  await dialog.getByText(why).first().waitFor(long);
  await byRole(dialog, 'button', 'Cancel').click();
  await synchronised(olivia);
});

test('both do: it joins and is accepted; its partner may end it, also when it allows no more', async () => {
  await goToAccount(olivia, partner);
  await allow(olivia, true);
  await byRole(olivia, 'link', 'Home').click();
  await byRole(olivia, 'row', partner).getByRole('link', { name: 'Account Link' }).click();
  await byRole(olivia, 'link', outsider).first().click();
  await openFederation(olivia);
  await joinWith(olivia, code);
  await synchronised(olivia);
  await goToAccount(jane, owner);
  await openFederation(jane);
  await byRole(jane, 'button', `Accept ${outsider}`).click();
  await byRole(byRole(jane, 'dialog', `Accept ${outsider}?`), 'button', 'Accept').click();
  await byRole(jane, 'heading', 'Members (2)').waitFor(long);
  await synchronised(jane);
  await byRole(jane, 'link', 'Home').click();
  await allow(jane, false);
  await byRole(olivia, 'button', 'Leave Federation').click();
  await byRole(byRole(olivia, 'alertdialog', 'Leave Federation'), 'button', 'Leave Federation').click();
  await olivia.getByText('No member is added at the moment.').first().waitFor(long);
  await synchronised(olivia);
});
