// axe-core on every screen, dialog, popover and menu of the product, in light and in dark; axe_connected.test.mjs has
// those that only a server brings.
import { after, before, test } from 'node:test';
import { address, byRole, eventually, focusedName, launch } from './browser.mjs';
import { Look } from './look.mjs';
import {
  addAccount, assert, chooseFile, goHome, goToAccount, joinWith, long, makeFederation, openFederation,
  openPortal, signIn, signOut, synchronised,
} from './product.mjs';

const screens = [
  'sign-in', 'sign-in: nobody found',
  'accounts', 'accounts: an open row', 'accounts: none found', 'Columns of Accounts',
  'Add Account', 'Add Account: refused', 'Add Account: as left', 'a message',
  'import', 'import: preview', 'import: mistakes', 'import: refused', 'import: done',
  'invite administrators', 'invite administrators: sent',
  'account', 'contact details: edit', 'contact details: refused', 'Suspend', 'suspended', 'Move', 'Close Account',
  'customer portal', 'account portal', 'Brand', 'Edit Brand', 'Edit Brand: refused', 'an undo',
  'notices', 'Choose Notices',
  'Tiered: outside', 'Create Federation', 'Create Federation: refused', 'Join Federation: empty',
  'Join Federation: wrong code',
  'federation: owner alone', 'Tiered: owner alone', 'Issue Code', 'Issue Code: refused', 'Revoke', 'a revoked code',
  'Leave: alone', 'Dissolve',
  'Join Federation: found', 'Tiered: pending', 'federation: pending', 'Requests: to decide',
  'federation: to decide', 'Reject', 'Accept', 'Tiered: owner', 'federation: owner', 'Remove member', 'Leave: owner',
  'Tiered: member', 'federation: member', 'Leave: member', 'federation: history',
  'administrators', 'why', 'why: ending',
  'Invite Administrator', 'Invite Administrator: refused', 'Invite Administrator: another role',
  'administrators: an invitation', 'Revoke invitation', 'Remove administrator', 'Remove administrator: refused',
  'activity', 'activity: nothing matches', 'As of a date', 'As of a date: refused', 'the past', 'the past: federation',
  'Requests: an invitation', 'Requests: accepted', 'Requests: nothing open',
  'help', 'help: no word found',
  'search', 'search: found', 'search: nothing', 'state', 'Reset demo', 'Reset demo: sizes', 'waiting and refused',
  'switcher', 'switcher: none found',
  'an account of one\'s own', 'an unknown address',
];

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
});
after(() => browser?.close());

const owner = 'Blueface Control', member = 'WestCoast Cloud Team';
const looks = new Look(screens, () => page);
const look = (screen) => looks.at(screen);
const lookAndClose = (screen, layer) => looks.atLayer(screen, layer);
let code;

async function lookAtDialog(screen, button, name, role = 'dialog') {
  await byRole(page, 'button', button).first().click();
  await lookAndClose(screen, byRole(page, role, name));
}

const tiered = async (name) => {
  await goToAccount(page, name);
  await byRole(page, 'tab', 'Tiered').click();
  await byRole(page, 'heading', 'Federations').waitFor(long);
};
const heading = (name) => byRole(page, 'heading', name, { level: 1 }).first().waitFor(long);
const rail = (name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);
const file = (text) => ({ name: 'some.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('sign-in, found and empty', async () => {
  await byRole(page, 'list', 'People').waitFor(long);
  await look('sign-in');
  await byRole(page, 'searchbox', 'Search people').fill('nobody of that name');
  await page.getByText('Nobody matches.').waitFor(long);
  await look('sign-in: nobody found');
  await signIn(page, 'Jane Doe');
});

test('the accounts, a row that is open, none found', async () => {
  await goHome(page);
  await look('accounts');
  const opener = byRole(page, 'button', `Show offers of ${owner}`);
  await opener.click();
  await page.getByText(/^No offers are enabled for/).first().waitFor(long);
  await look('accounts: an open row');
  await opener.click();
  await byRole(page, 'searchbox', 'Filter accounts').fill('no account of that name');
  await page.getByText('No account matches.').waitFor(long);
  await look('accounts: none found');
  await byRole(page, 'searchbox', 'Filter accounts').fill('');
  await lookAtDialog('Columns of Accounts', 'Columns of Accounts', 'Columns of Accounts');
});

