// What people come for, each said as they would say it, with its shortest path: none longer than six steps from home.
// A step is a press, a text typed, or a choice made in a list.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, launch } from './browser.mjs';
import {
  addAccount, checkScreen, goHome, goToAccount, joinWith, long, makeFederation, openFederation, openPortal,
  signIn, synchronised, tableText,
} from './product.mjs';

const most = 6;
const owner = 'Blueface Control', member = 'WestCoast Cloud Team';
const reseller = 'Gamma Resale', moving = 'Beta Logistics', fresh = 'Delta Foods';

let browser, page, code;
let steps = 0;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
  await addAccount(page, reseller, 'Reseller');
  await addAccount(page, moving);
  await goToAccount(page, owner);
  await openFederation(page);
  code = await makeFederation(page, 'Umbrella');
  await goToAccount(page, member);
  await openFederation(page);
  await joinWith(page, code);
  await synchronised(page);
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

function task(said, does) {
  test(`"${said}"`, async (t) => {
    await goHome(page);
    steps = 0;
    await does();
    assert.ok(steps <= most, `${steps} steps`);
    t.diagnostic(`${steps} steps: ${said}`);
    await synchronised(page);
  });
}

async function press(role, name, within = page) {
  steps += 1;
  await byRole(within, role, name).first().click();
}
async function type(role, name, text, within = page) {
  steps += 1;
  await byRole(within, role, name).fill(text);
}
async function choose(list, name, within = page) {
  steps += 1;
  await byRole(within, 'combobox', list).click();
  await byRole(page, 'option', name).click();
}
async function open(account) {
  await type('searchbox', 'Filter accounts', account);
  await press('link', account);
  await byRole(page, 'heading', account, { level: 1 }).waitFor(long);
}
const rail = (name) => press('link', name, page.getByRole('navigation', { name: 'Account', exact: true }));
const dialog = (name, role = 'dialog') => byRole(page, role, name);
const gone = (role, name) => byRole(page, role, name).waitFor({ ...long, state: 'detached' });
const shown = (text) => page.getByText(text).first().waitFor(long);

task("put WestCoast's request through", async () => {
  await press('link', 'Requests');
  await press('link', `Decide about ${member}`);
  await press('button', `Accept ${member}`);
  await press('button', 'Accept', dialog(`Accept ${member}?`));
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
});

task("who can see WestCoast's invoices?", async () => {
  await open(member);
  await rail('Administrators');
  await byRole(byRole(page, 'grid', 'Administrators'), 'row', /Mary Poe/).waitFor(long);
  await press('button', 'Why can Bill Penny see this?');
  await byRole(dialog('Why can they see this?'), 'heading', /^Billing administrator of Westcoast Cloud/).waitFor(long);
  await shown('See prices, subscriptions, orders and invoices');
  await page.keyboard.press('Escape');
});

task('Bill has left: he sees none of it any more', async () => {
  await open(member);
  await rail('Administrators');
  await press('button', 'Why can Bill Penny see this?');
  const leaving = 'Remove Bill Penny from Westcoast Cloud';
  await press('button', leaving, dialog('Why can they see this?'));
  await press('button', 'Remove', dialog(`${leaving}?`, 'alertdialog'));
  await gone('button', 'Why can Bill Penny see this?');
});

task('what is the access code of our federation?', async () => {
  await open(owner);
  await rail('Federation');
  await shown(code);
});

task('John looks after the whole federation from now on', async () => {
  await open(owner);
  await rail('Federation');
  await press('button', 'Name Federation Administrator');
  const naming = dialog('Name Federation Administrator');
  await choose(/^Person/, /John Doe/, naming);
  await press('button', 'Name', naming);
  await byRole(page, 'heading', 'Federation administrators (1)').waitFor(long);
});

task('they may look after the services of WestCoast', async () => {
  await open(member);
  await rail('Federation');
  await press('button', 'Change Limit');
  const changing = dialog('Change Limit');
  await press('radio', /^Services only/, changing);
  await press('button', 'Change', changing);
  await gone('dialog', 'Change Limit');
  await shown('Services only');
});

task('hand the federation over to WestCoast', async () => {
  await open(owner);
  await rail('Federation');
  await press('button', 'Transfer Ownership');
  const offering = dialog('Transfer Ownership');
  await choose(/^New owner/, new RegExp(member), offering);
  await press('button', 'Offer', offering);
  await byRole(page, 'heading', 'Ownership offered').waitFor(long);
});

task('no, we keep it', async () => {
  await open(owner);
  await rail('Federation');
  await press('button', 'Withdraw Offer');
  await gone('heading', 'Ownership offered');
});

task('give the next one a code of its own', async () => {
  await open(owner);
  await rail('Federation');
  await press('button', 'Issue Code');
  await type('textbox', /^Label/, 'For the next one', dialog('Issue Code'));
  await press('button', 'Issue', dialog('Issue Code'));
  await byRole(byRole(page, 'grid', 'Access codes'), 'row', /For the next one/).waitFor(long);
});

