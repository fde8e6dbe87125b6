// Two accounts side by side in one window: each side has its own place, and what is done in one shows in the other.
import { test } from 'node:test';
import { byRole, eventually } from './browser.mjs';
import { assert, goToAccount, long, onAFreshPortal, signIn, synchronised } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const opener = () => byRole(page, 'button', 'Show a second account beside this one');

test('a second account is opened, worked in and closed again, by keyboard too', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'Blueface Control');
  const whole = (await byRole(page, 'main').boundingBox()).width;
  await opener().focus();
  await page.keyboard.press('Enter');
  const side = page.frameLocator('iframe[title="Second account"]');
  await side.getByRole('heading', { name: 'Blueface Control', level: 1 }).waitFor(long);
  await eventually(async () => (await byRole(page, 'main').boundingBox()).width < whole, true, 'the room is shared');

  // The other side goes elsewhere; this one stays.
  await side.getByRole('link', { name: 'Home', exact: true }).click();
  await side.getByRole('searchbox', { name: 'Filter accounts' }).fill('WestCoast Cloud Team');
  await side.getByRole('link', { name: 'WestCoast Cloud Team', exact: true }).first().click();
  await side.getByRole('heading', { name: 'WestCoast Cloud Team', level: 1 }).waitFor(long);
  await byRole(page, 'heading', 'Blueface Control', { level: 1 }).waitFor();

  // What is done here shows there.
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', 'Name').fill('Blueface Beside');
  await byRole(form, 'button', 'Save').click();
  await synchronised(page);
  await side.getByRole('link', { name: 'Home', exact: true }).click();
  await side.getByRole('searchbox', { name: 'Filter accounts' }).fill('Blueface Beside');
  await side.getByRole('link', { name: 'Blueface Beside', exact: true }).first().waitFor(long);

  assert.equal(await side.getByRole('button', { name: 'Show a second account beside this one' }).count(), 0);
  await side.getByRole('button', { name: 'Close this side' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('iframe').waitFor({ state: 'detached' });
  await eventually(async () => (await byRole(page, 'main').boundingBox()).width, whole);
  await opener().waitFor();
});

test('where there is no room for two, nothing offers it', async () => {
  await page.setViewportSize({ width: 800, height: 700 });
  await signIn(page, 'Jane Doe');
  assert.equal(await opener().count(), 0);
});
