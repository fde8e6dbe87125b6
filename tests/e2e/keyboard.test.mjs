// The keyboard alone, from sign-in to sign-out: no pointer is moved here. After each step the focus is on something
// that has a name and can be seen.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch, settled } from './browser.mjs';
import { accessCode, assert, checkScreen, long, openPortal, synchronised } from './product.mjs';

const owner = 'WestCoast Cloud Team', member = 'Blueface Control';

let browser, page, code;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
});
after(() => browser?.close());
afterEach(async () => {
  await checkFocus();
  await checkScreen(page);
});

// What has the focus, as far as a reader of the page can tell.
const focus = () => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const name = element.getAttribute('aria-label') || element.textContent;
  const box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 &&
    box.top < innerHeight && box.left < innerWidth;
  const lost = element === document.body || element.localName === 'parasol-portal' || !element.closest('[id]');
  return { name: lost ? '' : name, seen, at: element.getAttribute('role') ?? element.localName };
});

const stops = [];  // as far as there were, the last one last
async function checkFocus(key = 'that') {
  await settled(page);
  const { name, seen, at } = await focus();
  const way = `after ${key}, by ${stops.slice(-20).join(' | ')}`;
  assert.ok(name, `the focus is lost: on ${at}, which has no name, ${way}`);
  assert.ok(seen, `the focus is on "${name}", which cannot be seen, ${way}`);
  stops.push(name);
}

const fits = (name, wanted) => (wanted instanceof RegExp ? wanted.test(name) : name === wanted);
const arrives = (wanted) =>
  eventually(async () => fits(await focusedName(page), wanted) || focusedName(page), true, `the focus on ${wanted}`);

async function press(...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await checkFocus(key);
  }
}

// Goes by Tab (or Shift+Tab) to what is called so; every stop on the way has a name and can be seen.
async function goTo(wanted, key = 'Tab') {
  for (let count = 0; count < 60; ++count) {
    await press(key);
    if (fits(stops.at(-1), wanted)) return;
  }
  assert.fail(`no way to ${wanted} by ${key}: ${stops.slice(-60).join(' | ')}`);
}
const backTo = (wanted) => goTo(wanted, 'Shift+Tab');

// Opens a dialog from the control that has the focus, closes it by Escape, and is back.
async function opensAndCloses(opener, first) {
  await press('Enter');
  await arrives(first);
  await press('Escape');
  await arrives(opener);
  assert.equal(await page.getByRole('dialog').or(page.getByRole('alertdialog')).count(), 0);
}

// From anywhere: home, the filter, the table, the row's name.
async function goToAccount(name) {
  await backTo('Home');
  await press('Enter');
  await arrives(/^(Accounts|Home)$/);  // who is there already stays where they are
  await goTo('Filter accounts');
  await press('Control+A');
  await page.keyboard.type(name);
  await goTo(new RegExp(name));
  await press('Enter');
  await arrives(`Show offers of ${name}`);
  await goTo(name);
  await press('Enter');
  await arrives(name);
}

async function goToTiered() {
  await goTo('Contact details');
  await press('ArrowRight');
  await arrives('Tiered');
  await byRole(page, 'tab', 'Tiered', { selected: true }).waitFor(long);
}

test('signs in', async () => {
  await arrives('Sign in to Parasol');
  await byRole(page, 'list', 'People').waitFor(long);
  await goTo('Search people');
  await page.keyboard.type('Jane Doe');
  await goTo(/^Sign in as Jane Doe/);
  await press('Enter');
  await arrives('Accounts');
  await synchronised(page);
});

test('reaches an account through the table', async () => {
  await goToAccount(owner);
  await goToTiered();
});

test('creates a federation; its dialog opens in the field and Escape gives the focus back', async () => {
  await goTo('Create Federation +');
  await opensAndCloses('Create Federation +', 'Name');
  await press('Enter');
  await arrives('Name');
  await page.keyboard.type('By keys');
  await press('Enter');
  const shown = page.getByText(accessCode).first();
  await shown.waitFor(long);
  code = await shown.textContent();
  await arrives('Access Code');
  await synchronised(page);
});

test('opens and leaves every dialog of an owner', async () => {
  await backTo('Home');
  await goTo('Issue Code');
  await opensAndCloses('Issue Code', 'Label');
  await goTo('Leave Federation');
  await opensAndCloses('Leave Federation', 'Stay');
  await goTo('Dissolve Federation');
  await opensAndCloses('Dissolve Federation', 'Type By keys to confirm');
});

test('joins from the other account by the code, typed', async () => {
  await goToAccount(member);
  await goToTiered();
  await goTo('Join Federation');
  await opensAndCloses('Join Federation', 'Access Code');
  await press('Enter');
  await arrives('Access Code');
  await page.keyboard.type(code.toLowerCase().replaceAll('-', ''));
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'button', 'Join').waitFor(long);
  await goTo('Join');
  await press('Enter');
  await byRole(page, 'button', 'Withdraw').waitFor(long);
  await checkFocus();
});

test('accepts from the owner', async () => {
  await goToAccount(owner);
  await goToTiered();
  await byRole(page, 'heading', 'Pending Members (1)').waitFor(long);
  await goTo(new RegExp(member));  // the row in "Pending Members"
  await press('End');
  await press('Enter');
  await arrives(`Accept ${member}`);
  await opensAndCloses(`Accept ${member}`, 'Accept');
  await goTo(`Reject ${member}`);
  await opensAndCloses(`Reject ${member}`, 'Reason');
  await backTo(`Accept ${member}`);
  await press('Enter');
  await arrives('Accept');
  await press('Enter');
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await arrives('Pending Members (0)');
});

test('invites herself to another account, accepts under Requests, and switches there and back', async () => {
  await backTo('Administrators');
  await press('Enter');
  await arrives('Administrators');
  await goTo('Invite Administrator');
  await opensAndCloses('Invite Administrator', 'E-mail');
  await press('Enter');
  await arrives('E-mail');
  await page.keyboard.type('jane.doe@westcoast.example');
  await goTo('Invite');
  await press('Enter');
  await byRole(page, 'grid', 'Invitations').waitFor(long);
  await synchronised(page);
  await backTo('Requests');
  await press('Enter');
  await arrives('Requests');
  await goTo(`Accept invitation to ${owner}`);
  await press('Enter');
  await byRole(page, 'button', `Accept invitation to ${owner}`).waitFor({ state: 'hidden' });
  await arrives(`Open ${owner}`);
  await synchronised(page);

  await switchTo(owner);
  await arrives(owner);
  await switchTo('Westcoast Cloud');
  await arrives('Accounts');
});

async function switchTo(account) {
  await backTo('Switch account');
  await press('Enter');
  await arrives('Search accounts');
  await press('Escape');
  await arrives('Switch account');
  await press('Enter');
  await arrives('Search accounts');
  await goTo(account);
  await press('Enter');
}

test('signs out', async () => {
  await backTo('Switch account');
  await press('Enter');
  await arrives('Search accounts');
  await goTo('Sign out');
  await press('Enter');
  await arrives('Sign in to Parasol');
});
