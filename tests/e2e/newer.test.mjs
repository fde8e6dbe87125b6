// "Load it now": a server that speaks a newer version of the protocol than the page takes nothing from it. The page
// says so, keeps what waits, and one click loads the newer page, which sends it.
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { byRole, checkAccessible, eventually, kept, ready } from './browser.mjs';
import { prepare, served } from './parasold.mjs';
import { addAccount, assert, filtered, goHome, long, synchronised } from './product.mjs';
import { jane, onAServer, server, signedIn, state } from './with_server.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist');
const banner = 'A newer version of Parasol is there.';

onAServer({ accounts: 30 });

// The page as it is, of another version, of which a script says so.
function release() {
  const newer = join(server.data, 'newer'), pages = join(server.data, 'newer-served');
  cpSync(dist, newer, { recursive: true });
  cpSync(served, pages, { recursive: true });  // what is the same is not packed again
  const [, version] = /['"]([0-9a-f]{16})['"]/.exec(readFileSync(join(newer, 'sw.js'), 'utf8'));
  for (const name of ['sw.js', 'start.js']) {
    const text = readFileSync(join(newer, name), 'utf8');
    assert.ok(text.includes(version), `${name} names the version`);
    writeFileSync(join(newer, name), text.replaceAll(version, '0123456789abcdef'));
  }
  appendFileSync(join(newer, 'portal.js'), '\nwindow.isNewer = true;\n');
  prepare(newer, pages);
  return pages;
}

test('a page that is too old says so, keeps what waits, and is loaded anew by one click', async () => {
  const page = await signedIn(jane);
  await kept(page);
  await goHome(page);
  const pages = release();
  await server.stop();
  await server.start({ pages });
  // Until it is loaded, this page speaks the version before.
  let is_old = true;
  page.on('request', (request) => { is_old = is_old && !request.isNavigationRequest(); });
  await page.route('**/api/sync', (route) => {
    const body = route.request().postData();
    return is_old ? route.continue({ postData: body.replace('"protocol":1', '"protocol":0') }) : route.continue();
  });
  await addAccount(page, 'Made on an old page');
  await page.getByText(banner).first().waitFor(long);
  await state(page, 'State: saved on this device, this page is too old');
  await checkAccessible(page);
  const loaded = page.waitForEvent('load', long);
  await byRole(page, 'button', 'Load it now').click();
  await loaded;
  await ready(page);
  assert.equal(await page.evaluate(() => window.isNewer), true);
  await synchronised(page);
  assert.equal(await page.getByText(banner).count(), 0);
  await goHome(page);
  await eventually(() => filtered(page, 'Made on an old page'), 1);
});
