// Two persons edit the same fields of an account: while the form is open, and where one was offline. Both values stand
// side by side, the person decides, and nothing is lost unseen.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { byRole, checkAccessible, eventually, focusedName, launch, settled } from './browser.mjs';
import { checkScreen, goToAccount, long, openPortal, openTab, signIn, synchronised } from './product.mjs';

const account = 'Blueface Control';
let browser, jane, john;

before(async () => { browser = await launch(); });
after(() => browser?.close());
afterEach(async () => {
  for (const tab of [jane, john]) await checkScreen(tab);
  await jane.context().close();
});

// Two tabs at sign-in, the first of which runs the authority; both then at the account, each by a path of their own.
async function openBoth() {
  jane = await openPortal(browser);
  await byRole(jane, 'searchbox', 'Search people').waitFor(long);
  await jane.context().addInitScript(() => {
    const post = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function postUnlessCut(...message) {
      if (!window.cut) post.apply(this, message);
    };
  });
  john = await openTab(jane);
  await signIn(jane, 'Jane Doe');
  await signIn(john, 'John Doe');
  await goToAccount(jane, account);
  await byRole(john.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Account').click();
  await byRole(john, 'button', 'Edit account').waitFor(long);
}

async function edit(tab, values) {
  await byRole(tab, 'button', 'Edit account').click();
  const form = byRole(tab, 'form', 'Edit account');
  for (const [label, value] of Object.entries(values)) await byRole(form, 'textbox', label).fill(value);
  return form;
}

async function saveAndWait(tab, form) {
  await byRole(form, 'button', 'Save').click();
  await byRole(tab, 'button', 'Edit account').waitFor(long);
}

const fact = (tab, words) => tab.getByText(words, { exact: true }).first().waitFor(long);

// Looked at in light and in dark.
async function look(tab) {
  for (const colorScheme of ['light', 'dark']) {
    await tab.emulateMedia({ colorScheme });
    await settled(tab);
    await checkAccessible(tab);
    await checkScreen(tab);
  }
}

test('a field changes under the form: both values, a choice for each field, and then it is saved', async () => {
  await openBoth();
  const form = await edit(john, { 'Contact name': 'Johns choice', City: 'Johnstown', Street: '1 John Street' });
  await saveAndWait(jane, await edit(jane, { 'Contact name': 'Janes choice', City: 'Janestown', Country: 'Ireland' }));
  const contested = byRole(form, 'group', 'Which City stays?');
  await contested.waitFor(long);
  await contested.getByText('Now: Janestown').waitFor();
  await contested.getByText('Yours: Johnstown').waitFor();
  await byRole(form, 'group', 'Which Contact name stays?').waitFor();
  assert.equal(await byRole(form, 'group', /^Which /).count(), 2, 'the others are nobody\'s but his');
  assert.equal(await byRole(form, 'textbox', 'Country').inputValue(), 'Ireland', 'not touched: as it is now');
  await look(john);

  await byRole(form, 'button', 'Save').click();
  await eventually(() => focusedName(john), 'Contact name', 'led to what is to be decided');
  await byRole(form, 'button', 'Keep Janes choice as Contact name').click();
  await eventually(() => focusedName(john), 'Contact name');
  await byRole(form, 'button', 'Use mine as City').click();
  await eventually(() => focusedName(john), 'City');
  assert.equal(await byRole(form, 'group', /^Which /).count(), 0);
  await saveAndWait(john, form);
  await synchronised(john);
  for (const words of ['Janes choice', 'Johnstown', '1 John Street', 'Ireland']) await fact(jane, words);
});

test('an edit made offline is refused later: both values in the list, "Decide" brings the form as it was', async () => {
  await openBoth();
  await john.evaluate(() => { window.cut = true; });
  await saveAndWait(john, await edit(john, { City: 'Johnstown', Street: '1 John Street' }));
  await saveAndWait(jane, await edit(jane, { City: 'Janestown' }));
  await synchronised(jane);
  await john.evaluate(() => { window.cut = false; });
  await byRole(john, 'link', 'Requests').click();
  const refused = byRole(john, 'region', 'Refused changes');
  await refused.waitFor({ timeout: 90000 });
  await refused.getByText('Now: Janestown').waitFor(long);
  await refused.getByText('Yours: Johnstown').waitFor();
  await refused.getByText('Yours: 1 John Street').waitFor();
  await look(john);
  await byRole(refused, 'link', /^Decide about /).click();
  const form = byRole(john, 'form', 'Edit account');
  await byRole(form, 'group', 'Which City stays?').waitFor(long);
  assert.equal(await byRole(form, 'textbox', 'Street').inputValue(), '1 John Street');
  await byRole(form, 'button', 'Use mine as City').click();
  await saveAndWait(john, form);
  await synchronised(john);
  for (const words of ['Johnstown', '1 John Street']) await fact(jane, words);
  await byRole(john, 'link', 'Requests').click();
  await byRole(john, 'heading', 'Requests').waitFor(long);
  assert.equal(await refused.count(), 0, 'what was decided is no longer listed');
});
