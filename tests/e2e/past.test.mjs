// "As of a date": tree, federation and administrators as they were, read only, for whoever may see them today.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch, settled } from './browser.mjs';
import {
  addAccount, assert, checkScreen, filtered, goHome, goToAccount, joinWith, long, makeFederation, openFederation,
  openPortal, signIn, signOut, synchronised, tableText,
} from './product.mjs';

const reseller = 'Moorland Resale', customer = 'Elm Logistics';
const owner = 'Blueface Control', member = 'WestCoast Cloud Team', umbrella = 'Bygones';

let browser, page;
const moments = {};
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

// The demo's authority has this browser's clock; nothing else happens in the same millisecond.
async function remember(name) {
  await synchronised(page);
  moments[name] = await page.evaluate(() => new Promise((done) => setTimeout(() => done(Date.now()), 5)));
  await page.evaluate(() => new Promise((done) => setTimeout(done, 5)));
}
const rail = (name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);
const past = () => byRole(page, 'region', 'The past');
const breadcrumb = () => page.getByRole('navigation', { name: 'Breadcrumb' });
// The page in view at a moment: the address says which.
async function at(name) {
  await page.evaluate((as_of) => { location.hash = `${location.hash.split('?')[0]}?as-of=${as_of}`; }, moments[name]);
  await past().waitFor(long);
  await settled(page);
}
// It is not directly below home any more.
async function goToCustomer() {
  await goToAccount(page, reseller);
  await rail('Accounts').click();
  await byRole(page, 'link', customer).first().click();
  await byRole(page, 'heading', customer, { level: 1 }).waitFor(long);
}
const backToNow = async () => {
  await byRole(past(), 'link', 'Back to now').click();
  await past().waitFor({ ...long, state: 'detached' });
};
const buttons = () => page.getByRole('main').getByRole('button').evaluateAll((all) =>
  all.map((one) => one.getAttribute('aria-label') ?? one.textContent));

test('a story: an account moves, a federation comes and goes, an administrator is invited', async () => {
  await signIn(page, 'Jane Doe');
  await addAccount(page, reseller, 'Reseller');
  await addAccount(page, customer);
  await remember('begun');
  await goToAccount(page, customer);
  await byRole(page, 'button', 'Move').click();
  const moving = byRole(page, 'dialog', `Move ${customer}`);
  await byRole(moving, 'combobox', 'New place').click();
  await byRole(page, 'option', new RegExp(reseller)).click();
  await byRole(moving, 'button', 'Move').click();
  await moving.waitFor({ ...long, state: 'detached' });
  await rail('Administrators').click();
  await byRole(page, 'button', 'Invite Administrator').click();
  const inviting = byRole(page, 'dialog', 'Invite Administrator');
  await byRole(inviting, 'textbox', /^E-mail/).fill('elmo@elm.example');
  await byRole(inviting, 'button', 'Invite').click();
  await page.getByText('elmo@elm.example').first().waitFor(long);

  await goToAccount(page, owner);
  await openFederation(page);
  const code = await makeFederation(page, umbrella);
  await goToAccount(page, member);
  await openFederation(page);
  await joinWith(page, code);
  await goToAccount(page, owner);
  await openFederation(page);
  await byRole(page, 'button', `Accept ${member}`).click();
  await byRole(byRole(page, 'dialog', `Accept ${member}?`), 'button', 'Accept').click();
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await remember('federated');
  await byRole(page, 'button', 'Dissolve Federation').click();
  const question = byRole(page, 'alertdialog', 'Dissolve Federation');
  await byRole(question, 'textbox').fill(umbrella);
  await byRole(question, 'button', 'Dissolve Federation').click();
  await page.getByText('No member is added at the moment.').waitFor(long);
  await remember('dissolved');
});

test('the tree is as it was: the account stands where it stood, and nothing can be changed', async () => {
  await goHome(page);
  const now = await filtered(page, '');
  await at('begun');
  await past().getByText(/^As of \d+ \w+ 20\d\d, \d\d:\d\d\. Nothing can be changed here\.$/).waitFor(long);
  await byRole(page, 'treegrid', 'Accounts').waitFor(long);
  assert.equal(await filtered(page, customer), 1, 'it was directly below');
  await eventually(() => filtered(page, ''), now + 1);
  assert.deepEqual((await buttons()).filter((name) => /Add|Import/.test(name)), []);
  await byRole(page, 'searchbox', 'Filter accounts').fill(customer);
  await byRole(page, 'link', customer).first().click();
  await byRole(page, 'heading', customer, { level: 1 }).waitFor(long);
  await past().waitFor(long);
  assert.equal(await byRole(breadcrumb(), 'link', reseller).count(), 0);
  for (const name of ['Move', 'Suspend', 'Close Account', 'Edit account']) {
    assert.equal(await byRole(page, 'button', name).count(), 0, name);
  }
  await rail('Administrators').click();
  await byRole(page, 'heading', 'Administrators', { level: 1 }).waitFor(long);
  assert.equal(await page.getByText('elmo@elm.example').count(), 0, 'not invited yet');
  assert.equal(await byRole(page, 'button', 'Invite Administrator').count(), 0);
  await backToNow();
  await page.getByText('elmo@elm.example').first().waitFor(long);
  await byRole(breadcrumb(), 'link', reseller).waitFor(long);
});