task('WestCoast leaves', async () => {
  await open(member);
  await rail('Federation');
  await press('button', 'Leave Federation');
  await press('button', 'Leave Federation', dialog('Leave Federation', 'alertdialog'));
  await shown('No member is added at the moment.');
});

task('WestCoast asks to join, with the code', async () => {
  await open(member);
  await rail('Federation');
  await press('button', 'Join Federation');
  await type('textbox', /^Access Code/, code, dialog('Join Federation'));
  await press('button', 'Join', dialog('Join Federation'));
  await byRole(page, 'button', 'Withdraw').waitFor(long);
});

task('no, WestCoast does not', async () => {
  await open(member);
  await rail('Federation');
  await press('button', 'Withdraw');
  await byRole(page, 'button', 'Join Federation').waitFor(long);
});

task('move Beta under the other reseller', async () => {
  await open(moving);
  await press('button', 'Move');
  await choose('New place', new RegExp(reseller), dialog(`Move ${moving}`));
  await press('button', 'Move', dialog(`Move ${moving}`));
  await gone('dialog', `Move ${moving}`);
  await byRole(page.getByRole('navigation', { name: 'Breadcrumb' }), 'link', reseller).waitFor(long);
});

task('Beta is out of business', async () => {
  await press('button', 'Search');
  await type('combobox', 'Search', moving, dialog('Search'));
  await press('option', new RegExp(moving));
  await press('button', 'Close Account');
  await press('button', 'Close Account', dialog(`Close ${moving}?`, 'alertdialog'));
  await gone('alertdialog', `Close ${moving}?`);
  await gone('button', 'Close Account');
});

task('suspend Blueface until it has paid', async () => {
  await open(owner);
  await press('button', 'Suspend');
  await press('button', 'Suspend', dialog(`Suspend ${owner}?`, 'alertdialog'));
  await byRole(page, 'button', 'Resume').waitFor(long);
});

task('it has paid', async () => {
  await open(owner);
  await press('button', 'Resume');
  await byRole(page, 'button', 'Suspend').waitFor(long);
});

task('Blueface has moved to Cork', async () => {
  await open(owner);
  await press('button', 'Edit account');
  const form = byRole(page, 'form', 'Edit account');
  await type('textbox', 'City', 'Cork', form);
  await press('button', 'Save', form);
  await shown('Cork');
});

task('we have a new customer, Delta', async () => {
  await press('button', 'Add Account');
  await type('textbox', 'Name', fresh, dialog('Add Account'));
  await press('button', 'Add', dialog('Add Account'));
  await gone('dialog', 'Add Account');
  await byRole(page, 'searchbox', 'Filter accounts').fill(fresh);
  await byRole(page, 'link', fresh).waitFor(long);
});

task('Ann at Delta looks after it herself', async () => {
  await open(fresh);
  await rail('Administrators');
  await press('button', 'Invite Administrator');
  await type('textbox', 'E-mail', 'ann@delta.example', dialog('Invite Administrator'));
  await press('button', 'Invite', dialog('Invite Administrator'));
  await byRole(byRole(page, 'grid', 'Invitations'), 'row', /ann@delta.example/).waitFor(long);
});

task('that was the wrong Ann', async () => {
  await open(fresh);
  await rail('Administrators');
  await press('button', /^Revoke invitation of ann@delta.example/);
  await press('button', 'Revoke', dialog(/^Revoke the invitation of ann@delta.example/, 'alertdialog'));
  await gone('grid', 'Invitations');
});

task('who has nobody to look after it yet?', async () => {
  await press('button', 'Has no administrator yet');
  const table = byRole(page, 'treegrid', 'Accounts');
  await eventually(async () => (await tableText(table)).some((row) => row[0] === fresh), true, 'Delta has nobody');
  await byRole(page, 'button', 'Has no administrator yet').click();
});

task('somebody for each of those, please', async () => {
  await press('button', 'Has no administrator yet');
  await press('link', 'Invite administrators');
  await byRole(page, 'progressbar').waitFor({ ...long, state: 'detached' });
  await press('button', /^Invite \d+ administrators?$/);
  await shown(/^\d+ invitations? went out\.$/);
  await goHome(page);
  await byRole(page, 'button', 'Has no administrator yet').click();
});

task('who did what at Blueface this month?', async () => {
  await open(owner);
  await rail('Activity');
  await byRole(byRole(page, 'grid', 'Activity'), 'row', /Edit city/).waitFor(long);
});

task('all my accounts, as a file', async () => {
  const file = page.waitForEvent('download');
  await press('button', 'Download Accounts as CSV');
  assert.equal((await file).suggestedFilename(), 'parasol-accounts.csv');
});

task('what is an "Account Portal"?', async () => {
  await press('link', 'Help');
  await type('searchbox', /words/i, 'account portal');
  await shown(/Account Portal/);
});
