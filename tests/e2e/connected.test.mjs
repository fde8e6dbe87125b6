// The page with a server behind it: sign-in by password, several persons in several browsers who see each other's doing
// at once, work without a connection that arrives later, links, a shared computer, and a server that goes and comes.
import { test } from 'node:test';
import { byRole, checkAccessible, eventually, focusedName, kept, ready, settled } from './browser.mjs';
import { password } from './parasold.mjs';
import {
  accountCount, addAccount, assert, filtered, goHome, goToAccount, long, signOut, synchronised,
} from './product.mjs';
import {
  enter, federate, field, jane, john, member, offline, onAServer, owner, server, signedIn, state, type, visit,
} from './with_server.mjs';

onAServer();

const rail = (page, name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);

// Everything that scripts of the page can read back later.
const remembered = (page) => page.evaluate(() => JSON.stringify([
  { ...localStorage }, { ...sessionStorage }, location.href, document.cookie,
]));
// How many records the databases of this browser hold.
const records = (page) => page.evaluate(async () => {
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, fail) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    for (const store of database.objectStoreNames) {
      count += await new Promise((done) => {
        database.transaction(store).objectStore(store).count().onsuccess = (event) => done(event.target.result);
      });
    }
    database.close();
  }
  return count;
});

test('a wrong password is refused and cleared; the right one opens the page and is kept from scripts', async () => {
  const page = await visit();
  await type(page, jane, 'not the password at all');
  await page.getByText('This e-mail address and password do not go together').first().waitFor(long);
  assert.equal(await field(page, 'E-mail').inputValue(), jane);
  await eventually(() => field(page, 'Password').inputValue(), '', 'the password is cleared');
  await eventually(() => focusedName(page), 'Password', 'and typed again');
  await checkAccessible(page);
  assert.equal(await page.getByText(/demo|sample/i).count(), 0);
  await field(page, 'Password').fill(password);
  await page.keyboard.press('Enter');
  await synchronised(page);
  await goHome(page);
  assert.ok(await accountCount(page) > 10);
  const cookies = await page.context().cookies();
  assert.ok(cookies.length > 0);
  const all = await remembered(page);
  for (const { name, value, httpOnly } of cookies) {
    assert.ok(httpOnly, `${name} is the browser's alone`);
    assert.ok(!all.includes(value), `${name} is kept nowhere else`);
  }
  assert.ok(!all.includes(password));
});

test('loading again stays signed in, and another tab of the browser is too', async () => {
  const page = await signedIn(jane);
  await page.reload();
  await ready(page);
  await synchronised(page);
  const tab = await visit({ within: page });
  await byRole(tab, 'button', 'Switch account').waitFor(long);
  await goHome(tab);
});

test('two browsers: a code, a request and its acceptance are seen on the other side at once', async () => {
  const hers = await signedIn(jane), his = await signedIn(john);
  await federate(hers, his);
  const members = his.getByRole('grid', { name: 'Members', exact: true });
  await byRole(members, 'row', new RegExp(owner)).waitFor(long);
});

test('what was done without a network arrives once there is one, and is seen elsewhere', async () => {
  const page = await signedIn(jane), elsewhere = await signedIn(jane);
  for (const one of [page, elsewhere]) await goHome(one);
  await page.context().setOffline(true);
  await offline(page);
  await addAccount(page, 'Made on a plane');
  await state(page, 'State: saved on this device, offline, 1 waiting');
  assert.equal(await filtered(page, 'Made on a plane'), 1);
  assert.equal(await filtered(elsewhere, 'Made on a plane'), 0);
  await page.context().setOffline(false);
  await synchronised(page);
  await eventually(() => filtered(elsewhere, 'Made on a plane'), 1, 'seen elsewhere', long.timeout);
});

test('a server that is stopped and started again finds everybody as they were', async () => {
  const page = await signedIn(jane), elsewhere = await signedIn(jane);
  for (const one of [page, elsewhere]) await kept(one);
  for (const one of [page, elsewhere]) await goHome(one);
  await server.stop();
  await offline(page);
  await addAccount(page, 'Made meanwhile');
  await state(page, 'State: saved on this device, offline, 1 waiting');
  await server.start();
  await synchronised(page);
  await eventually(() => filtered(elsewhere, 'Made meanwhile'), 1, 'seen elsewhere', long.timeout);
});