test('Add Account, and the message after it', async () => {
  await byRole(page, 'button', 'Add Account').click();
  const dialog = byRole(page, 'dialog', 'Add Account');
  await dialog.waitFor(long);
  await look('Add Account');
  await byRole(dialog, 'button', 'Add').click();
  await dialog.getByText('A name is missing. Give it one.').waitFor(long);
  await byRole(dialog, 'textbox', /^Contact e-mail/).fill('nothing');
  await lookAndClose('Add Account: refused', dialog);
  await byRole(page, 'button', 'Add Account').click();
  await dialog.getByText('As you left it.').waitFor(long);
  await look('Add Account: as left');
  await byRole(dialog, 'button', 'Cancel').click();
  await addAccount(page, 'Brand new');
  await page.getByText('Added Brand new').first().waitFor(long);
  await look('a message');
  await synchronised(page);
});

test('Import accounts: empty, a preview, done, mistakes, refused', async () => {
  await byRole(page, 'link', 'Import accounts').click();
  await heading('Import accounts');
  await look('import');
  const columns = 'number,name,kind,parent,third_party_reference,contact,email';
  await chooseFile(page, 'Choose a CSV file', file(`${columns}\n,One,customer,,,,\n,Two,customer,,,,`));
  await byRole(page, 'grid', 'Preview').waitFor(long);
  await look('import: preview');
  await byRole(page, 'button', 'Import 2 accounts').click();
  await page.getByText('Imported 2 accounts from some.csv.').first().waitFor(long);
  await look('import: done');
  await byRole(page, 'link', 'Invite administrators').click();
  await heading('Invite administrators');
  await byRole(page, 'textbox', 'E-mail of One').fill('one@axe.example');
  await byRole(page, 'textbox', 'E-mail of Two').fill('not an address');
  await byRole(page, 'button', 'Invite 1 administrator').waitFor(long);
  await look('invite administrators');
  await byRole(page, 'button', 'Invite 1 administrator').click();
  await page.getByText('1 invitation went out.').first().waitFor(long);
  await look('invite administrators: sent');
  await page.goBack();
  await heading('Import accounts');
  await byRole(page, 'button', 'Import another file').click();
  await chooseFile(page, 'Choose a CSV file', file(`${columns}\n1,,shop,,,,x\n,Two,customer,NOBODY,,,`));
  await byRole(page, 'grid', 'Mistakes').waitFor(long);
  await look('import: mistakes');
  await chooseFile(page, 'Choose a CSV file', file(''));
  await page.getByText('some.csv was refused.').first().waitFor(long);
  await look('import: refused');
});

test('an account: card, contact details, the form, Suspend and Resume', async () => {
  await goToAccount(page, owner);
  await look('account');
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await form.waitFor(long);
  await eventually(() => focusedName(page), 'Name', 'the focus is led into the form');
  await look('contact details: edit');
  await byRole(form, 'textbox', 'Name').fill('');
  await byRole(form, 'button', 'Save').click();
  await form.getByText('A name is missing. Give it one.').first().waitFor(long);
  await look('contact details: refused');
  await byRole(form, 'button', 'Cancel').click();
  await lookAtDialog('Suspend', 'Suspend', `Suspend ${owner}?`, 'alertdialog');
  await lookAtDialog('Move', 'Move', `Move ${owner}`);
  await lookAtDialog('Close Account', 'Close Account', `Close ${owner}?`, 'alertdialog');
  await byRole(page, 'button', 'Suspend').click();
  await byRole(byRole(page, 'alertdialog', `Suspend ${owner}?`), 'button', 'Suspend').click();
  await byRole(page, 'button', 'Resume').waitFor(long);
  await synchronised(page);
  await look('suspended');
  await byRole(page, 'button', 'Resume').click();
  await byRole(page, 'button', 'Suspend').waitFor(long);
});

test('the portals of a customer and of a base account', async () => {
  await byRole(page, 'link', 'Customer Portal').click();
  await heading('Customer Portal');
  await look('customer portal');
  await goHome(page);
  await byRole(page, 'link', 'Account Portal').click();
  await heading('Account Portal');
  await look('account portal');
});

