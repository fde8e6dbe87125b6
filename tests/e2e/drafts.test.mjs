// Half-typed forms: a reload, a killed tab and another page find them as they were; another account's, another
// person's and the next session's are empty; no access code is ever in what this device keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRole, eventually, focusedName, ready } from './browser.mjs';
import {
  addAccount, goHome, goToAccount, joinWith, long, makeFederation, onAFreshPortal, openFederation, openTab, signIn,
  signOut, synchronised,
} from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

// Everything in this browser's databases whose name holds `part`, byte by byte.
const dump = (tab, part = '') => tab.evaluate(async (wanted) => {
  const finished = (request) => new Promise((done, failed) => {
    Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) });
  });
  let all = '';
  for (const { name } of await indexedDB.databases()) {
    if (!name.includes(wanted)) continue;
    const database = await finished(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const source = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([finished(source.getAllKeys()), finished(source.getAll())]);
      values.forEach((bytes, at) => { all += `${name} ${store} ${keys[at]} ${new TextDecoder().decode(bytes)}\n`; });
    }
    database.close();
  }
  return all;
}, part);
const isKept = async (tab, words) => (await dump(tab, 'person:')).includes(words);

const dialogOf = (tab, name) => byRole(tab, 'dialog', name);
const rail = (tab, name) => byRole(tab.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);

async function openAddAccount(tab) {
  await byRole(tab, 'button', 'Add Account').click();
  const dialog = dialogOf(tab, 'Add Account');
  await dialog.waitFor(long);
  return dialog;
}

async function expectAsLeft(form, field, value) {
  await eventually(() => byRole(form, 'textbox', field).inputValue(), value);
  await form.getByText('As you left it.').waitFor(long);
}

async function expectFresh(form, field) {
  await byRole(form, 'textbox', field).waitFor(long);
  assert.equal(await byRole(form, 'textbox', field).inputValue(), '');
  assert.equal(await form.getByText('As you left it.').count(), 0);
}

test('Add Account: a reload and a killed tab find what was typed, another account\'s form and the next are empty',
     async () => {
  await signIn(page, 'Jane Doe');
  await goHome(page);
  await addAccount(page, 'A branch', 'Reseller');
  await synchronised(page);
  let dialog = await openAddAccount(page);
  await expectFresh(dialog, 'Name');
  await byRole(dialog, 'textbox', 'Name').fill('Half typed');
  await byRole(dialog, 'textbox', /^Contact name/).fill('Halfway Hal');
  await eventually(() => isKept(page, 'Halfway Hal'), true);
  await page.reload();
  await ready(page);
  await goHome(page);
  dialog = await openAddAccount(page);
  await expectAsLeft(dialog, 'Name', 'Half typed');
  await eventually(() => focusedName(page), 'Name', 'the form begins where it always does');
  await page.keyboard.press('Escape');

  // Killed: no event of the page tells it.
  const killed = await openTab(page);
  await goHome(killed);
  dialog = await openAddAccount(killed);
  await expectAsLeft(dialog, 'Name', 'Half typed');
  await byRole(dialog, 'textbox', 'Name').fill('Typed on');
  await eventually(() => isKept(killed, 'Typed on'), true);
  const session = await killed.context().newCDPSession(killed);
  session.send('Page.crash').catch(() => {});
  await killed.waitForEvent('crash');
  await killed.close();
  await page.reload();
  await ready(page);
  await goHome(page);
  dialog = await openAddAccount(page);
  await expectAsLeft(dialog, 'Name', 'Typed on');
  assert.equal(await byRole(dialog, 'textbox', /^Contact name/).inputValue(), 'Halfway Hal');
  await page.keyboard.press('Escape');

  await goToAccount(page, 'A branch');
  await rail(page, 'Accounts').click();
  await byRole(page, 'heading', 'Accounts', { level: 1 }).waitFor(long);
  await expectFresh(await openAddAccount(page), 'Name');
  await page.keyboard.press('Escape');

  await goHome(page);
  dialog = await openAddAccount(page);
  await expectAsLeft(dialog, 'Name', 'Typed on');
  await byRole(dialog, 'button', 'Start afresh').click();
  await dialog.getByText('As you left it.').waitFor({ state: 'detached' });
  await expectFresh(dialog, 'Name');
  await eventually(() => focusedName(page), 'Name', 'the focus is led to the first field');
  await eventually(() => isKept(page, 'Halfway Hal'), false);
  await byRole(dialog, 'textbox', 'Name').fill('Thought better of');
  await byRole(dialog, 'button', 'Cancel').click();
  await dialog.waitFor({ state: 'hidden' });
  await eventually(() => focusedName(page), 'Add Account', 'back to what opened it');
  await expectFresh(await openAddAccount(page), 'Name');
});

test('a form is one person\'s: the other\'s is empty; signing out takes every word', async () => {
  const other = await openTab(page);  // at sign-in, as the first
  await signIn(page, 'Jane Doe');
  await signIn(other, 'John Doe');
  await goToAccount(page, 'Blueface Control');
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', 'City').fill('Janestown');
  await eventually(() => isKept(page, 'Janestown'), true);
  await page.reload();
  await ready(page);
  await expectAsLeft(form, 'City', 'Janestown');

  await rail(other, 'Account').click();
  await byRole(other, 'button', 'Edit account').click();
  const others = byRole(other, 'form', 'Edit account');
  await byRole(others, 'textbox', 'City').waitFor(long);
  assert.notEqual(await byRole(others, 'textbox', 'City').inputValue(), 'Janestown');
  assert.equal(await others.getByText('As you left it.').count(), 0);
  await other.close();

  await signOut(page);
  await eventually(async () => (await dump(page)).includes('Janestown'), false);
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'Blueface Control');
  await byRole(page, 'button', 'Edit account').click();
  assert.notEqual(await byRole(form, 'textbox', 'City').inputValue(), 'Janestown');
});

test('Join Federation: the limit is kept, the access code never', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'Blueface Control');
  await openFederation(page);
  const code = await makeFederation(page, 'Umbrella');
  await synchronised(page);
  await goToAccount(page, 'WestCoast Cloud Team');
  await openFederation(page);
  const secrets = [code, code.replaceAll('-', ''), ...code.split('-')];
  const typeCode = async () => {
    await byRole(page, 'button', 'Join Federation').click();
    const dialog = dialogOf(page, 'Join Federation');
    await byRole(dialog, 'textbox', /^Access Code/).waitFor(long);
    assert.equal(await byRole(dialog, 'textbox', /^Access Code/).inputValue(), '');
    await byRole(dialog, 'textbox', /^Access Code/).fill(code);
    await dialog.getByText('Creator').waitFor(long);
    return dialog;
  };
  let dialog = await typeCode();
  await byRole(dialog, 'radio', /^Full/).check();
  await byRole(dialog, 'textbox', /^Days until it is paused/).fill('23');
  await eventually(() => isKept(page, '"days":"23"'), true);
  await page.reload();
  await ready(page);
  dialog = await typeCode();
  await expectAsLeft(dialog, /^Days until it is paused/, '23');
  assert.equal(await byRole(dialog, 'radio', /^Full/).isChecked(), true);
  await byRole(dialog, 'button', 'Cancel').click();
  await dialog.waitFor({ state: 'hidden' });
  await joinWith(page, code);
  await synchronised(page);
  const all = await dump(page, 'person:');
  assert.ok(all.includes('WestCoast') || all.length > 1000, 'something is kept');
  for (const secret of secrets) assert.equal(all.includes(secret), false, 'no part of the code is on this device');
});
