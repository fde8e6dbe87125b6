// Notices: what one person does is told to whom it concerns, at once, and only to them; it is read, and it is muted.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, launch, ready } from './browser.mjs';
import {
  assert, checkScreen, goToAccount, joinWith, long, makeFederation, openFederation, openPortal, openTab, signIn,
  synchronised, tableText,
} from './product.mjs';

let browser, jane, john;
before(async () => {
  browser = await launch();
  jane = await openPortal(browser);
  await byRole(jane, 'searchbox', 'Search people').waitFor(long);
  john = await openTab(jane);
  await signIn(jane, 'Jane Doe');
  await signIn(john, 'John Doe');
});
after(() => browser?.close());
afterEach(async () => { for (const tab of [jane, john]) await checkScreen(tab); });

const bell = (page) => byRole(page, 'link', 'Notices');
const unread = async (page) => {
  const said = await bell(page).getAttribute('aria-description');
  return said === 'nothing is unread' ? 0 : Number.parseInt(said, 10);
};
const told = async (page) => (await tableText(byRole(page, 'grid', 'Notices'))).map(([what]) => what);

test('a request is told to the owner of the federation while the page is open', async () => {
  await openFederation(john);
  // Blueface Control may not create: the partner does it for them.
  await goToAccount(jane, 'Blueface Control');
  await openFederation(jane);
  const code = await makeFederation(jane, 'Tellers');
  await synchronised(jane);
  const before = { jane: await unread(jane), john: await unread(john) };
  await goToAccount(jane, 'WestCoast Cloud Team');
  await openFederation(jane);
  await joinWith(jane, code);
  await john.getByText('WestCoast Cloud Team asks to join Tellers.').first().waitFor(long);
  await eventually(() => unread(john), before.john + 1);
  assert.equal(await unread(jane), before.jane, 'it was her own doing');
});

test('the notice leads to where it is decided, and is read then; the decision is told back', async () => {
  await bell(john).click();
  await byRole(john, 'heading', 'Notices', { level: 1 }).waitFor(long);
  assert.equal((await told(john))[0], 'WestCoast Cloud Team asks to join Tellers.');
  const row = byRole(john, 'row', 'WestCoast Cloud Team asks to join Tellers.');
  const before = await unread(john);
  await byRole(row, 'link', 'Blueface Control').click();
  await byRole(john, 'button', 'Accept WestCoast Cloud Team').waitFor(long);
  await eventually(() => unread(john), before - 1);
  await byRole(john, 'button', 'Accept WestCoast Cloud Team').click();
  await byRole(byRole(john, 'dialog', 'Accept WestCoast Cloud Team?'), 'button', 'Accept').click();
  await byRole(john, 'heading', 'Members (2)').waitFor(long);
  // She asked, for an account below hers.
  await jane.getByText('WestCoast Cloud Team is a member of Tellers now.').first().waitFor(long);
  await eventually(async () => (await unread(jane)) > 0, true);
});

test('all are marked as read at once, and stay so', async () => {
  await bell(jane).click();
  await byRole(jane, 'heading', 'Notices', { level: 1 }).waitFor(long);
  await byRole(jane, 'button', 'Mark All as Read').click();
  await eventually(() => unread(jane), 0);
  await eventually(() => byRole(jane, 'button', /^Mark as read/).count(), 0);
  assert.equal(await byRole(jane, 'button', 'Mark All as Read').getAttribute('aria-disabled'), 'true');
  await synchronised(jane);
  await jane.reload();
  await ready(jane);
  await byRole(jane, 'grid', 'Notices').waitFor(long);
  await eventually(() => unread(jane), 0);
  assert.ok((await told(jane)).includes('WestCoast Cloud Team is a member of Tellers now.'), 'it is still there');
});

test('what is switched off is not told any more', async () => {
  await bell(john).click();
  await byRole(john, 'button', 'Choose Notices').click();
  const dialog = byRole(john, 'dialog', 'Choose Notices');
  const members = byRole(dialog, 'switch', 'Members');
  assert.equal(await members.isChecked(), true);
  await members.click();
  await byRole(dialog, 'button', 'Save').click();
  await dialog.waitFor({ state: 'hidden' });
  await synchronised(john);
  const before = (await told(john)).length;

  await goToAccount(jane, 'WestCoast Cloud Team');
  await openFederation(jane);
  await byRole(jane, 'button', 'Leave Federation').click();
  await byRole(byRole(jane, 'alertdialog', 'Leave Federation'), 'button', 'Leave Federation').click();
  await byRole(jane, 'button', 'Join Federation').waitFor(long);
  await synchronised(jane);
  // He sees that it has happened, and is not told.
  await openFederation(john);
  await byRole(john, 'heading', 'Members (1)').waitFor(long);
  await bell(john).click();
  await byRole(john, 'grid', 'Notices').waitFor(long);
  assert.equal((await told(john)).length, before);
  await byRole(john, 'button', 'Choose Notices').click();
  assert.equal(await byRole(john, 'switch', 'Members').isChecked(), false, 'it is kept');
  await byRole(byRole(john, 'dialog', 'Choose Notices'), 'button', 'Cancel').click();
});