test('the brand of a partner, the notices and an undo', async () => {
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Account').click();
  await byRole(page, 'tab', 'Brand').click();
  await byRole(page, 'heading', 'Brand', { level: 2 }).waitFor(long);
  await look('Brand');
  await byRole(page, 'button', 'Edit Brand').click();
  const form = byRole(page, 'form', 'Edit Brand');
  await form.waitFor(long);
  await look('Edit Brand');
  await byRole(form, 'textbox', /^Colour/).fill('pink');
  await byRole(form, 'button', 'Save').click();
  await form.getByText(/This is not a colour/).waitFor(long);
  await look('Edit Brand: refused');
  // Everything below is looked at in a colour of the brand's own.
  await byRole(form, 'textbox', /^Colour/).fill('#c02060');
  await byRole(form, 'button', 'Save').click();
  await byRole(page, 'button', 'Undo').waitFor(long);
  await look('an undo');
  await byRole(page, 'link', 'Notices').click();
  await heading('Notices');
  await look('notices');
  await lookAtDialog('Choose Notices', 'Choose Notices', 'Choose Notices');
  await goHome(page);
});

test('Tiered outside any federation, Create and Join', async () => {
  await tiered(owner);
  await look('Tiered: outside');
  await lookAtDialog('Create Federation', 'Create Federation +', 'Create Federation');
  await byRole(page, 'button', 'Create Federation +').click();
  const create = byRole(page, 'dialog', 'Create Federation');
  await byRole(create, 'button', 'Create').click();
  await create.getByText('A name is missing. Give it one.').waitFor(long);
  await lookAndClose('Create Federation: refused', create);
  await lookAtDialog('Join Federation: empty', 'Join Federation', 'Join Federation');
  await byRole(page, 'button', 'Join Federation').click();
  const join = byRole(page, 'dialog', 'Join Federation');
  await byRole(join, 'textbox', /^Access Code/).fill('AAAA-AAAA-AAAA');
  await join.getByText(/^This code does not open a federation to you\./).first().waitFor(long);
  await lookAndClose('Join Federation: wrong code', join);
});

test('the owner alone: codes, Issue Code, Revoke, Leave, Dissolve', async () => {
  code = await makeFederation(page, 'Umbrella');
  await synchronised(page);
  await look('Tiered: owner alone');
  await openFederation(page);
  await look('federation: owner alone');
  await byRole(page, 'button', 'Issue Code').click();
  const dialog = byRole(page, 'dialog', 'Issue Code');
  await dialog.waitFor(long);
  await look('Issue Code');
  await byRole(dialog, 'button', 'Issue').click();
  await eventually(() => byRole(dialog, 'textbox', /^Label/).getAttribute('aria-invalid'), 'true');
  await look('Issue Code: refused');
  await byRole(dialog, 'textbox', /^Label/).fill('Another');
  await byRole(dialog, 'button', 'Issue').click();
  await lookAtDialog('Revoke', 'Revoke Another', 'Revoke "Another"?', 'alertdialog');
  await byRole(page, 'button', 'Revoke Another').click();
  await byRole(byRole(page, 'alertdialog', 'Revoke "Another"?'), 'button', 'Revoke').click();
  await page.getByText('Revoked').first().waitFor(long);
  await synchronised(page);
  await look('a revoked code');
  await lookAtDialog('Leave: alone', 'Leave Federation', 'Leave Federation', 'alertdialog');
  await lookAtDialog('Dissolve', 'Dissolve Federation', 'Dissolve Federation', 'alertdialog');
});

test('Join with a code that is found, and the pending request', async () => {
  await tiered(member);
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(code);
  await dialog.getByText('Creator').waitFor(long);
  await lookAndClose('Join Federation: found', dialog);
  await joinWith(page, code);
  await synchronised(page);
  await look('Tiered: pending');
  await openFederation(page);
  await byRole(page, 'button', 'Withdraw').waitFor(long);
  await look('federation: pending');
  await byRole(page, 'link', 'Requests').click();
  await heading('Requests');
  await byRole(page, 'link', `Decide about ${member}`).or(
    byRole(page, 'link', `Open the federation of ${owner}`)).first().waitFor(long);
  await look('Requests: to decide');
});

