// Inviting in bulk: after an import with the addresses of its file, and from the list of those who have nobody. Who has
// nobody changes when an invitation is accepted, not before.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch, settled } from './browser.mjs';
import {
  addAccount, assert, checkScreen, chooseFile, filtered, goHome, goToAccount, long, openPortal, openTab, signIn,
  signOut, synchronised,
} from './product.mjs';

const accepts = 'Serena Wright', acceptsAt = 'serena.wright@blueface.example';
const csv = ['number,name,kind,parent,third_party_reference,contact,email',
  `,Bulk Alpha,customer,,,Serena,${acceptsAt}`, ',Bulk Beta,customer,,,Ann,ann@bulk.example',
  ',Bulk Gamma,customer,,,,', ',Bulk Reseller,reseller,,BULK,,', ',Bulk Delta,customer,BULK,,,dee@bulk.example'];

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

const box = (name) => byRole(page, 'checkbox', name);
const address = (name) => byRole(page, 'textbox', `E-mail of ${name}`);
const invite = () => byRole(page, 'button', /^Invite \d+ administrators?$/);
const inviteSays = (count) =>
  eventually(() => invite().textContent(), `Invite ${count} administrator${count === 1 ? '' : 's'}`, 'the button');
const listed = () => byRole(byRole(page, 'list', 'Accounts'), 'checkbox').evaluateAll((boxes) =>
  boxes.map((one) => one.getAttribute('aria-label') || one.textContent));

// How many of those that were imported have nobody, by the list of accounts.
async function without() {
  await goHome(page);
  const chip = byRole(page, 'button', 'Has no administrator yet');
  if (await chip.getAttribute('aria-pressed') !== 'true') await chip.click();
  const count = await filtered(page, 'Bulk');
  await byRole(page, 'searchbox', 'Filter accounts').fill('');
  return count;
}

