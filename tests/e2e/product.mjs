// What the product's browser tests share: signing in as one of the demo's persons, and walking by role and name.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import {
  byRole, checkCoverage, checkQuiet, diagnostics, eventually, launch, open, ready, settled, watch,
} from './browser.mjs';

export const long = { timeout: 30000 };

// Opens the portal in a fresh browser profile (its own IndexedDB).
export async function openPortal(browser, options = {}) {
  const page = await open(browser, '', options);
  page.setDefaultTimeout(15000);
  return page;
}

// A portal of its own for each test of a file: `given` is told its page. What holds on every screen is checked at the
// end of each.
export function onAFreshPortal(given) {
  let browser, page;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());
  beforeEach(async () => { given(page = await openPortal(browser)); });
  afterEach(async () => {
    await checkScreen(page);
    await page.context().close();
  });
}

// Another tab of the same profile.
export async function openTab(page, address) {
  const tab = await page.context().newPage();
  watch(tab);
  await tab.goto(address ?? new URL('.', page.url()).href.split('#')[0]);
  await ready(tab);
  return tab;
}

// From the sign-in page. `who`: the name, and where one person has several accounts, a part of the account's name.
// `arrived`: what then shows that all is there.
export async function signIn(page, who, arrived = savedAndSynchronised(page)) {
  await byRole(page, 'searchbox', 'Search people').waitFor(long);
  await byRole(page, 'searchbox', 'Search people').fill(who);
  // When the others are gone, the one that is left has its place.
  await byRole(page, 'button', new RegExp(`^Sign in as (?!.*${who})`)).first().waitFor({ ...long, state: 'detached' });
  const choice = byRole(page, 'button', new RegExp(`^Sign in as .*${who}`)).first();
  await choice.waitFor(long);
  // The list still moves under the pointer until it holds only those who were searched for.
  const others = byRole(page, 'button', /^Sign in as /).filter({ hasNotText: new RegExp(who, 'i') });
  await eventually(() => others.count(), 0, 'others in the list', long.timeout);
  await choice.click();
  await byRole(page, 'button', 'Switch account').waitFor(long);
  await arrived.waitFor(long);
}

export async function signOut(page) {
  await byRole(page, 'button', 'Switch account').click();
  await byRole(page, 'button', 'Sign out').click();
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
}

// Everything is on this device and with the authority.
export const synchronised = (page) => savedAndSynchronised(page).waitFor(long);
const savedAndSynchronised = (page) => byRole(page, 'button', 'State: saved on this device, synchronised');

// To the table of the account that is home; not for persons whose home has none.
export async function goHome(page) {
  await byRole(page, 'link', 'Home').click();
  await byRole(page, 'heading', 'Accounts', { level: 1 }).waitFor(long);
  await byRole(page, 'searchbox', 'Filter accounts').fill('');
  await byRole(page, 'treegrid', 'Accounts').waitFor(long);
}

// From wherever a base account is home: to the account of that name, by the table.
export async function goToAccount(page, name) {
  await byRole(page, 'link', 'Home').click();
  await byRole(page, 'searchbox', 'Filter accounts').fill(name);
  await byRole(page, 'link', name).first().click();
  await byRole(page, 'heading', name, { level: 1 }).waitFor(long);
}

export async function openFederation(page) {
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Federation').click();
  await byRole(page, 'heading', 'Federations').waitFor(long);
}

// --- Doing what persons do ---

// "Add Account" below the base account in view; shown at once, not yet waited for.
export async function addAccount(page, name, kind = 'Customer') {
  await byRole(page, 'button', 'Add Account').click();
  const dialog = byRole(page, 'dialog', 'Add Account');
  await byRole(dialog, 'textbox', 'Name').fill(name);
  if (kind !== 'Customer') await byRole(dialog, 'radio', new RegExp(`^${kind}`)).check();
  await byRole(dialog, 'button', 'Add').click();
  await dialog.waitFor({ state: 'hidden' });
}

export const accessCode = /^[ACDEFGHJKMNPRTVWXY3479]{4}(-[ACDEFGHJKMNPRTVWXY3479]{4}){2}$/;

// On the federation of the account in view, which is in none. The access code, as soon as it is shown.
export async function makeFederation(page, name) {
  await byRole(page, 'button', 'Create Federation +').click();
  const dialog = byRole(page, 'dialog', 'Create Federation');
  await byRole(dialog, 'textbox', /^Name/).fill(name);
  await byRole(dialog, 'button', 'Create').click();
  const shown = page.getByText(accessCode).first();
  await shown.waitFor(long);
  return shown.textContent();
}

// "Join Federation" on the account in view, until it is pending.
export async function joinWith(page, code) {
  await byRole(page, 'button', 'Join Federation').click();
  const dialog = byRole(page, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(code);
  await dialog.getByText('Creator').waitFor(long);
  await byRole(dialog, 'button', 'Join').click();
  await byRole(page, 'button', 'Withdraw').waitFor(long);
}

// How many of the accounts in the table fit a filter, once it says so.
export async function filtered(page, text) {
  const field = byRole(page, 'searchbox', 'Filter accounts');
  const { frames } = await diagnostics(page);
  if (await field.inputValue() !== text) {
    await field.fill(text);
    await eventually(async () => (await diagnostics(page)).frames > frames, true);
  }
  await settled(page);
  const said = await page.getByText(/^[\d,]+ (of [\d,]+ accounts?|accounts? directly below)$/).textContent();
  return Number(said.split(' ')[0].replaceAll(',', ''));
}

// The checks that hold on every screen.
export async function checkScreen(page) {
  checkQuiet(page);
  await checkCoverage(page);
}

// --- Tables ---

// What the rows that are drawn say, the header apart: what each is called, then its other cells.
export const tableText = (table) => table.evaluate((grid) =>
  [...grid.querySelectorAll('[role=row]')].filter((row) => row.querySelector('[role=rowheader]')).map((row) => [
    row.getAttribute('aria-label'), ...[...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent),
  ]));

// How many accounts the table on screen has, drawn or not.
export const accountCount = async (page) =>
  Number(await byRole(page, 'treegrid', 'Accounts').getAttribute('aria-rowcount')) - 1;

// --- Files ---

// Chooses a file in the dialog that the button opens.
export async function chooseFile(page, button, file) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), byRole(page, 'button', button).click()]);
  await chooser.setFiles(file);
}

export { assert };