test('a federation that is dissolved is there as it was, without its code and without a way to act', async () => {
  await goToAccount(page, owner);
  await openFederation(page);
  await at('federated');
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  const members = (await tableText(byRole(page, 'grid', 'Members'))).map(([name]) => name);
  assert.deepEqual(members.sort(), [member, owner].sort());
  assert.equal(await page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/).count(), 0);
  const acting = /Leave|Dissolve|Transfer|Issue|Revoke|Remove|Refresh|Name/;
  assert.deepEqual((await buttons()).filter((name) => acting.test(name)), []);
  await byRole(byRole(page, 'grid', 'Members'), 'link', member).click();
  await byRole(page, 'heading', member, { level: 1 }).waitFor(long);
  await past().waitFor(long);
  await openFederation(page);
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await at('dissolved');
  await page.getByText('No member is added at the moment.').waitFor(long);
  assert.equal(await byRole(page, 'button', 'Join Federation').count(), 0);
  await at('begun');
  await page.getByText('No member is added at the moment.').waitFor(long);
  await backToNow();
});

test('the address opens the same again, Back leads out of it, and one\'s own pages are of now', async () => {
  await goToCustomer();
  await at('begun');
  const address = page.url();
  await page.reload();
  await past().waitFor(long);
  await byRole(page, 'heading', customer, { level: 1 }).waitFor(long);
  assert.equal(page.url(), address);
  assert.equal(await byRole(breadcrumb(), 'link', reseller).count(), 0);
  await byRole(page, 'link', 'Requests').click();
  await byRole(page, 'heading', 'Requests', { level: 1 }).waitFor(long);
  assert.equal(await past().count(), 0);
  await page.goBack();
  await past().waitFor(long);
  await backToNow();
  await byRole(breadcrumb(), 'link', reseller).waitFor(long);
  moments.address = address;
});

test('from Activity: just before something was done, and a date by keyboard alone', async () => {
  await goToCustomer();
  await rail('Activity').click();
  const grid = byRole(page, 'grid', 'Activity');
  await grid.getByRole('row', { name: /Move/ }).getByRole('link', { name: /how it was just before$/ }).click();
  await past().waitFor(long);
  await byRole(page, 'heading', customer, { level: 1 }).waitFor(long);
  assert.equal(await byRole(breadcrumb(), 'link', reseller).count(), 0);
  await rail('Activity').click();
  await grid.waitFor(long);
  // What had not happened yet is not in the record.
  await eventually(async () => (await tableText(grid)).some(([what]) => /Move|Invite/.test(what)), false);

  await byRole(page, 'button', 'As of a date').focus();
  await page.keyboard.press('Enter');
  const dialog = byRole(page, 'dialog', 'As of a date');
  await dialog.waitFor(long);
  await eventually(() => focusedName(page), 'Date');
  await page.keyboard.type('31 Feb 2026');
  await page.keyboard.press('Enter');
  await dialog.getByText(/^This cannot be read as a date and a time\. Type them like /).first().waitFor(long);
  await byRole(dialog, 'textbox', /^Date/).fill('1 Jan 2999');
  await page.keyboard.press('Enter');
  await dialog.getByText('That has not come yet. Choose a moment that has passed.').first().waitFor(long);
  await byRole(dialog, 'textbox', /^Date/).fill('1/2/2020');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ ...long, state: 'detached' });
  await past().getByText(/where the record begins/).waitFor(long);
  await page.getByText('This account was not there then, or you cannot see how it was.').waitFor(long);
  await backToNow();
});

test('who may not see an account now may not see how it was', async () => {
  await signOut(page);
  await signIn(page, 'John Doe');
  await page.goto(moments.address);
  await page.getByText('This account was not there then, or you cannot see how it was.').waitFor(long);
  assert.equal(await page.getByText(customer).count(), 0);
  // His own federation was dissolved: he sees how it was.
  await byRole(page, 'link', 'Home').click();
  await openFederation(page);
  await at('federated');
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
});
