// Moving and closing an account, from above (PRODUCT 4).
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { byRole, launch } from './browser.mjs';
import {
  addAccount, checkScreen, filtered, goHome, goToAccount, long, openPortal, signIn, synchronised,
} from './product.mjs';

const reseller = 'Moorland Resale', customer = 'Elm Logistics';

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
  await addAccount(page, reseller, 'Reseller');
  await addAccount(page, customer);
  await synchronised(page);
});
after(() => browser?.close());
afterEach(() => checkScreen(page));


async function opensClose(name) {
  await byRole(page, 'button', 'Close Account').click();
  const dialog = byRole(page, 'alertdialog', `Close ${name}?`);
  await dialog.getByText('This is final').waitFor(long);
  return dialog;
}

test('"Move" names where the account may go, and asks for one of them', async () => {
  await goToAccount(page, customer);
  await byRole(page, 'button', 'Move').click();
  const dialog = byRole(page, 'dialog', `Move ${customer}`);
  await byRole(dialog, 'button', 'Move').click();
  await dialog.getByText('Choose one of them.').waitFor(long);
  await byRole(dialog, 'combobox', 'New place').click();
  await byRole(page, 'option', new RegExp(reseller)).click();
  await byRole(dialog, 'button', 'Move').click();
  await dialog.waitFor({ ...long, state: 'detached' });
  await byRole(page.getByRole('navigation', { name: 'Breadcrumb' }), 'link', reseller).waitFor(long);
  await page.getByText(`Moved ${customer} below ${reseller}.`).first().waitFor(long);
});

// To the list of what is below the reseller.
async function openReseller() {
  await goHome(page);
  await byRole(page, 'searchbox', 'Filter accounts').fill(reseller);
  await byRole(page, 'row', reseller).getByRole('link', { name: 'Account Link' }).click();
  await byRole(page, 'link', customer).first().waitFor(long);
}

test('it is in the list of the other account, and no longer in the first', async () => {
  await openReseller();
  await goHome(page);
  assert.equal(await filtered(page, reseller), 1, 'the filter finds what is there');
  assert.equal(await filtered(page, customer), 0);
});

test('an account with open ones below it cannot be closed, and the dialog says why', async () => {
  await goToAccount(page, reseller);
  const dialog = await opensClose(reseller);
  await dialog.getByText('Its internal-use account is closed with it.').waitFor();
  await byRole(dialog, 'button', 'Close Account').click();
  await dialog.getByText('There are open accounts below this one.').waitFor(long);
  await byRole(dialog, 'button', 'Cancel').click();
  await dialog.waitFor({ ...long, state: 'detached' });
});

test('closed is final: nothing can be done to the account any more', async () => {
  for (const name of [customer, reseller]) {
    if (name === customer) {
      await openReseller();
      await byRole(page, 'link', customer).first().click();
      await byRole(page, 'heading', customer, { level: 1 }).waitFor(long);
    } else {
      await goToAccount(page, reseller);
    }
    const dialog = await opensClose(name);
    await byRole(dialog, 'button', 'Close Account').click();
    await dialog.waitFor({ ...long, state: 'detached' });
    await byRole(page, 'button', 'Close Account').waitFor({ ...long, state: 'detached' });
    for (const gone of ['Move', 'Suspend', 'Edit account']) {
      assert.equal(await byRole(page, 'button', gone).count(), 0, gone);
    }
  }
  await synchronised(page);
});
