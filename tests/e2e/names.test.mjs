// Names as people have them, and as nobody should: stored and shown as they are.
import { after, afterEach, before, test } from 'node:test';
import { byRole, launch, ready } from './browser.mjs';
import {
  addAccount, assert, checkScreen, filtered, goHome, goToAccount, long, openPortal, signIn, synchronised,
} from './product.mjs';

let browser, page;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(async () => {
  await checkScreen(page);
  assert.equal(await page.evaluate(() => window.struck ?? 0), 0, 'nothing of a name was run');
});

const shown = [
  ['right-to-left', 'שירותי טלפון בע״מ'],
  ['right-to-left and numbers', 'شركة الهاتف 2026 (فرع)'],
  ['both directions', 'Acme أكمي Ltd'],
  ['emoji of several parts', '👩‍👩‍👧‍👦 Family 🏳️‍🌈 🇮🇪'],
  ['combining marks', 'Z̶͇͑a̴͉͌l̵̪̈g̵̹̽o̴̰͐ Ltd'],
  ['Han, kana and hangul', '漢字・かな・한글'],
  ['markup', '<img src=x onerror="window.struck=1">'],
  ['a script', '</script><script>window.struck = 1</script>'],
  ['what drawing libraries read as more than text', 'Two##of###these %s %d'],
  ['an entity', '&lt;b&gt; &amp;nbsp; &#x41;'],
  ['quotes and backslashes', 'O\'Brien "\\n" `${1}` \\u0041'],
  ['a path and a query', '../../?section=%00#/none/help'],
  ['as long as may be', 'ß'.repeat(200)],
  ['as long as may be, in emoji', '🌂'.repeat(200)],
];

const heading = (name) => byRole(page, 'heading', name, { level: 1 });

for (const [what, name] of shown) {
  test(`${what}: shown as it is, everywhere`, async () => {
    await goHome(page);
    await addAccount(page, name);
    assert.equal(await filtered(page, name), 1);
    const link = byRole(page, 'link', name).first();
    assert.equal(await link.textContent(), name);
    await synchronised(page);
    await link.click();
    await heading(name).waitFor(long);
    await byRole(byRole(page, 'navigation', 'Breadcrumb'), 'link', name).waitFor(long);
    assert.equal(await page.title(), `Account · ${name} · Parasol`);
    await page.reload();
    await ready(page);
    await heading(name).waitFor(long);
  });
}

async function edit(name) {
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', 'Name').fill(name);
  await byRole(form, 'button', 'Save').click();
}

test('an account is renamed from and to any of them', async () => {
  await goToAccount(page, 'Blueface Control');
  let last = 'Blueface Control';
  for (const [, name] of shown.slice(0, 8)) {
    await edit(name);
    await heading(name).waitFor(long);
    assert.equal(await heading(last).count(), 0);
    last = name;
  }
  await synchronised(page);
  await page.reload();
  await ready(page);
  await heading(last).waitFor(long);
  await edit('Blueface Control');
  await heading('Blueface Control').waitFor(long);
  await synchronised(page);
});
