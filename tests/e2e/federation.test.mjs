// Federations in full, after the guide: a code for one account, the member's limit, federation administrators and what
// they reach, the ownership that is handed over, and what each end keeps of it.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch } from './browser.mjs';
import {
  assert, checkScreen, goToAccount, long, makeFederation, openFederation, openPortal, signIn, signOut, synchronised,
} from './product.mjs';

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

const owner = 'Blueface Control', member = 'WestCoast Cloud Team', umbrella = 'Umbrella';
let number, code, administrator;

async function openOn(name) {
  await goToAccount(page, name);
  await openFederation(page);
}
const card = (name) => page.getByRole('region', { name });
const members = () => page.getByRole('grid', { name: 'Members', exact: true });
const codes = () => page.getByRole('grid', { name: 'Access codes', exact: true });

async function issue(label, onlyFor) {
  await byRole(page, 'button', 'Issue Code').click();
  const dialog = byRole(page, 'dialog', 'Issue Code');
  await byRole(dialog, 'textbox', /^Label/).fill(label);
  await byRole(dialog, 'textbox', /^Only for account/).fill(onlyFor);
  await byRole(dialog, 'button', 'Issue').click();
  return dialog;
}

test('a code may be for one account alone, named by its number', async () => {
  await goToAccount(page, member);
  number = await page.getByText(/^\d{9}$/).first().textContent();
  await openOn(owner);
  const first = await makeFederation(page, umbrella);
  const dialog = await issue('For one', '12');
  await dialog.getByText(/named by its nine digits/).waitFor();
  const only = byRole(dialog, 'textbox', /^Only for account/);
  await eventually(() => focusedName(page), 'Only for account', 'what is wrong has the focus');
  assert.equal(await only.getAttribute('aria-invalid'), 'true');
  await only.fill(number);
  await dialog.getByText(/named by its nine digits/).waitFor({ state: 'detached' });
  assert.notEqual(await only.getAttribute('aria-invalid'), 'true', 'what was said was about another text');
  await byRole(dialog, 'button', 'Issue').click();
  const row = byRole(codes(), 'row', /For one/);
  await row.getByText(number).waitFor(long);
  const text = row.getByText(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/);
  await text.waitFor(long);
  code = await text.textContent();
  assert.notEqual(code, first);
  await synchronised(page);
});

test('a code needs a label, and what was wrong is not said again when the dialog is opened again', async () => {
  const open = async () => {
    await byRole(page, 'button', 'Issue Code').click();
    return byRole(page, 'dialog', 'Issue Code');
  };
  const fields = { Label: ' ', 'Days until it expires': '0', 'Number of uses': '0', 'Only for account': '12' };
  // Escape leaves the form as it is; Cancel throws away what was typed.
  const close = [
    [() => page.keyboard.press('Escape'), fields],
    [(dialog) => byRole(dialog, 'button', 'Cancel').click(),
     { Label: '', 'Days until it expires': '30', 'Number of uses': '10', 'Only for account': '' }],
  ];
  const field = (dialog, name) => byRole(dialog, 'textbox', new RegExp(`^${name}`));
  for (const [leave, found] of close) {
    let dialog = await open();
    for (const [name, text] of Object.entries(fields)) await field(dialog, name).fill(text);
    await byRole(dialog, 'button', 'Issue').click();
    await dialog.getByText('Give the code a label.').waitFor();
    for (const name of Object.keys(fields)) {
      assert.equal(await field(dialog, name).getAttribute('aria-invalid'), 'true');
    }
    await leave(dialog);
    await dialog.waitFor({ state: 'detached' });
    dialog = await open();
    for (const [name, text] of Object.entries(found)) {
      assert.equal(await field(dialog, name).inputValue(), text, name);
      assert.notEqual(await field(dialog, name).getAttribute('aria-invalid'), 'true', name);
    }
    await byRole(dialog, 'button', 'Cancel').click();
    await dialog.waitFor({ state: 'detached' });
  }
});

test('joining with it asks what the administrators of the federation may do', async () => {
  await openOn(member);
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  const choice = byRole(dialog, 'radiogroup', 'Administrators of the federation may');
  assert.equal(await choice.count(), 0, 'nothing before a whole code');
  await byRole(dialog, 'textbox', /^Access Code/).fill(code);
  await choice.waitFor(long);
  assert.equal(await byRole(choice, 'radio', /^Paused/).isChecked(), true, 'nothing unless it is said');
  await byRole(choice, 'radio', /^Without billing/).check();
  await byRole(dialog, 'textbox', /^Days until it is paused/).fill('1.5');
  await byRole(dialog, 'button', 'Join').click();
  await dialog.getByText(/A limit ends a whole number of days from now/).waitFor();
  await byRole(dialog, 'textbox', /^Days until it is paused/).fill('30');
  await byRole(dialog, 'button', 'Join').click();
  await byRole(page, 'button', 'Withdraw').waitFor(long);
  await page.getByText('Without billing').first().waitFor();
  await synchronised(page);
});

