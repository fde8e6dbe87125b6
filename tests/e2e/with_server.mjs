// What the tests of the page with a server behind it share: a server and a browser for the tests of a file, and people
// who sign in by password.
import { after, afterEach, before } from 'node:test';
import { byRole, checkCoverage, launch, open, ready, watch } from './browser.mjs';
import { Parasold, password } from './parasold.mjs';
import {
  assert, goToAccount, joinWith, long, makeFederation, openFederation, synchronised,
} from './product.mjs';

export const jane = 'jane.doe@westcoast.example', john = 'john.doe@blueface.example';
export const mary = 'mary.poe@westcoast.example', serena = 'serena.wright@blueface.example';
export const owner = 'WestCoast Cloud Team', member = 'Blueface Control';
// A server that is not there, a browser without a network and an answer that says no are said in the console as well.
const expected = /Failed to load resource|net::ERR_/;

let browser;
export let server;
const pages = new Set();

export async function checkScreen(page) {
  await checkCoverage(page);
  assert.deepEqual(page.problems.filter((text) => !expected.test(text)), []);
}

// For `begin`: time passes for the server where the test says so.
export function withOwnClock(made) {
  made.takeOwnClock();
  return made.start();
}

// `begin`: starts the server. What holds on every screen is checked at the end of each test, of each of its pages.
export function onAServer({ accounts = 200, begin = (made) => made.start() } = {}) {
  before(async () => {
    server = new Parasold(accounts);
    await begin(server);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.end();
  });
  afterEach(async () => {
    const opened = [...pages];
    pages.clear();  // what is wrong with one is said once, of the test that it was opened by
    for (const page of opened) {
      if (page.isClosed()) continue;
      await checkScreen(page);
      await page.context().close();
    }
  });
}

// A browser of its own, or another tab of one.
export async function visit({ within, path = '', listen = () => {} } = {}) {
  const page = within ? await within.context().newPage() : await open(browser, path, { from: server.address });
  pages.add(page);
  page.setDefaultTimeout(15000);
  if (within) {
    watch(page, server.address);
    listen(page);
    await page.goto(new URL(path, server.address).href);
    await ready(page);
  }
  return page;
}

export const field = (page, name) => page.getByLabel(name, { exact: true });
export async function type(page, email, secret) {
  await field(page, 'E-mail').fill(email);
  await field(page, 'Password').fill(secret);
  await byRole(page, 'button', 'Sign in').click();
}
export async function enter(page, email, secret = password) {
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
  await type(page, email, secret);
  await byRole(page, 'button', 'Switch account').waitFor(long);
  return page;
}
export async function signedIn(email, secret = password) {
  const page = await enter(await visit(), email, secret);
  await synchronised(page);
  return page;
}
export const state = (page, words) => byRole(page, 'button', words).waitFor(long);
export const offline = (page) => state(page, /^State: saved on this device, offline/);
export const said = (page, words) => page.getByText(words).first().waitFor(long);

// The one of Jane's makes a federation, in which John's is then a member: all of it is seen on the other side at once.
export async function federate(hers, his) {
  await goToAccount(hers, owner);
  await openFederation(hers);
  const code = await makeFederation(hers, 'Umbrella');
  await openFederation(his);
  await joinWith(his, code);
  await byRole(hers, 'button', `Accept ${member}`).click(long);
  await byRole(byRole(hers, 'dialog', `Accept ${member}?`), 'button', 'Accept').click();
  for (const page of [hers, his]) await byRole(page, 'heading', 'Members (2)').waitFor(long);
}

export async function openYourAccount(page) {
  await byRole(page, 'button', 'Switch account').click();
  await byRole(page, 'link', 'Your account').click();
  await byRole(page, 'heading', 'Your account', { level: 1 }).waitFor(long);
  await byRole(page, 'heading', 'Sessions').waitFor(long);
}