test('the owner with a pending request: Accept, Reject; then with a member: Remove, Leave', async () => {
  await goToAccount(page, owner);
  await openFederation(page);
  await byRole(page, 'button', `Accept ${member}`).waitFor(long);
  await look('federation: to decide');
  await lookAtDialog('Reject', `Reject ${member}`, `Reject ${member}?`);
  await lookAtDialog('Accept', `Accept ${member}`, `Accept ${member}?`);
  await byRole(page, 'button', `Accept ${member}`).click();
  await byRole(byRole(page, 'dialog', `Accept ${member}?`), 'button', 'Accept').click();
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await synchronised(page);
  await look('federation: owner');
  await lookAtDialog('Remove member', `Remove ${member}`, `Remove ${member}?`, 'alertdialog');
  await lookAtDialog('Leave: owner', 'Leave Federation', 'Leave Federation', 'alertdialog');
  await tiered(owner);
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await look('Tiered: owner');
});

test('a member, Leave, and the history after it', async () => {
  await tiered(member);
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await look('Tiered: member');
  await openFederation(page);
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await look('federation: member');
  await lookAtDialog('Leave: member', 'Leave Federation', 'Leave Federation', 'alertdialog');
  await byRole(page, 'button', 'Leave Federation').click();
  await byRole(byRole(page, 'alertdialog', 'Leave Federation'), 'button', 'Leave Federation').click();
  await page.getByText('No member is added at the moment.').first().waitFor(long);
  await byRole(page, 'grid', 'History').waitFor(long);
  await synchronised(page);
  await look('federation: history');
});

test('Administrators: Invite, refused, another role, Remove, refused', async () => {
  await rail('Administrators').click();
  await heading('Administrators');
  await byRole(page, 'grid', 'Administrators').waitFor(long);
  await look('administrators');
  const ends = 'Remove Bill Penny from Westcoast Cloud';
  await byRole(page, 'button', 'Why can Bill Penny see this?').click();
  const why = byRole(page, 'dialog', 'Why can they see this?');
  await byRole(why, 'button', ends).waitFor(long);
  await look('why');
  await byRole(why, 'button', ends).click();
  await lookAndClose('why: ending', byRole(page, 'alertdialog', `${ends}?`));
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
  await byRole(page, 'button', 'Invite Administrator').click();
  const dialog = byRole(page, 'dialog', 'Invite Administrator');
  await dialog.waitFor(long);
  await look('Invite Administrator');
  await byRole(dialog, 'textbox', /^E-mail/).fill('nobody');
  await byRole(dialog, 'button', 'Invite').click();
  await dialog.getByText(/^This is not an e-mail address/).first().waitFor(long);
  await look('Invite Administrator: refused');
  // Jane looks after the account already, from above: what she is invited to is a role of its own.
  await byRole(dialog, 'textbox', /^E-mail/).fill('jane.doe@westcoast.example');
  await byRole(dialog, 'radio', /^Viewer/).check();
  await look('Invite Administrator: another role');
  await byRole(dialog, 'button', 'Invite').click();
  await byRole(page, 'grid', 'Invitations').waitFor(long);
  await synchronised(page);
  await look('administrators: an invitation');
  const revoke = byRole(page, 'button', /^Revoke invitation of /);
  await revoke.first().click();
  await lookAndClose('Revoke invitation', page.getByRole('alertdialog', { name: /^Revoke the invitation of / }));
  await lookAtDialog('Remove administrator', 'Remove Mary Poe', `Remove Mary Poe from ${member}?`, 'alertdialog');
  await byRole(page, 'button', 'Remove Mary Poe').click();
  const question = byRole(page, 'alertdialog', `Remove Mary Poe from ${member}?`);
  await byRole(question, 'button', 'Remove').click();
  await question.getByText(/^This is the last account owner/).waitFor(long);
  await lookAndClose('Remove administrator: refused', question);
});

test('Activity: what was done, and nothing that matches', async () => {
  await rail('Activity').click();
  await heading('Activity');
  await byRole(page, 'grid', 'Activity').waitFor(long);
  await page.getByText(/^Invite jane\.doe@/).first().waitFor(long);
  await look('activity');
  await byRole(page, 'searchbox', 'Filter activity').fill('nobody does this');
  await page.getByText('Nothing matches.').waitFor(long);
  await look('activity: nothing matches');
  await byRole(page, 'searchbox', 'Filter activity').fill('');
});

