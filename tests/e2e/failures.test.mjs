// A device that fails: no storage, a refused, full, lost, corrupt or newer one, tabs that cannot find each other, no
// WebGL, no secure address. The portal works on, says what is saved and what is not, and gives out what waits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { address, byRole, checkCoverage, checkQuiet, launch, ready, watch } from './browser.mjs';
import { goToAccount, long, signIn } from './product.mjs';

const account = 'Blueface Control';
let browser, page;

before(async () => { browser = await launch(); });
after(() => browser?.close());
afterEach(async () => {
  if (!page) return;
  await checkCoverage(page);
  checkQuiet(page);
  await page.context().close();
  page = undefined;
});

// A new profile whose pages are prepared before they load.
async function start(prepare) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (prepare) await context.addInitScript(prepare);
  page = await context.newPage();
  watch(page);
  page.setDefaultTimeout(15000);
  await page.goto(address);
  await ready(page);
}

// The state's button: by all its words, or by how they begin.
const state = (words) =>
  byRole(page, 'button', words instanceof RegExp ? new RegExp(`^State: ${words.source}`) : `State: ${words}`);
const signInAsJane = () => signIn(page, 'Jane Doe', state(/.*, synchronised$/));

async function suspend() {
  await goToAccount(page, account);
  await byRole(page, 'button', 'Suspend').click();
  await byRole(byRole(page, 'alertdialog', `Suspend ${account}?`), 'button', 'Suspend').click();
  await byRole(page, 'button', 'Resume').waitFor(long);
}

// In the state's popover.
async function whatItSays() {
  await state(/./).click();
  const popover = page.getByRole('dialog').filter({ has: byRole(page, 'heading', 'State') });
  await popover.waitFor();
  return popover;
}

async function download(button) {
  const saved = page.waitForEvent('download');
  await button.click();
  return readFileSync(await (await saved).path());
}

// In a new profile: the same sample, where nothing of it has happened.
async function importElsewhere(file) {
  await page.context().close();
  await start();
  await signInAsJane();
  await goToAccount(page, account);
  await byRole(page, 'button', 'Suspend').waitFor();
  const popover = await whatItSays();
  const chooser = page.waitForEvent('filechooser');
  await byRole(popover, 'button', 'Import what waits').click();
  await (await chooser).setFiles({ name: 'parasol-waiting.json', mimeType: 'application/json', buffer: file });
  await page.getByText('What the file held was taken.').first().waitFor(long);
  await page.keyboard.press('Escape');
  await byRole(page, 'button', 'Resume').waitFor(long);
  await state('saved on this device, synchronised').waitFor(long);
}

const without = {
  'IndexedDB is missing': () => { delete window.indexedDB; },
  'IndexedDB is refused': () => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function refuse(...name) {
      const request = open.apply(this, name);
      request.addEventListener('upgradeneeded', (event) => {
        event.stopImmediatePropagation();
        request.transaction.abort();
      });
      return request;
    };
  },
  'Web Locks are missing': () => { delete Navigator.prototype.locks; },
  'BroadcastChannel is missing': () => { delete window.BroadcastChannel; },
};
for (const [what, prepare] of Object.entries(without)) {
  test(`${what}: everything works in memory, and it says so`, async () => {
    await start(prepare);
    await page.getByText('Nothing is saved here.').waitFor(long);
    await signInAsJane();
    await suspend();
    await state('not saved, synchronised').waitFor(long);
    const popover = await whatItSays();
    await popover.getByText('This browser gives no storage here').waitFor();
    assert.equal(await byRole(popover, 'button', 'Export what waits').isDisabled(), true, 'nothing waits');
    await page.keyboard.press('Escape');
    await page.reload();
    await ready(page);
    await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
  });
}

// Every write is refused while window.full is set, as the browser refuses it.
function canBeFull() {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function putUnlessFull(...record) {
    if (!window.full) return put.apply(this, record);
    this.transaction.abort();
    throw new DOMException('Full', 'QuotaExceededError');
  };
}

test('a full device: what waits is exported, imported elsewhere, and saved when there is room', async () => {
  await start(canBeFull);
  await signInAsJane();
  await page.evaluate(() => { window.full = true; });
  await suspend();
  await state(/not saved/).waitFor(long);
  const popover = await whatItSays();
  await popover.getByText('This device is full.').waitFor();
  const file = await download(byRole(popover, 'button', 'Export what waits'));
  await page.keyboard.press('Escape');
  await page.evaluate(() => { window.full = false; });
  await state('saved on this device, synchronised').waitFor({ timeout: 150000 });  // tried at growing intervals
  await importElsewhere(file);
});

// Every database of this origin, from a page that runs nothing of ours.
async function fromOutside(work, argument) {
  const other = await page.context().newPage();
  await other.goto(new URL('LICENSE.txt', address).href);
  const answer = await other.evaluate(work, argument);
  await other.close();
  return answer;
}

