// Many accounts from a CSV file: read, checked and shown before anything happens, then all of them or none.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch, ready } from './browser.mjs';
import {
  accountCount, assert, checkScreen, chooseFile, goHome, long, openPortal, signIn, synchronised, tableText,
} from './product.mjs';

const columns = ['number', 'name', 'kind', 'parent', 'third_party_reference', 'contact', 'email'];
const names = [
  'Ångström, Söhne & Fils', 'O’Brien "The Bakery"', 'Ελληνική Εταιρεία', 'Русская Торговля', 'شركة النور',
  'חברת אור', '上海电信有限公司', '東京通信株式会社', '서울 통신', 'दिल्ली सेवा', 'บริษัท ไทย', '🌂 Umbrella',
  '<b>Bold</b> & Co',
];
const resellers = 10, below = 200, total = 5000;
const directly = total - resellers * below;

let browser, page, accountsBefore;
before(async () => {
  browser = await launch();
  // High enough for a table of all mistakes.
  page = await openPortal(browser, { viewport: { width: 1280, height: 1800 } });
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows, header = columns) => [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
const row = (fields) => columns.map((column) => fields[column] ?? '');
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function openImport() {
  await goHome(page);
  await byRole(page, 'link', 'Import accounts').click();
  await byRole(page, 'heading', 'Import accounts', { level: 1 }).waitFor(long);
  // What was done here before is still shown.
  const again = byRole(page, 'button', /^(Import|Choose) another file$/);
  if (await again.count() > 0) await again.click();
}

const choose = (chosen, button = 'Choose a CSV file') => chooseFile(page, button, chosen);

async function filter(text, wanted) {
  await byRole(page, 'searchbox', 'Filter accounts').fill(text);
  await page.getByText(wanted).first().waitFor(long);
}

// Resellers by number and by reference; accounts below them stand before and after them in the file.
function manyAccounts() {
  const rows = [];
  const customer = (at, parent) => row({
    name: `${names[at % names.length]} ${at}`, kind: 'customer', parent, third_party_reference: `BIG-${at}`,
    contact: `Ann "${at}" Example, Ms`, email: `ann.${at}@example.com`,
  });
  let at = 0;
  for (let seller = 0; seller < resellers; ++seller) {
    const byNumber = seller % 2 === 0;
    const number = byNumber ? `70000000${seller}` : '';
    const parent = byNumber ? number : `SELLER-${seller}`;
    const fields = { number, name: `Reseller ${seller}`, kind: 'Reseller', third_party_reference: `SELLER-${seller}` };
    const children = Array.from({ length: below }, () => customer(at++, parent));
    rows.push(...children.slice(0, 50), row(fields), ...children.slice(50));
  }
  while (rows.length < total) rows.push(customer(at++));
  return rows;
}

// --- What comes in ---

test('5,000 accounts are shown before they come in, and then all of them are there', async () => {
  await goHome(page);
  accountsBefore = await accountCount(page);
  await openImport();
  await choose(file('many.csv', csv(manyAccounts())));
  await page.getByText('5,000 accounts in many.csv').first().waitFor(long);
  const preview = byRole(page, 'grid', 'Preview');
  assert.equal(await preview.getAttribute('aria-rowcount'), String(total + 1));
  assert.deepEqual((await tableText(preview))[0].slice(0, 3), ['2', `${names[0]} 0`, 'Customer']);
  await eventually(() => focusedName(page), 'Import 5,000 accounts', 'the focus is led on');
  await byRole(page, 'button', 'Import 5,000 accounts').click();
  await page.getByText('Imported 5,000 accounts from many.csv.').first().waitFor({ timeout: 60000 });
  await synchronised(page);
  await byRole(page, 'link', 'Show accounts').click();
  await eventually(() => accountCount(page), accountsBefore + directly, 'accounts directly below');
});

async function seeThem() {
  const all = (accountsBefore + directly).toLocaleString('en-GB');
  for (const at of [2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011, 2012]) {
    await filter(`${names[at % names.length]} ${at}`, `1 of ${all} accounts`);
    await byRole(page, 'link', `${names[at % names.length]} ${at}`).waitFor(long);
  }
  await filter('BIG-4999', 'No account matches.');  // there are 4,990 customers
  await filter('BIG-4989', `1 of ${all} accounts`);
  for (const seller of ['Reseller 4', 'Reseller 5']) {
    await filter(seller, `1 of ${all} accounts`);
    await byRole(page, 'link', seller).waitFor(long);
    await byRole(page, 'row', seller).getByRole('link', { name: 'Account Link' }).click();
    await page.getByText(`Below ${seller}: ${below + 1} accounts in all.`).waitFor(long);
    await eventually(() => accountCount(page), below + 1, `accounts below ${seller}`);
    await goHome(page);
  }
}

test('every name is found, in its script, and every parent has its own', seeThem);

test('they are there after the page is loaded again', async () => {
  await page.reload();
  await ready(page);
  await goHome(page);
  await filter('', `${(accountsBefore + directly).toLocaleString('en-GB')} accounts directly below`);
  await seeThem();
});

// --- What does not ---

const longText = 'x'.repeat(501);
// row of the file, its fields, and the mistakes that are named: [row, column, reason].
const mistakes = [
  [{ number: '12345', name: 'M2', kind: 'customer' }, ['number', /nine digits/]],
  [{ number: '012345678', name: 'M3', kind: 'customer' }, ['number', /does not start with 0/]],
  [{ name: '', kind: 'customer' }, ['name', /name is missing/]],
  [{ name: 'n'.repeat(201), kind: 'customer' }, ['name', /longer than 200 characters/]],
  [{ name: 'M6 \u202eevil', kind: 'customer' }, ['name', /characters that cannot be shown/]],
  [{ name: 'M7', kind: 'shop' }, ['kind', /not a kind of account/]],
  [{ name: 'M8', kind: '' }, ['kind', /not a kind of account/]],
  [{ name: 'M9', kind: 'partner' }, ['kind', /cannot be made below this one/]],
  [{ name: 'M10', kind: 'customer', parent: 'NO-SUCH' }, ['parent', /this number or reference/]],
  [{ name: 'M11', kind: 'customer', parent: '799999999' }, ['parent', /this number or reference/]],
  [{ name: 'M12', kind: 'reseller', parent: 'RING-B', third_party_reference: 'RING-A' },
    ['parent', /each other's parents/]],
  [{ name: 'M13', kind: 'reseller', parent: 'RING-A', third_party_reference: 'RING-B' },
    ['parent', /each other's parents/]],
  [{ name: 'M14', kind: 'customer', parent: 'BIG-3999' }, ['kind', /cannot be made below this one/]],
  [{ name: 'M15', kind: 'customer', third_party_reference: 'TWICE' }],
  [{ name: 'M16', kind: 'customer', third_party_reference: 'TWICE' },
    ['third_party_reference', /has this third-party reference already/]],
  [{ name: 'M17', kind: 'customer', third_party_reference: 'BIG-4000' },
    ['third_party_reference', /has this third-party reference already/]],
  [{ name: 'M18', kind: 'customer', third_party_reference: longText },
    ['third_party_reference', /longer than 500 characters/]],
  [{ name: 'M19', kind: 'customer', third_party_reference: 'a\u0001b' },
    ['third_party_reference', /characters that cannot be shown/]],
  [{ name: 'M20', kind: 'customer', contact: longText }, ['contact', /longer than 500 characters/]],
  [{ name: 'M21', kind: 'customer', contact: 'a\u0007b' }, ['contact', /characters that cannot be shown/]],
  [{ name: 'M22', kind: 'customer', email: 'not-an-address' }, ['email', /not an e-mail address/]],
  [{ name: 'M23', kind: 'customer', email: 'a b@example.com' }, ['email', /not an e-mail address/]],
  [{ name: 'M24', kind: 'customer', extra: 'what is this' }, ['column 8', /not known/]],
  [{ number: '711111111', name: 'M25', kind: 'customer' }],
  [{ number: '711111111', name: 'M26', kind: 'customer' }, ['number', /has this number already/]],
  [{ name: 'M27', kind: 'reseller', parent: 'SELLER-1', third_party_reference: 'BOTH' }],
  [{ name: 'M28', kind: 'reseller', parent: 'SELLER-3', third_party_reference: 'BOTH' }],
  [{ name: 'M29', kind: 'customer', parent: 'BOTH' }, ['parent', /Several accounts have this reference/]],
];

async function nothingCameIn() {
  await goHome(page);
  await eventually(() => accountCount(page), accountsBefore + directly, 'nothing came in');
  for (const text of ['M2', 'M27', 'Fine account']) await filter(text, 'No account matches.');
}

test('a file with mistakes is refused: each is named by row, column and reason', async () => {
  const rows = mistakes.map(([fields]) => [...row(fields), ...(fields.extra ? [fields.extra] : [])]);
  const fine = Array.from({ length: 20 }, (_, at) => row({ name: `Fine account ${at}`, kind: 'customer' }));
  await openImport();
  await choose(file('mistakes.csv', csv([...rows, ...fine])));
  const expected = mistakes.flatMap(([, ...found], at) => found.map(([column, why]) => [at + 2, column, why]));
  assert.ok(expected.length >= 20);
  await page.getByText(`${expected.length} mistakes in mistakes.csv`).first().waitFor(long);
  const table = byRole(page, 'grid', 'Mistakes');
  assert.equal(await table.getAttribute('aria-rowcount'), String(expected.length + 1));
  const shown = await tableText(table);
  assert.deepEqual(shown.map(([at, column]) => `${at} ${column}`),
                   expected.map(([at, column]) => `${at} ${column}`));
  expected.forEach(([at, column, why], index) => assert.match(shown[index][2], why, `row ${at}, ${column}`));
  assert.equal(await byRole(page, 'button', /^Import \d/).count(), 0, 'nothing to press');
});

test('nothing of a file with mistakes has come in', nothingCameIn);

test('what only the authority can see is refused as well, by row and column, and all of the file', async () => {
  const rows = Array.from({ length: 30 }, (_, at) =>
    row({ number: at === 17 ? '700000004' : '', name: `Fine account ${at}`, kind: 'customer' }));
  await openImport();
  await choose(file('taken.csv', csv(rows)));
  await byRole(page, 'button', 'Import 30 accounts').click();
  await page.getByText('1 mistake in taken.csv').first().waitFor(long);
  const [shown] = await tableText(byRole(page, 'grid', 'Mistakes'));
  assert.deepEqual(shown.slice(0, 2), ['19', 'number']);
  assert.match(shown[2], /has this number already/);
  await synchronised(page);
  await nothingCameIn();
});

test('columns that are missing, twice or unknown are named', async () => {
  await openImport();
  await choose(file('columns.csv', csv([['a', 'b', 'c', 'd']], ['name', 'name', 'colour', 'parent'])));
  await page.getByText('6 mistakes in columns.csv').first().waitFor(long);
  const shown = await tableText(byRole(page, 'grid', 'Mistakes'));
  assert.deepEqual(shown.map(([at, column, why]) => `${at} ${column}: ${why.split(' ').slice(0, 5).join(' ')}`), [
    '1 name: This column is there twice.', '1 kind: This column is missing. Add',
    '1 third_party_reference: This column is missing. Add', '1 contact: This column is missing. Add',
    '1 email: This column is missing. Add', '1 colour: This column is not known.',
  ]);
});

test('a file of another encoding is refused, and the place is named', async () => {
  await openImport();
  const latin = Buffer.concat([Buffer.from('name,kind\r\nFine account 1,customer\r\nFine account '), Buffer.of(0xe9)]);
  await choose({ name: 'latin.csv', mimeType: 'text/csv', buffer: latin });
  await page.getByText('latin.csv cannot be read.').first().waitFor(long);
  await page.getByText(/Row 3 is not UTF-8 text \(byte \d+\)/).first().waitFor();
  const wide = Buffer.from('\ufeffname,kind\r\nFine account 1,customer', 'utf16le');
  await choose({ name: 'wide.csv', mimeType: 'text/csv', buffer: wide });
  await page.getByText('wide.csv cannot be read.').first().waitFor(long);
  await page.getByText(/is not UTF-8 text/).first().waitFor();
});

test('a file of more than 5 MB is refused before it is read', async () => {
  await page.evaluate(() => {
    window.filesRead = 0;
    const native = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = function arrayBuffer() {
      ++window.filesRead;
      return native.call(this);
    };
  });
  const text = csv([row({ name: 'Fine account', kind: 'customer' })]);
  await openImport();
  await choose(file('large.csv', text.padEnd(5 * 1024 * 1024 + 1, '\n')));
  await page.getByText('large.csv was refused.').first().waitFor(long);
  await page.getByText(/at most 10,000 rows and 5 MB/).first().waitFor();
  assert.equal(await page.evaluate(() => window.filesRead), 0, 'not read');
  await choose(file('just-right.csv', text.padEnd(5 * 1024 * 1024, '\n')));
  await page.getByText('1 account in just-right.csv').first().waitFor(long);
  assert.equal(await page.evaluate(() => window.filesRead), 1);
});

test('more than 10,000 rows are refused, 10,000 are not', async () => {
  const rows = Array.from({ length: 10001 }, (_, at) => row({ name: `Fine account ${at}`, kind: 'customer' }));
  await openImport();
  await choose(file('rows.csv', csv(rows)));
  await page.getByText(/at most 10,000 rows and 5 MB/).first().waitFor(long);
  await page.getByText(/^rows.csv /).first().waitFor();
  await choose(file('fewer.csv', csv(rows.slice(1))));
  await byRole(page, 'button', 'Import 10,000 accounts').waitFor(long);
  await byRole(page, 'button', 'Choose another file').click();
  await byRole(page, 'button', 'Choose a CSV file').waitFor(long);
  await nothingCameIn();
});