test('As of a date: the question, a refusal, and how it was', async () => {
  await byRole(page, 'button', 'As of a date').click();
  const dialog = byRole(page, 'dialog', 'As of a date');
  await dialog.waitFor(long);
  await look('As of a date');
  await byRole(dialog, 'textbox', /^Date/).fill('31 Feb 2026');
  await byRole(dialog, 'button', 'Look Back').click();
  await dialog.getByText(/^This cannot be read as a date/).first().waitFor(long);
  await look('As of a date: refused');
  await byRole(dialog, 'button', 'A day ago').click();
  const past = byRole(page, 'region', 'The past');
  await past.getByText(/where the record begins/).waitFor(long);
  await byRole(page, 'heading', 'Activity', { level: 1 }).waitFor(long);
  await look('the past');
  await rail('Federation').click();
  await byRole(page, 'heading', 'Federations').waitFor(long);
  await look('the past: federation');
  await byRole(past, 'link', 'Back to now').click();
  await past.waitFor({ ...long, state: 'detached' });
});

test('Requests: an invitation, and nothing open', async () => {
  await byRole(page, 'link', 'Requests').click();
  await heading('Requests');
  const accept = byRole(page, 'button', `Accept invitation to ${member}`);
  await accept.waitFor(long);
  await look('Requests: an invitation');
  await accept.click();
  await accept.waitFor({ state: 'hidden' });
  await byRole(page, 'link', `Open ${member}`).waitFor(long);
  await synchronised(page);
  await look('Requests: accepted');
});

test('Search, with results and without', async () => {
  await byRole(page, 'button', 'Search').click();
  const field = byRole(byRole(page, 'dialog', 'Search'), 'combobox', 'Search');
  await field.waitFor(long);
  await look('search');
  await field.fill('cafe');
  await byRole(page, 'option').first().waitFor(long);
  await look('search: found');
  await field.fill('no such account');
  await page.getByText('No account that you can see matches.').first().waitFor(long);
  await look('search: nothing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await byRole(page, 'dialog', 'Search').waitFor({ state: 'detached' });
});

test('Help, and a word that is not there', async () => {
  await rail('Help').click();
  await heading('Help');
  await look('help');
  await byRole(page, 'searchbox', 'Search words').fill('no such word');
  await page.getByText(/^No word matches/).waitFor(long);
  await look('help: no word found');
});

test('the state, Reset demo, what waits, and the switcher', async () => {
  const state = byRole(page, 'button', /^State: /);
  await state.click();
  await byRole(page, 'heading', 'State').waitFor(long);
  await look('state');
  await byRole(page, 'button', 'Reset demo').click();
  const reset = byRole(page, 'alertdialog', 'Reset demo');
  await reset.waitFor(long);
  await look('Reset demo');
  await byRole(reset, 'combobox', 'Size of the sample').click();
  await byRole(page, 'option', '100 accounts').waitFor(long);
  await look('Reset demo: sizes');
  await page.keyboard.press('Escape');
  await byRole(page, 'option').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await reset.waitFor({ state: 'hidden' });
  await state.click();
  await byRole(page, 'link', 'Waiting and refused').click();
  await heading('Waiting and refused');
  await look('waiting and refused');
  await byRole(page, 'button', 'Switch account').click();
  await byRole(page, 'heading', 'Switch account').waitFor(long);
  await look('switcher');
  await byRole(page, 'searchbox', 'Search accounts').fill('no such account');
  await page.getByText('You administer no account of this name.').waitFor(long);
  await look('switcher: none found');
  await page.keyboard.press('Escape');
});

test('somebody with one account: nothing open, and an address that is out of reach', async () => {
  await signOut(page);
  await signIn(page, 'John Doe');
  await heading(owner);
  await look('an account of one\'s own');
  const made = (await page.evaluate(() => location.hash)).replace(/[0-9a-f]{12}\/account/, '0123456789ab/account');
  await byRole(page, 'link', 'Requests').click();
  await page.getByText('Nothing is open.').waitFor(long);
  await look('Requests: nothing open');
  await page.goto(new URL(made, address).href);
  await heading('Not found');
  await look('an unknown address');
});

test('all of the list was looked at, in light and in dark', () => {
  looks.finish();
  assert.ok(looks.looked.length >= 2 * 60, `${looks.looked.length} looks`);
});