const losses = {
  'deleted in another tab': () => fromOutside(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done, failed) => {
        Object.assign(indexedDB.deleteDatabase(name), { onsuccess: done, onerror: failed });
      });
    }
  }),
  'taken away by the browser': async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes: 'indexeddb' });
  },
};
for (const [how, lose] of Object.entries(losses)) {
  test(`a storage that is ${how}: nothing passes for saved, and what waits is exported`, async () => {
    await start();
    await signInAsJane();
    await lose();
    await suspend();
    await state(/not saved/).waitFor(long);
    const popover = await whatItSays();
    await popover.getByText('The browser has lost its storage.').waitFor();
    await importElsewhere(await download(byRole(popover, 'button', 'Export what waits')));
  });
}

// Writes over the rows in the databases whose name holds `part`, while no page has them open.
const damage = (part) => fromOutside(async (wanted) => {
  for (const { name } of await indexedDB.databases()) {
    if (!name.includes(wanted)) continue;
    const database = await new Promise((done) => {
      indexedDB.open(name).onsuccess = (event) => done(event.target.result);
    });
    const transaction = database.transaction(['pages', 'log'], 'readwrite');
    for (const store of ['pages', 'log']) {
      transaction.objectStore(store).openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        cursor.update(cursor.value.fill(7, 40));
        cursor.continue();
      };
    }
    await new Promise((done) => { transaction.oncomplete = done; });
    database.close();
  }
}, part);

const raise = (part) => fromOutside(async (wanted) => {
  for (const { name, version } of await indexedDB.databases()) {
    if (!name.includes(wanted)) continue;
    const database = await new Promise((done) => {
      indexedDB.open(name, version + 1).onsuccess = (event) => done(event.target.result);
    });
    database.close();
  }
}, part);

const versions = () => fromOutside(async () =>
  Object.fromEntries((await indexedDB.databases()).map(({ name, version }) => [name, version])));

// Away from the portal, so that nothing of it is open; and back.
async function meanwhile(work) {
  await page.goto('about:blank');
  await work();
  await page.goto(address);
  await ready(page);
}

test('a person\'s data that cannot be read is set aside, fetched anew, exported, and then discarded', async () => {
  await start();
  await signInAsJane();
  await meanwhile(() => damage('person:'));
  await state('saved on this device, synchronised').waitFor(long);
  await goToAccount(page, account);
  const popover = await whatItSays();
  await popover.getByText('Something stored on this device could not be read.').waitFor();
  const file = await download(byRole(popover, 'button', 'Export what cannot be read'));
  assert.ok(file.includes('aside') && file.length > 1000, `${file.length} bytes`);
  await byRole(popover, 'button', 'Discard what cannot be read').click();
  await popover.getByText('Something stored on this device could not be read.').waitFor({ state: 'detached' });
});

test('a demo\'s database that cannot be read stays, is exported, and only "Reset demo" replaces it', async () => {
  await start();
  await signInAsJane();
  await meanwhile(() => damage('authority'));
  await state(/.*offline/).waitFor(long);
  const popover = await whatItSays();
  await popover.getByText('The demo could not be started.').waitFor();
  const file = await download(byRole(popover, 'button', 'Export the demo\'s data'));
  assert.ok(file.includes('pages') && file.length > 100000, `${file.length} bytes`);
  await byRole(popover, 'button', 'Reset demo').click();
  await byRole(byRole(page, 'alertdialog', 'Reset demo'), 'button', 'Reset demo').click();
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
  await signInAsJane();
});

test('a demo\'s database of a newer version is left alone', async () => {
  await start();
  await byRole(page, 'searchbox', 'Search people').waitFor(long);
  await meanwhile(() => raise('authority'));
  await page.getByText('The demo could not be started.').waitFor(long);
  await page.getByText('A newer version of this page has been used here.').waitFor();
  const [version] = Object.values(await versions());
  assert.equal(version, 2);
});

test('a person\'s data of a newer version is left alone, and nothing passes for saved', async () => {
  await start();
  await signInAsJane();
  await meanwhile(() => raise('person:'));
  await state(/not saved/).waitFor(long);
  const popover = await whatItSays();
  await popover.getByText('A newer version of this page has been used on this device.').waitFor();
  await page.keyboard.press('Escape');
  await suspend();
  await state('not saved, synchronised').waitFor(long);
  const found = await versions();
  assert.equal(Object.entries(found).find(([name]) => name.includes('person:'))[1], 2);
});

const plain = {
  'This browser cannot draw the portal': () => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function getContext(kind, ...rest) {
      return kind === 'webgl2' ? null : real.call(this, kind, ...rest);
    };
  },
  'This address is not secure': () => Object.defineProperty(window, 'isSecureContext', { value: false }),
};
for (const [heading, prepare] of Object.entries(plain)) {
  test(`a plain page says: ${heading}`, async () => {
    const other = await browser.newPage();
    await other.addInitScript(prepare);
    await other.goto(address);
    await byRole(other, 'heading', heading).waitFor();
    assert.equal(await other.getByRole('alert').count(), 1);
    await other.context().close();
  });
}