test('all that the page is made of has its content hash in its address and is kept for good', async () => {
  const replies = [];
  const page = await visit();
  await kept(page);
  await visit({ within: page, listen: (tab) => tab.on('response', (reply) => replies.push(reply)) });
  const names = replies.map((reply) => new URL(reply.url())).filter((url) => !url.pathname.startsWith('/api/'));
  assert.ok(names.some((url) => /^\/parasol\.wasm\?v=[0-9a-f]{16}$/.test(url.pathname + url.search)));
  const plain = names.filter((url) => !/^\?v=[0-9a-f]{16}$/.test(url.search)).map((url) => url.pathname).sort();
  assert.deepEqual([...new Set(plain)].filter((name) => !['/', '/manifest.webmanifest', '/sw.js'].includes(name)), []);
  const wasm = await fetch(new URL('parasol.wasm' + names.find((url) => url.pathname === '/parasol.wasm').search,
    server.address));
  assert.equal(wasm.headers.get('cache-control'), 'public, max-age=31536000, immutable');
});

test('the page starts without a server, with what it held, and says that it is offline', async () => {
  const page = await signedIn(jane);
  await kept(page);
  await server.stop();
  await page.reload();
  await ready(page);
  await offline(page);
  await goHome(page);
  assert.equal(await filtered(page, owner), 1);
  const stranger = await visit({ within: page });
  await byRole(stranger, 'button', 'Switch account').waitFor(long);
  await server.start();
  await synchronised(page);
});

test('without a server nobody signs in, and what was typed stays', async () => {
  const page = await visit();
  await kept(page);
  await server.stop();
  await type(page, jane, password);
  await page.getByText('No answer came.').first().waitFor(long);
  assert.equal(await field(page, 'Password').inputValue(), password);
  await server.start();
  await byRole(page, 'button', 'Sign in').click();
  await synchronised(page);
});

test('the tabs of one person share one stream of events, and another takes over when its tab is closed', async () => {
  const streams = [];
  const tabs = [await visit()];
  const listen = (tab) => tab.on('request', (request) => {
    if (request.url().includes('/api/poke')) streams.push(tab);
  });
  listen(tabs[0]);
  await enter(tabs[0], jane);
  await synchronised(tabs[0]);
  for (let count = 0; count < 2; ++count) {
    const tab = await visit({ within: tabs[0], listen });
    await synchronised(tab);
    tabs.push(tab);
  }
  await eventually(async () => streams.length, 1, 'one stream');
  assert.equal(streams[0], tabs[0]);
  await tabs[0].close();
  await eventually(async () => streams.length, 2, 'another tab has taken over');
  const elsewhere = await signedIn(jane);
  await goHome(elsewhere);
  await addAccount(elsewhere, 'Told by the stream');
  for (const tab of tabs.slice(1)) {
    await goHome(tab);
    await eventually(() => filtered(tab, 'Told by the stream'), 1, 'seen in every tab', long.timeout);
  }
});

test('a server that asks for a pause is given it', async () => {
  const page = await visit();
  let asked = 0;
  const seconds = 3;
  await page.route('**/api/sync', (route) => {
    if (++asked > 1) return route.continue();
    return route.fulfill({ status: 503, headers: { 'Retry-After': `${seconds}` }, json: { error: { code: 'busy' } } });
  });
  await type(page, jane, password);
  await page.getByText('No answer came.').first().waitFor(long);
  const told = Date.now();
  const tryAgain = async () => {
    const button = byRole(page, 'button', 'Sign in');
    if (await button.count() > 0) await button.click();
    await settled(page);
    return asked > 1;
  };
  assert.equal(await tryAgain(), false, 'nothing is asked before');
  await eventually(tryAgain, true, 'asked afterwards', long.timeout);
  assert.ok(Date.now() - told > (seconds - 1) * 1000);
  await byRole(page, 'button', 'Switch account').waitFor(long);
});

test('two persons in two tabs of one browser, each with their own session', async () => {
  const hers = await signedIn(jane);
  const his = await visit({ within: hers });
  await byRole(his, 'button', 'Switch account').waitFor(long);
  await signOut(his);  // of both tabs: they were the same person's
  await byRole(hers, 'heading', 'Sign in to Parasol').waitFor(long);
  await enter(hers, jane);
  await enter(his, john);
  for (const page of [hers, his]) await synchronised(page);
  await hers.reload();
  await ready(hers);
  await synchronised(hers);
  await goHome(hers);
  await signOut(his);
  await goHome(hers);
  await addAccount(hers, 'Still here');
  await synchronised(hers);
});