test('the owner accepts, and sees whom the code brought in and the limit', async () => {
  await openOn(owner);
  await byRole(page, 'button', `Accept ${member}`).click();
  await byRole(byRole(page, 'dialog', `Accept ${member}?`), 'button', 'Accept').click();
  await page.getByText(`Accepted ${member} as a member.`).first().waitFor();
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await byRole(codes(), 'row', /For one/).getByText(member).waitFor(long);
  await byRole(members(), 'row', member).getByText('Without billing').waitFor(long);
  await byRole(members(), 'row', owner).getByText('Full').waitFor();
  await page.getByText(`${member} asked to join, with For one`).first().waitFor();
});

test('the member changes its limit at any time', async () => {
  await openOn(member);
  const limit = card('Limit');
  await limit.getByText('Without billing', { exact: true }).waitFor(long);
  await limit.getByText(/in 30 days/).waitFor();
  await byRole(page, 'button', 'Change Limit').click();
  const dialog = byRole(page, 'dialog', 'Change Limit');
  await byRole(dialog, 'radio', /^Services only/).check();
  await byRole(dialog, 'button', 'Change').click();
  await limit.getByText('Services only', { exact: true }).waitFor(long);
  await synchronised(page);
});

test('the owner names a federation administrator, and every member sees who administers', async () => {
  await openOn(owner);
  await byRole(page, 'button', 'Name Federation Administrator').click();
  const dialog = byRole(page, 'dialog', 'Name Federation Administrator');
  await byRole(dialog, 'button', 'Name').click();
  await dialog.getByText('Choose one of them.').waitFor();
  await byRole(dialog, 'combobox', /^Person/).click();
  await byRole(page, 'option', /John Doe/).click();
  administrator = 'John Doe';
  await byRole(dialog, 'button', 'Name').click();
  await byRole(page, 'heading', 'Federation administrators (1)').waitFor(long);
  await synchronised(page);
  await openOn(member);
  const table = page.getByRole('grid', { name: 'Federation administrators', exact: true });
  await byRole(table, 'row', administrator).waitFor(long);
  assert.equal(await byRole(page, 'button', `End ${administrator}`).count(), 0);
});

// The administrator reaches the member from the owner account, and only there.
async function openAsAdministrator() {
  await signOut(page);
  await signIn(page, administrator);
  await byRole(page, 'button', 'Switch account').click();
  await byRole(page, 'link', `Federation administrator of ${umbrella}`).click();
  await page.getByText(`Acting in ${owner} for ${umbrella}`).first().waitFor(long);
  await byRole(page, 'heading', 'Federations').waitFor(long);
}

async function offersNone(...names) {
  for (const name of names) assert.equal(await byRole(page, 'button', name).count(), 0, name);
}

test('the administrator works from the owner account, as far as each limit lets it', async () => {
  await openAsAdministrator();
  await byRole(page, 'button', 'Issue Code').waitFor(long);
  await offersNone('Leave Federation', 'Transfer Ownership', 'Dissolve Federation', 'Name Federation Administrator');
  await byRole(members(), 'link', member).click();
  await page.getByText(`Acting in ${member} for ${owner}`).first().waitFor(long);
  await byRole(page, 'heading', member, { level: 1 }).waitFor(long);
  await page.getByText(number).first().waitFor(long);
  // Services only: nothing of the account is theirs to edit.
  assert.equal(await byRole(page, 'button', 'Edit').count(), 0);
  const rail = page.getByRole('navigation', { name: 'Account', exact: true });
  assert.equal(await byRole(rail, 'link', 'Accounts').count(), 0);
  await openFederation(page);
  await offersNone('Leave Federation', 'Change Limit');
});

async function setLimit(name) {
  await signOut(page);
  await signIn(page, 'Jane Doe');
  await openOn(member);
  await byRole(page, 'button', 'Change Limit').click();
  const dialog = byRole(page, 'dialog', 'Change Limit');
  await byRole(dialog, 'radio', new RegExp(`^${name}`)).check();
  await byRole(dialog, 'button', 'Change').click();
  await card('Limit').getByText(name, { exact: true }).waitFor(long);
  await synchronised(page);
}

