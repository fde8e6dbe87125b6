// The page is kept by its service worker: after one visit it starts without a network, and what it is made of is always
// of one version, whatever lies on the server meanwhile. The server here is the test's own, so that it can end.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { serve } from '../../assets/build/serve.mjs';
import { byRole, kept, launch, ready } from './browser.mjs';
import { long } from './product.mjs';

const parts = ['start.js', 'portal.js', 'mirror.js'];
let browser, context, folder, server, address;

before(async () => { browser = await launch(); });
after(() => browser?.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parasol-offline-'));
  cpSync(process.env.PARASOL_SERVED, folder, {
    recursive: true, filter: (path) => path !== join(process.env.PARASOL_SERVED, 'test'),
  });
  release('first');
  server = await serve(folder, 0);
  address = `http://127.0.0.1:${server.address().port}/`;
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  end();
  rmSync(folder, { recursive: true, force: true });
});

function end() {
  server.close();
  server.closeAllConnections();
}

// A version of which several files say which it is.
function release(version) {
  const worker = join(folder, 'sw.js');
  const text = readFileSync(worker, 'utf8');
  const next = text.replace(/(['"])([0-9a-f]{16}|first|second)\1/, `'${version}'`);
  assert.notEqual(next, text, 'the worker names its version');
  writeFileSync(worker, next);
  for (const part of parts) appendFileSync(join(folder, part), `\n(window.parts ??= {})['${part}'] = '${version}';\n`);
}

async function open() {
  const page = await context.newPage();
  await page.goto(address);
  await ready(page);
  return page;
}

async function versionOf(page) {
  const versions = Object.values(await page.evaluate(() => window.parts));
  assert.equal(versions.length, parts.length);
  assert.equal(new Set(versions).size, 1, `made of ${versions}`);
  return versions[0];
}

// That a worker which has waited becomes the active one, as seen from a page that is none of its own.
async function activation(outside) {
  const session = await outside.context().newCDPSession(outside);
  const waited = new Set();
  const active = new Promise((done) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, status } of versions) {
        if (status === 'installed') waited.add(versionId);
        if (status === 'activated' && waited.has(versionId)) done();
      }
    });
  });
  await session.send('ServiceWorker.enable');
  return { active };
}

test('after one visit it starts without a network', async () => {
  const page = await open();
  await kept(page);
  end();
  await page.reload();
  await ready(page);
  await byRole(page, 'searchbox', 'Search people').waitFor(long);
  assert.equal(await versionOf(page), 'first');
});

test('a new version waits until the last tab of the old is closed, and is never mixed with it', async () => {
  const page = await open();
  await kept(page);
  release('second');
  await page.reload();
  await ready(page);
  assert.equal(await versionOf(page), 'first');
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting);
  const other = await open();
  assert.equal(await versionOf(other), 'first');
  const { active } = await activation(await context.newPage());
  await other.close();
  await page.close();
  await active;
  assert.equal(await versionOf(await open()), 'second');
});

test('by one click all tabs change to the newer version', async () => {
  const page = await open();
  await kept(page);
  await byRole(page, 'searchbox', 'Search people').fill('Jane Doe');
  await byRole(page, 'button', /^Sign in as .*Jane Doe/).first().click();
  await byRole(page, 'button', 'Switch account').waitFor(long);
  const other = await open();
  await byRole(other, 'button', 'Switch account').waitFor(long);
  assert.equal(await byRole(page, 'button', 'Update').count(), 0);
  release('second');
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
  await byRole(other, 'button', 'Update').waitFor(long);
  const reloaded = [page, other].map((tab) => tab.waitForEvent('load'));
  await byRole(page, 'button', 'Update').click();
  await Promise.all(reloaded);
  for (const tab of [page, other]) {
    await ready(tab);
    assert.equal(await versionOf(tab), 'second');
    await byRole(tab, 'button', 'Switch account').waitFor(long);  // still signed in
    assert.equal(await byRole(tab, 'button', 'Update').count(), 0);
  }
});