test('an import leads to it, with the addresses of the file', async () => {
  await byRole(page, 'link', 'Import accounts').click();
  await chooseFile(page, 'Choose a CSV file',
                   { name: 'bulk.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.join('\r\n')) });
  await byRole(page, 'button', 'Import 5 accounts').click();
  await page.getByText('Imported 5 accounts from bulk.csv.').first().waitFor(long);
  assert.equal(await without(), 4, 'directly below');
  await page.goBack();
  await byRole(page, 'link', 'Invite administrators').click();
  await byRole(page, 'heading', 'Invite administrators', { level: 1 }).waitFor(long);
  await byRole(page, 'heading', 'Accounts without an administrator (5)').waitFor(long);
  assert.deepEqual(await listed(), ['Bulk Alpha', 'Bulk Beta', 'Bulk Delta', 'Bulk Gamma', 'Bulk Reseller']);
  assert.equal(await address('Bulk Alpha').inputValue(), acceptsAt);
  assert.equal(await address('Bulk Delta').inputValue(), 'dee@bulk.example');
  assert.equal(await box('Bulk Delta').getAttribute('aria-description'), 'Below Bulk Reseller');
});

test('without an address there is nothing to choose, and it says why', async () => {
  assert.equal(await box('Bulk Gamma').getAttribute('aria-disabled'), 'true');
  assert.match(await box('Bulk Gamma').getAttribute('aria-description'), /Type an e-mail address first\./);
  assert.equal(await box('Bulk Gamma').isChecked(), false);
  await inviteSays(3);
  await address('Bulk Gamma').fill('not an address');
  await eventually(() => address('Bulk Gamma').getAttribute('aria-invalid'), 'true', 'what is wrong is said');
  assert.match(await box('Bulk Gamma').getAttribute('aria-description'), /Correct the e-mail address first\./);
  await inviteSays(3);
  await address('Bulk Gamma').fill(' Gam@Bulk.example');
  await eventually(() => box('Bulk Gamma').isChecked(), true, 'it is chosen');
  await inviteSays(4);
});

test('each can be left out, by the keyboard', async () => {
  await box('Bulk Beta').focus();
  await page.keyboard.press('Space');
  await eventually(() => box('Bulk Beta').isChecked(), false, 'left out');
  await inviteSays(3);
  await page.keyboard.press('Tab');
  await eventually(() => focusedName(page), 'E-mail of Bulk Beta', 'then its address');
  await page.keyboard.press('Tab');
  await eventually(() => focusedName(page), 'Bulk Delta', 'then the next account');
});

test('all are invited at once, and what came of it is said', async () => {
  await invite().press('Enter');
  await page.getByText('3 invitations went out.').first().waitFor(long);
  await synchronised(page);
  await eventually(() => focusedName(page), 'Invitations', 'the focus is led to it');
  assert.equal(await without(), 4, 'nobody has accepted yet');
  await goToAccount(page, 'Bulk Alpha');
  await byRole(page, 'link', 'Administrators').click();
  const row = byRole(byRole(page, 'grid', 'Invitations'), 'row', new RegExp(acceptsAt));
  await row.getByText('Customer administrator').waitFor(long);
});

test('from the list of those who have nobody: not those who are invited already', async () => {
  await without();
  await byRole(page, 'link', 'Invite administrators').click();
  await byRole(page, 'button', 'Invite others').click();
  await box('Bulk Beta').waitFor(long);
  assert.deepEqual(await listed(), ['Bulk Beta', 'Bulk Reseller']);
  await byRole(page, 'button', 'Only from bulk.csv').click();
  await byRole(page, 'progressbar').waitFor({ ...long, state: 'detached' });
  assert.ok((await listed()).length > 2, 'all others that nobody looks after');
  assert.ok(!(await listed()).includes('Bulk Delta'), 'directly below');
  await byRole(page, 'button', 'Also accounts further below').click();
  await byRole(page, 'progressbar').waitFor({ ...long, state: 'detached' });
  await eventually(() => byRole(page, 'checkbox', undefined).evaluateAll((boxes) =>
    boxes.some((one) => /^Below /.test(one.getAttribute('aria-description') ?? ''))), true, 'also those further below');
});

test('whoever accepts is the administrator, and only then somebody is', async () => {
  await signOut(page);
  await signIn(page, accepts);
  await byRole(page, 'link', 'Requests').click();
  const accept = byRole(page, 'button', 'Accept invitation to Bulk Alpha');
  await accept.click();
  await accept.waitFor({ ...long, state: 'detached' });
  await synchronised(page);
  await signOut(page);
  await signIn(page, 'Jane Doe');
  await synchronised(page);
  await eventually(without, 3, 'one has somebody');
});

test('what is refused is said by name, with the reason', async () => {
  // Invited in another tab while this one has it chosen.
  await addAccount(page, 'Bulk Late');
  await synchronised(page);
  await goHome(page);
  await byRole(page, 'link', 'Invite administrators').click();
  await address('Bulk Late').fill('late@bulk.example');
  for (const name of (await listed()).filter((one) => one !== 'Bulk Late')) {
    if (await box(name).isChecked()) await box(name).click();
  }
  await inviteSays(1);
  const tab = await openTab(page);
  await byRole(tab, 'link', 'Home').waitFor(long);
  await goToAccount(tab, 'Bulk Late');
  await byRole(tab, 'link', 'Administrators').click();
  await byRole(tab, 'button', 'Invite Administrator').click();
  await byRole(tab, 'textbox', 'E-mail').fill('late@bulk.example');
  await tab.keyboard.press('Enter');
  await byRole(tab, 'grid', 'Invitations').waitFor(long);
  await synchronised(tab);
  await tab.close();
  await invite().click();
  await page.getByText('1 invitation was refused.').first().waitFor(long);
  await page.getByText(/^Bulk Late \(late@bulk\.example\)/).first().waitFor();
  await settled(page);
});