test('at full it invites, never as account owner, and what it gave is marked', async () => {
  await setLimit('Full');
  await openAsAdministrator();
  await byRole(members(), 'link', member).click();
  await byRole(page, 'heading', member, { level: 1 }).waitFor(long);
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Administrators').click();
  await byRole(page, 'button', 'Invite Administrator').click();
  const dialog = byRole(page, 'dialog', 'Invite Administrator');
  await byRole(dialog, 'textbox', /^E-mail/).fill('helper@umbrella.example');
  assert.equal(await byRole(dialog, 'radio', /^Customer administrator/i).isDisabled(), true);
  await byRole(dialog, 'radio', /^Service administrator/).check();
  await byRole(dialog, 'button', 'Invite').click();
  const row = byRole(page.getByRole('grid', { name: 'Invitations', exact: true }), 'row', 'helper@umbrella.example');
  await row.getByText(`through ${umbrella}`).waitFor(long);
  // Who was there before is not theirs to end.
  assert.equal(await byRole(page, 'button', 'Remove Mary Poe').count(), 0);
  await byRole(page, 'button', 'Revoke invitation of helper@umbrella.example').waitFor();
  await synchronised(page);
});

test('paused, the member is out of reach at once', async () => {
  const there = page.url();
  await setLimit('Paused');
  await openAsAdministrator();
  await byRole(members(), 'row', member).getByText('Paused').waitFor(long);
  assert.equal(await byRole(members(), 'link', member).count(), 0);
  await page.evaluate((address) => { location.hash = new URL(address).hash; }, there);
  await byRole(page, 'heading', 'Not found').waitFor(long);
});

test('the ownership is offered, withdrawn, offered again and declined', async () => {
  await signOut(page);
  await signIn(page, 'Jane Doe');
  await openOn(owner);
  const offer = async () => {
    await byRole(page, 'button', 'Transfer Ownership').click();
    const dialog = byRole(page, 'dialog', 'Transfer Ownership');
    await byRole(dialog, 'combobox', /^New owner/).click();
    await byRole(page, 'option', new RegExp(member)).click();
    await byRole(dialog, 'button', 'Offer').click();
    await eventually(() => focusedName(page), 'Ownership offered', 'what was done has the focus');
  };
  await offer();
  await byRole(page, 'button', 'Withdraw Offer').click();
  await byRole(page, 'heading', 'Ownership offered').waitFor({ ...long, state: 'detached' });
  await offer();
  await synchronised(page);
  // Told to who looks after the member.
  await signOut(page);
  await signIn(page, 'Mary Poe');
  await byRole(page, 'link', 'Requests').click();
  await byRole(page, 'link', `Decide about the ownership of ${umbrella}`).click();
  await page.getByText(`${owner} offers this account the ownership of ${umbrella}`).first().waitFor(long);
  await byRole(page, 'button', 'Decline').click();
  await page.getByText(`Ownership of ${umbrella}, offered by ${owner}`).first().waitFor(long);
  await synchronised(page);
  await signOut(page);
  await signIn(page, 'Jane Doe');
  await openOn(owner);
  await offer();
  await synchronised(page);
});

test('the owner cannot leave, and is shown the way out; the member accepts, and is told what that means', async () => {
  await byRole(page, 'button', 'Leave Federation').click();
  const refused = byRole(page, 'alertdialog', 'Leave Federation');
  await refused.getByText(/The owner cannot leave: transfer the ownership, or dissolve/).waitFor();
  await byRole(refused, 'button', 'Transfer Ownership').waitFor();
  await byRole(refused, 'button', 'Stay').click();
  await openOn(member);
  await byRole(page, 'button', 'Accept Ownership').click();
  const question = byRole(page, 'alertdialog', 'Accept Ownership');
  await question.getByText(/All codes in use now are revoked, and the federation administrators end/).waitFor();
  await byRole(question, 'button', 'Accept Ownership').click();
  await page.getByText('This Account is the Administrator of this Federation').waitFor(long);
  await byRole(page, 'heading', 'Federation administrators (0)').waitFor(long);
  await byRole(codes(), 'row', /For one/).getByText('Revoked').waitFor(long);
  await byRole(members(), 'row', member).getByText('Owner of the federation').waitFor();
  // Nobody asked the former owner how far it lets the new one's administrators.
  await byRole(members(), 'row', owner).getByText('Paused').waitFor();
  await synchronised(page);
});

test('the former owner keeps the history, may leave, and its administrator has lost the seat', async () => {
  await openOn(owner);
  await page.getByText(`Ownership of ${umbrella}, offered to ${member}`).first().waitFor(long);
  await byRole(page, 'button', 'Leave Federation').click();
  await byRole(byRole(page, 'alertdialog', 'Leave Federation'), 'button', 'Leave Federation').click();
  await page.getByText('No member is added at the moment.').first().waitFor(long);
  await synchronised(page);
  await signOut(page);
  await signIn(page, administrator);
  await byRole(page, 'button', 'Switch account').click();
  await byRole(page, 'link', owner).first().waitFor(long);
  assert.equal(await byRole(page, 'link', `Federation administrator of ${umbrella}`).count(), 0);
});
