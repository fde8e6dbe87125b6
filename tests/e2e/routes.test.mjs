// Every place has an address: Back, Forward, loading again, links in new tabs, and addresses of what is out of reach.
import { after, afterEach, before, test } from 'node:test';
import { address, byRole, eventually, focusedName, launch, ready, settled, watch } from './browser.mjs';
import {
  assert, checkScreen, goHome, goToAccount, long, openPortal, signIn, synchronised,
} from './product.mjs';

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

const rail = (name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);
const crumb = (name) => byRole(page.getByRole('navigation', { name: 'Breadcrumb', exact: true }), 'link', name);
const hash = () => page.evaluate(() => location.hash);
const heading = (name) => byRole(page, 'heading', name, { level: 1 }).first().waitFor(long);
const selected = (tab) => byRole(page, 'tab', tab, { selected: true }).waitFor(long);

// Places that are walked through: how to get there from the one before, and how to know that one is there.
const places = [
  ['the accounts', () => goHome(page), () => heading('Accounts')],
  ['an account', () => byRole(page, 'link', 'Blueface Control').first().click(),
    async () => { await heading('Blueface Control'); await selected('Contact details'); }],
  ['its tab', () => byRole(page, 'tab', 'Tiered').click(),
    async () => { await heading('Blueface Control'); await selected('Tiered'); }],
  ['its federation', () => rail('Federation').click(), () => heading('Federations')],
  ['its administrators', () => rail('Administrators').click(), () => heading('Administrators')],
  ['its activity', () => rail('Activity').click(), () => heading('Activity')],
  ['its portal', () => byRole(page, 'link', 'Customer Portal').click(), () => heading('Customer Portal')],
  ['the requests', () => byRole(page, 'link', 'Requests').click(), () => heading('Requests')],
  ['help', () => rail('Help').click(), () => heading('Help')],
  ['the accounts again', () => byRole(page, 'link', 'Home').click(), () => heading('Accounts')],
];
const addresses = [];

test('every place has an address of its own and a title', async () => {
  for (const [name, go, there] of places) {
    await go();
    await there();
    addresses.push(await hash());
    assert.match(await page.title(), / · Parasol$/, name);
  }
  assert.equal(new Set(addresses).size, addresses.length - 1, 'only the accounts come twice');
});

test('Back goes through all of them, and Forward too', async () => {
  for (let at = places.length - 2; at >= 0; --at) {
    await page.goBack();
    await places[at][2]();
    assert.equal(await hash(), addresses[at], places[at][0]);
  }
  for (let at = 1; at < places.length; ++at) {
    await page.goForward();
    await places[at][2]();
    assert.equal(await hash(), addresses[at], places[at][0]);
  }
});

test('every place is found again after the page is loaded again, and Back still works', async () => {
  for (let at = places.length - 2; at >= 0; --at) {
    await page.goBack();
    await places[at][2]();
    await page.reload();
    await ready(page);
    await places[at][2]();
    assert.equal(await hash(), addresses[at], places[at][0]);
  }
  await page.goForward();
  await places[1][2]();
});

test('the breadcrumb leads up again', async () => {
  await goToAccount(page, 'Blueface Control');
  await crumb('Westcoast Cloud').click();
  await heading('Accounts');
  await page.goBack();
  await heading('Blueface Control');
});

test('Back with a dialog open goes back, the dialog with it, and nothing stays locked', async () => {
  await goHome(page);
  await goToAccount(page, 'Blueface Control');
  await rail('Federation').click();
  await heading('Federations');
  await byRole(page, 'button', 'Join Federation').click();
  await byRole(page, 'dialog', 'Join Federation').waitFor(long);
  await page.goBack();
  await heading('Blueface Control');
  await eventually(() => byRole(page, 'dialog').count(), 0, 'the dialog is of the page before');
  await eventually(async () => (await focusedName(page)) !== 'body', true, 'the focus is somewhere');
  // The tab shows the same federation as the page that was left; what was asked there is not asked again by itself.
  await byRole(page, 'tab', 'Tiered').click();
  await selected('Tiered');
  assert.equal(await byRole(page, 'dialog').count(), 0);
  await page.goBack();
  await selected('Contact details');
});

