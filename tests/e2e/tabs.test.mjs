// Several tabs of one browser profile: the same person in two, two persons at once, and the tab in which the demo's
// authority runs going away.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, launch, ready } from './browser.mjs';
import {
  accountCount, addAccount, assert, checkScreen, filtered, goHome, goToAccount, joinWith, long, makeFederation,
  openFederation, openPortal, openTab, signIn, synchronised,
} from './product.mjs';

let browser, tabs;
before(async () => { browser = await launch(); });
after(() => browser?.close());
afterEach(async () => {
  for (const tab of tabs) if (!tab.isClosed()) await checkScreen(tab);
  await tabs.find((tab) => !tab.isClosed())?.context().close();
});

// A fresh profile with so many tabs, all at sign-in: the first one runs the authority.
async function openTabs(count) {
  tabs = [await openPortal(browser)];
  await byRole(tabs[0], 'searchbox', 'Search people').waitFor(long);
  while (tabs.length < count) tabs.push(await openTab(tabs[0]));
  return tabs;
}

test('a command given in one tab shows in the other, without loading it again', async () => {
  const [first] = await openTabs(1);
  await signIn(first, 'Jane Doe');
  const second = await openTab(first);
  tabs.push(second);
  await goHome(second);  // the same person, without signing in again
  await goHome(first);
  const count = await accountCount(first);
  await eventually(() => accountCount(second), count);
  await addAccount(first, 'Made in the first tab');
  await eventually(() => accountCount(second), count + 1);
  assert.equal(await filtered(second, 'Made in the first tab'), 1);
  await byRole(second, 'searchbox', 'Filter accounts').fill('');
  await addAccount(second, 'Made in the second tab');
  await eventually(() => accountCount(first), count + 2);
  assert.equal(await filtered(first, 'Made in the second tab'), 1);
  await synchronised(first);
  await synchronised(second);
});

test('two persons in two tabs: what one asks, the other is shown and accepts', async () => {
  const [jane, john] = await openTabs(2);
  await signIn(jane, 'Jane Doe');
  await signIn(john, 'John Doe');
  await goToAccount(jane, 'WestCoast Cloud Team');
  await openFederation(jane);
  const code = await makeFederation(jane, 'Two tabs');
  await openFederation(john);
  await joinWith(john, code);
  await byRole(jane, 'heading', 'Pending Members (1)').waitFor(long);
  await byRole(jane, 'button', 'Accept Blueface Control').click();
  await byRole(byRole(jane, 'dialog', 'Accept Blueface Control?'), 'button', 'Accept').click();
  await byRole(john, 'heading', 'Members (2)').waitFor(long);
  await byRole(jane, 'heading', 'Members (2)').waitFor(long);
  // Each tab is still its own person, also when it is loaded again.
  for (const [tab, who] of [[jane, 'Jane Doe'], [john, 'John Doe']]) {
    await tab.reload();
    await ready(tab);
    await byRole(tab, 'heading', 'Members (2)').waitFor(long);
    await byRole(tab, 'button', 'Switch account').click();
    await tab.getByText(new RegExp(`^Signed in as ${who}`)).waitFor(long);
    await tab.keyboard.press('Escape');
  }
});

// What a browser does to a tab that is not looked at: it says so and gives it no more animation frames. (Chromium
// without a screen takes every tab for looked at.)
const hide = (page) => page.evaluate(() => {
  for (const [name, value] of [['hidden', true], ['visibilityState', 'hidden']]) {
    Object.defineProperty(document, name, { configurable: true, get: () => value });
  }
  const owed = [], draw = window.requestAnimationFrame;
  window.requestAnimationFrame = (frame) => owed.push(frame);
  window.showAgain = () => {
    window.requestAnimationFrame = draw;
    owed.forEach((frame) => draw(frame));
    for (const name of ['hidden', 'visibilityState']) delete document[name];
    document.dispatchEvent(new Event('visibilitychange'));
  };
  document.dispatchEvent(new Event('visibilitychange'));
});
const show = (page) => page.evaluate(() => window.showAgain());

// The client of the browser that holds the authority's lock.
const holder = (page) => page.evaluate(async () => {
  const { held } = await navigator.locks.query();
  return held.find(({ name }) => name.endsWith('authority'))?.clientId;
});

test('the tab of the authority is hidden, then closed: the other goes on and nothing is lost', async () => {
  const [first] = await openTabs(1);
  const running = await holder(first);
  await signIn(first, 'Jane Doe');
  const second = await openTab(first);
  tabs.push(second);
  await goHome(second);
  const count = await accountCount(second);

  await hide(first);
  await addAccount(second, 'While it is hidden');
  await synchronised(second);
  assert.equal(await holder(second), running, 'the hidden tab still answers');

  // The last command of the first tab is saved, and nothing more is waited for.
  await show(first);
  await goHome(first);
  await addAccount(first, 'Given and closed');
  await byRole(first, 'button', /^State: saved on this device/).waitFor(long);
  await first.close();
  await addAccount(second, 'While nobody answers');
  await synchronised(second);
  await eventually(() => accountCount(second), count + 3);
  assert.notEqual(await holder(second), running, 'another tab runs the authority');
  await second.reload();
  await ready(second);
  await goHome(second);
  for (const name of ['While it is hidden', 'Given and closed', 'While nobody answers']) {
    assert.equal(await filtered(second, name), 1, name);
  }
});

test('a tab that closes in the middle of another\'s question leaves it answered', async () => {
  const [first, second] = await openTabs(2);
  await signIn(second, 'Jane Doe');
  await goToAccount(second, 'Blueface Control');
  await openFederation(second);
  const made = makeFederation(second, 'Left alone');
  await first.close();
  assert.match(await made, /^\w{4}-\w{4}-\w{4}$/);
  await synchronised(second);
});
