// What the product's browser tests share: signing in as one of the demo's persons, and walking by role and name.
import assert from 'node:assert/strict';
import { byRole, checkCoverage, checkQuiet, open, ready, watch } from './browser.mjs';

export const long = { timeout: 30000 };

// Opens the portal in a fresh browser profile (its own IndexedDB).
export async function openPortal(browser, options = {}) {
  const page = await open(browser, '', options);
  page.setDefaultTimeout(15000);
  return page;
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

// The checks that hold on every screen.
export async function checkScreen(page) {
  await checkCoverage(page);
  checkQuiet(page);
}

export async function tableRows(page, table) {
  return byRole(page, 'grid', table).getByRole('row').count();
}

export { assert };