test('signing out empties the device and ends the session', async () => {
  const page = await signedIn(jane);
  await eventually(async () => (await records(page)) > 0, true, 'rows are on the device');
  const before = await page.context().cookies();
  await signOut(page);
  await eventually(() => records(page), 0, 'nothing is left on the device');
  const left = async () => {
    const now = await page.context().cookies();
    return before.filter(({ name }) => /^(__Host-)?parasol-/.test(name) && now.some((one) => one.name === name)).length;
  };
  await eventually(left, 0, 'no session is left');
  await page.reload();
  await ready(page);
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
});

test('a session that has ended asks for the password, on the page where one was', async () => {
  const page = await signedIn(jane);
  await goToAccount(page, member);
  const address = page.url();
  await page.context().clearCookies();
  await page.reload();
  await ready(page);
  await page.getByText('Your session has ended.').first().waitFor(long);
  await byRole(page, 'heading', member, { level: 1 }).waitFor(long);
  assert.equal(await field(page, 'E-mail').inputValue(), jane);
  await checkAccessible(page);
  await field(page, 'Password').fill(password);
  await page.keyboard.press('Enter');
  await synchronised(page);
  assert.equal(page.url(), address);
});

test('on a shared computer nothing is kept, and the next visit asks again', async () => {
  const page = await visit();
  await byRole(page, 'checkbox', 'This is a shared computer').check();
  await page.keyboard.press('Enter');  // turns no checkbox, this one least of all
  assert.equal(await byRole(page, 'checkbox', 'This is a shared computer').isChecked(), true);
  await enter(page, jane);
  await state(page, 'State: kept in this tab alone, synchronised');
  await goHome(page);
  await addAccount(page, 'From a library');
  await state(page, 'State: kept in this tab alone, synchronised');
  assert.equal(await records(page), 0);
  const [forDevice, forTab] = JSON.parse(await remembered(page));
  assert.deepEqual([forDevice, forTab], [{}, {}]);
  await page.reload();
  await ready(page);
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
});

test('an invitation: its link is copied, chosen a password by, and works once', async () => {
  const page = await signedIn(jane);
  await goToAccount(page, member);
  await rail(page, 'Administrators').click();
  await byRole(page, 'button', 'Invite Administrator').click();
  const invite = byRole(page, 'dialog', 'Invite Administrator');
  await byRole(invite, 'textbox', 'E-mail').fill('nina.new@westcoast.example');
  await byRole(invite, 'button', 'Invite').click();
  await synchronised(page);
  await byRole(page, 'button', 'Make a new link for nina.new@westcoast.example').first().click(long);
  const dialog = byRole(page, 'dialog', 'Invitation link');
  await dialog.getByText(/^Send this to nina\.new@westcoast\.example yourself\. It works once, until/).waitFor(long);
  const link = await byRole(dialog, 'textbox', 'Link').inputValue();
  assert.ok(link.startsWith(`${server.address}#/link/`), link);
  await checkAccessible(page);
  const token = link.split('/').at(-1);
  await byRole(dialog, 'button', 'Done').click();

  const hers = await visit({ path: link });
  await byRole(hers, 'heading', 'Choose a password').waitFor(long);
  const whom = `For nina.new@westcoast.example, invited to ${member} as Viewer by Jane Doe`;
  await hers.getByText(whom).first().waitFor(long);
  assert.ok(!hers.url().includes(token));
  await field(hers, 'New password').fill('short');
  await byRole(hers, 'button', 'Save and sign in').click();
  await hers.getByText('A password has at least 12 characters. Make it longer.').first().waitFor(long);
  await checkAccessible(hers);
  await field(hers, 'New password').fill('long enough to be one');
  await byRole(hers, 'button', 'Save and sign in').click();
  await synchronised(hers);
  await byRole(hers, 'heading', member).first().waitFor(long);  // the invitation is accepted
  assert.ok(!(await remembered(hers)).includes(token));
  const debug = await hers.context().newCDPSession(hers);
  const { entries } = await debug.send('Page.getNavigationHistory');
  assert.ok(entries.every(({ url }) => !url.includes(token)), 'nothing leads back to the link');
  await signOut(hers);
  await enter(hers, 'nina.new@westcoast.example', 'long enough to be one');

  const again = await visit({ path: link });
  await again.getByText('This link does not work any more. Ask whoever sent it for another one.').first().waitFor(long);
});
