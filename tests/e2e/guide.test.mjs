// The guide of PRODUCT 3, step by step, with its two accounts: both under one partner, whose owner looks after both.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { byRole, launch } from './browser.mjs';
import { checkScreen, goToAccount, long, makeFederation, openPortal, signIn, synchronised } from './product.mjs';

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

const owner = 'Blueface Control', member = 'WestCoast Cloud Team';
let code;

async function openTiered(name) {
  await goToAccount(page, name);
  await byRole(page, 'tab', 'Tiered').click();
  await byRole(page, 'heading', 'Federations').waitFor(long);
}

// Types the code in "Join Federation" on the account in view, and joins.
async function join() {
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(code.toLowerCase().replaceAll('-', ' '));
  await dialog.getByText('Creator').waitFor(long);
  await byRole(dialog, 'button', 'Join').click();
  await byRole(page, 'button', 'Withdraw').waitFor(long);
}

async function seeMember(name) {
  const members = page.getByRole('grid', { name: 'Members', exact: true });
  await members.scrollIntoViewIfNeeded();
  await byRole(members, 'row', new RegExp(name)).waitFor(long);
}

async function accept() {
  await openTiered(owner);
  await byRole(page, 'button', `Accept ${member}`).click();
  const dialog = byRole(page, 'dialog', `Accept ${member}?`);
  await byRole(dialog, 'button', 'Accept').click();
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
}

test('outside any federation the tab says so and offers both ways in', async () => {
  await openTiered(owner);
  await page.getByText('View or Manage company federations.').waitFor();
  await page.getByText('No member is added at the moment.').first().waitFor();
  await byRole(page, 'button', 'Create Federation +').waitFor();
  await byRole(page, 'button', 'Join Federation').waitFor();
});

test('Create Federation + makes the federation and an access code, shown as soon as it is made', async () => {
  code = await makeFederation(page, 'Umbrella');
  await page.getByText('This Account is the Administrator of this Federation').waitFor(long);
  await byRole(page, 'heading', 'Members (1)').waitFor();
  await page.getByText('Owner of the federation').first().waitFor();
});

test('Refresh pulls and never changes the code', async () => {
  await byRole(page, 'button', 'Refresh').click();
  await synchronised(page);
  await page.getByText(code).first().waitFor(long);
});

test('a wrong code gets one answer; before a whole code nothing shows', async () => {
  await openTiered(member);
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  const field = byRole(dialog, 'textbox', /^Access Code/);
  await field.fill(code.slice(0, 9));
  assert.equal(await dialog.getByText('Creator').count(), 0);
  await field.fill('AAAA-AAAA-AAAA' === code ? 'CCCC-CCCC-CCCC' : 'AAAA-AAAA-AAAA');
  await dialog.getByText(/code/i).first().waitFor(long);
  assert.equal(await byRole(dialog, 'button', 'Join').count(), 0);
  await byRole(dialog, 'button', 'Cancel').click();
});

test('the second account joins by the code and is pending; asking shows who made it', async () => {
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(code);
  await dialog.getByText(owner).first().waitFor(long);
  await byRole(dialog, 'button', 'Cancel').click();
  await join();
  await page.getByText('Pending').first().waitFor();
});

test('the owner accepts, and both sides list the members', async () => {
  await openTiered(owner);
  await byRole(page, 'heading', 'Pending Members (1)').waitFor(long);
  await accept();
  await seeMember(member);
  await openTiered(member);
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await seeMember(owner);
});

test('a second code is issued and, after a question, revoked; members stay', async () => {
  await openTiered(owner);
  await byRole(page, 'button', 'Issue Code').click();
  const dialog = byRole(page, 'dialog', 'Issue Code');
  await byRole(dialog, 'textbox', /^Label/).fill('Second');
  await byRole(dialog, 'button', 'Issue').click();
  await byRole(page, 'button', 'Revoke Second').click();
  const question = byRole(page, 'alertdialog', 'Revoke "Second"?');
  await question.getByText(/Members and requests that came by it stay/).waitFor();
  await byRole(question, 'button', 'Revoke').click();
  const codes = page.getByRole('grid', { name: 'Access codes', exact: true });
  await byRole(codes, 'row', /Second/).getByText('Revoked').waitFor(long);
  await byRole(page, 'button', 'Revoke Second').waitFor({ state: 'detached' });
  await byRole(page, 'heading', 'Members (2)').waitFor();
  await openTiered(member);
});

test('the member leaves, after being told what stops working, and joins again', async () => {
  await byRole(page, 'button', 'Leave Federation').click();
  const dialog = byRole(page, 'alertdialog', 'Leave Federation');
  await dialog.getByText(/calls by internal extension/i).waitFor();
  await byRole(dialog, 'button', 'Leave Federation').click();
  await page.getByText('No member is added at the moment.').first().waitFor(long);
  await synchronised(page);
  await join();
});

test('the owner rejects with a reason, which the other side is shown', async () => {
  await openTiered(owner);
  await byRole(page, 'button', `Reject ${member}`).click();
  const dialog = byRole(page, 'dialog', `Reject ${member}?`);
  await byRole(dialog, 'textbox', /^Reason/).fill('Not this quarter');
  await byRole(dialog, 'button', 'Reject').click();
  await page.getByText(`Rejected the request of ${member}.`).first().waitFor();
  await byRole(page, 'heading', 'Pending Members (0)').waitFor(long);
  await synchronised(page);
  await openTiered(member);
  await page.getByText(/Not this quarter/).first().waitFor(long);
});

test('the requester withdraws', async () => {
  await join();
  await byRole(page, 'button', 'Withdraw').click();
  await page.getByText('No member is added at the moment.').first().waitFor(long);
});

test('a member is removed by the owner', async () => {
  await join();
  await accept();
  await seeMember(member);
  await byRole(page, 'button', `Remove ${member}`).click();
  await byRole(byRole(page, 'alertdialog', `Remove ${member}?`), 'button', 'Remove').click();
  await byRole(page, 'heading', 'Members (1)').waitFor(long);
  await synchronised(page);
  await openTiered(member);
  await page.getByText('No member is added at the moment.').first().waitFor(long);
});

test('the owner cannot leave while others remain; it dissolves by typing the name', async () => {
  await join();
  await accept();
  await byRole(page, 'button', 'Leave Federation').click();
  const refused = byRole(page, 'alertdialog', 'Leave Federation');
  await refused.getByText(/The owner cannot leave/).waitFor();
  await byRole(refused, 'button', 'Dissolve Federation').click();
  const dialog = byRole(page, 'alertdialog', 'Dissolve Federation');
  await byRole(dialog, 'textbox').fill('Umbrella');
  await byRole(dialog, 'button', 'Dissolve Federation').click();
  await page.getByText('No member is added at the moment.').first().waitFor(long);
  await synchronised(page);
  await openTiered(member);
  await page.getByText('No member is added at the moment.').first().waitFor(long);
});