test('a form in a dialog waits for whoever comes back', async () => {
  await goHome(page);
  await byRole(page, 'button', 'Add Account').click();
  await byRole(byRole(page, 'dialog', 'Add Account'), 'textbox', 'Name').fill('Half typed');
  await settled(page);
  await page.goBack();
  await heading('Blueface Control');
  await eventually(() => byRole(page, 'dialog').count(), 0, 'the dialog is of the page before');
  await page.goForward();
  await heading('Accounts');
  // What is half typed is found as it was left, by whoever asks for it.
  await eventually(() => byRole(page, 'dialog').count(), 0, 'nobody asked for the dialog again');
  await byRole(page, 'button', 'Add Account').click();
  const again = byRole(byRole(page, 'dialog', 'Add Account'), 'textbox', 'Name');
  assert.equal(await again.inputValue(), 'Half typed');
  await again.fill('');
  await page.keyboard.press('Escape');
  await byRole(page, 'dialog', 'Add Account').waitFor({ state: 'hidden' });
});

test('a link opens in a new tab, which is signed in and stays at its own place', async () => {
  await goHome(page);
  await byRole(page, 'searchbox', 'Filter accounts').fill('WestCoast Cloud Team');
  const link = byRole(page, 'link', 'WestCoast Cloud Team').first();
  const target = await link.getAttribute('href');
  const opened = page.context().waitForEvent('page');
  await link.click({ modifiers: ['Control'] });
  const tab = await opened;
  watch(tab);
  await ready(tab);
  await byRole(tab, 'heading', 'WestCoast Cloud Team', { level: 1 }).waitFor(long);
  assert.equal(new URL(tab.url()).hash, target);
  await heading('Accounts');
  await synchronised(tab);
  await checkScreen(tab);
  await tab.close();
});

test('the account of the portal link and of "Account Link" have addresses as well', async () => {
  await goHome(page);
  for (const name of ['Portal Link', 'Account Link']) {
    const href = await byRole(page, 'link', name).first().getAttribute('href');
    assert.match(href, /^#\/(own|parent)\//);
  }
});

// --- Addresses that come from elsewhere ---

async function somebodyElse(who, route) {
  const other = await openPortal(browser);
  await signIn(other, who);
  await other.goto(new URL(route, address).href);
  return other;
}

const notFound = 'This account is not there, or you cannot see it.';

test('an address of an account out of reach says so plainly, the same as for one that is not there', async () => {
  await goToAccount(page, 'WestCoast Cloud Team');
  const route = await hash();
  const made = route.replace(/[0-9a-f]{12}\/account/, '0123456789ab/account');
  assert.notEqual(made, route);
  const john = await somebodyElse('John Doe', route);
  const said = [];
  for (const where of [route, made]) {
    await john.goto(new URL(where, address).href);
    await byRole(john, 'heading', 'Not found', { level: 1 }).first().waitFor(long);
    await john.getByText(notFound).waitFor(long);
    await settled(john);  // the page before says the same, and goes when this one has the focus
    said.push(await byRole(john, 'main').innerText());
    assert.equal(await john.getByText('WestCoast Cloud Team').count(), 0, 'its name is not told');
    await checkScreen(john);
    await john.reload();
    await ready(john);
    await john.getByText(notFound).waitFor(long);
  }
  assert.equal(said[0], said[1]);
  // The way on is open.
  await byRole(john, 'link', 'Home').click();
  await byRole(john, 'heading', 'Blueface Control', { level: 1 }).waitFor(long);
  await checkScreen(john);
  await john.context().close();
});

test('an address of another person\'s way leads by one\'s own', async () => {
  await goToAccount(page, 'Blueface Control');
  await byRole(page, 'tab', 'Tiered').click();
  await selected('Tiered');
  const route = await hash();
  assert.match(route, /^#\/parent\//);
  const john = await somebodyElse('John Doe', route);
  await byRole(john, 'heading', 'Blueface Control', { level: 1 }).waitFor(long);
  await byRole(john, 'tab', 'Tiered', { selected: true }).waitFor(long);
  assert.match(new URL(john.url()).hash, /^#\/own\/[0-9a-f-]+\/account\/tiered$/);
  await checkScreen(john);
  await john.context().close();
});

test('an address that means nothing leads home', async () => {
  for (const route of ['#/nonsense', '#/own/zzz/account', '#/parent/1/2/3/4/5', `#/${'x'.repeat(5000)}`]) {
    await page.goto(new URL(route, address).href);
    await heading('Accounts');
    await eventually(async () => /^#\/own\/[0-9a-f-]+\/accounts$/.test(await hash()), true, route);
  }
});
