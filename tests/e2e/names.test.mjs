// Names as people have them, and as nobody should: stored and shown as they are, or refused by name where they are
// typed and where they come in by a file.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, launch, ready, settled } from './browser.mjs';
import {
  accountCount, addAccount, assert, checkScreen, chooseFile, filtered, goHome, goToAccount, long, makeFederation,
  openPortal, signIn, synchronised, tableText,
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

// --- What is refused ---

const tooLong = /^This name is longer than 200 characters\. /;
const missing = /^A name is missing\. /;
const unshowable = /^This text has characters that cannot be shown/;
const refused = [
  ['10,000 characters', 'x'.repeat(10000), tooLong],
  ['201 emoji', '🌂'.repeat(201), tooLong],
  ['nothing', '', missing],
  ['blanks of every kind', ' \u00a0\u2003\u3000 ', missing],
  ['a bell', 'a\u0007b', unshowable],
  ['an escape', 'a\u001b[31mb', unshowable],
  ['a delete', 'a\u007fb', unshowable],
  ['a control character of the second kind', 'a\u0085b', unshowable],
  ['a line separator', 'a\u2028b', unshowable],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'].map((mark) =>
    [`the direction mark ${mark.codePointAt(0).toString(16)}`, `invoice ${mark}fdp.exe`, unshowable]),
];

// The field says it itself: in words beside it that a reader of the page is told with it.
async function checkRefused(within, label, typed, why) {
  const field = byRole(within, 'textbox', label);
  await eventually(() => field.getAttribute('aria-invalid'), 'true', 'the field is marked');
  assert.match(await field.getAttribute('aria-description'), why);
  await within.getByText(why).first().waitFor();
  assert.equal(await field.inputValue(), typed, 'what was typed can be corrected');
}

for (const [what, name, why] of refused) {
  test(`${what}: refused by name, when added and when renamed`, async () => {
    await goHome(page);
    const count = await filtered(page, '');
    await byRole(page, 'button', 'Add Account').click();
    const dialog = byRole(page, 'dialog', 'Add Account');
    await byRole(dialog, 'textbox', 'Name').fill(name);
    await byRole(dialog, 'button', 'Add').click();
    await checkRefused(dialog, 'Name', name, why);
    await byRole(dialog, 'textbox', 'Name').fill('');
    await byRole(dialog, 'button', 'Cancel').click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await filtered(page, ''), count, 'nothing was added');

    await goToAccount(page, 'WestCoast Cloud Team');
    await edit(name);
    const form = byRole(page, 'form', 'Edit account');
    await checkRefused(form, 'Name', name, why);
    await heading('WestCoast Cloud Team').waitFor();
    await byRole(form, 'button', 'Cancel').click();
    await form.waitFor({ state: 'detached' });
    await synchronised(page);
  });
}

test('what is wrong is said at its own field, and at no other', async () => {
  await goHome(page);
  await byRole(page, 'button', 'Add Account').click();
  const dialog = byRole(page, 'dialog', 'Add Account');
  const fields = { Name: 'Fine', 'Third Party Reference': 'REF \u202e', 'Contact name': 'x'.repeat(10000) };
  for (const [label, text] of Object.entries(fields)) {
    await byRole(dialog, 'textbox', new RegExp(`^${label}`)).fill(text);
  }
  await byRole(dialog, 'button', 'Add').click();
  await checkRefused(dialog, /^Third Party Reference/, fields['Third Party Reference'], unshowable);
  await checkRefused(dialog, /^Contact name/, fields['Contact name'], /longer than 500 characters/);
  assert.equal(await byRole(dialog, 'textbox', 'Name').getAttribute('aria-invalid'), null);
  for (const label of Object.keys(fields)) await byRole(dialog, 'textbox', new RegExp(`^${label}`)).fill('');
  await byRole(dialog, 'button', 'Cancel').click();
  await dialog.waitFor({ state: 'hidden' });
});

test('the label of an access code is refused by name as well', async () => {
  await goToAccount(page, 'Blueface Control');
  await byRole(page, 'tab', 'Tiered').click();
  await makeFederation(page, 'Of labels');
  await byRole(page, 'button', 'Issue Code').click();
  const dialog = byRole(page, 'dialog', 'Issue Code');
  const longLabel = /^This label is longer than 200 characters\. /, noLabel = /^Give the code a label\.$/;
  for (const [name, why] of [['\u202egnirps', unshowable], ['x'.repeat(10000), longLabel], ['', noLabel]]) {
    await byRole(dialog, 'textbox', /^Label/).fill(name);
    await byRole(dialog, 'button', 'Issue').click();
    await checkRefused(dialog, /^Label/, name, why);
  }
  await byRole(dialog, 'button', 'Cancel').click();
  await dialog.waitFor({ state: 'hidden' });
  await synchronised(page);
});

test('a file with such names is refused: each by row, column and reason; what is only unusual comes in', async () => {
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const csv = (names) => ['name,kind,number,parent,third_party_reference,contact,email',
                          ...names.map((name) => `${cell(name)},customer,,,,,`)].join('\r\n');
  const choose = (text) => chooseFile(page, 'Choose a CSV file',
                                      { name: 'names.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await goHome(page);
  const count = await filtered(page, '');
  await byRole(page, 'link', 'Import accounts').click();
  await byRole(page, 'heading', 'Import accounts', { level: 1 }).waitFor(long);
  // Good ones between them: the row that is named is the row of the file.
  const names = refused.flatMap(([, name], at) => [`Fine ${at}`, name]);
  await choose(csv(names));
  await page.getByText(`${refused.length} mistakes in names.csv`).first().waitFor(long);
  const table = byRole(page, 'grid', 'Mistakes');
  const seen = new Map();
  // The table draws what is in view: it is read while it goes by.
  await table.getByRole('gridcell').first().click();
  for (let at = 0; at < refused.length; ++at) {
    for (const [row, column, reason] of await tableText(table)) seen.set(row, [column, reason]);
    await page.keyboard.press('ArrowDown');
    await settled(page);
  }
  assert.deepEqual([...seen.keys()].map(Number).sort((a, b) => a - b), refused.map((_, at) => 2 * at + 3));
  refused.forEach(([what, , why], at) => {
    const [column, reason] = seen.get(String(2 * at + 3));
    assert.equal(column, 'name', what);
    assert.match(reason, why, what);
  });
  assert.equal(await byRole(page, 'button', /^Import \d/).count(), 0, 'nothing to press');
  await goHome(page);
  assert.equal(await filtered(page, ''), count, 'nothing came in');

  await byRole(page, 'link', 'Import accounts').click();
  await choose(csv(shown.map(([, name]) => name)));
  await byRole(page, 'button', `Import ${shown.length} accounts`).click();
  await page.getByText(`Imported ${shown.length} accounts from names.csv.`).first().waitFor(long);
  await synchronised(page);
  await byRole(page, 'link', 'Show accounts').click();
  await eventually(() => accountCount(page), count + shown.length, 'all of them came in');
});
