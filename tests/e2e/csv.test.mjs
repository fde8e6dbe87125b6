// CSV out: a table as a file, with what the reader sees of it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { byRole, eventually } from './browser.mjs';
import { long, onAFreshPortal, signIn, tableText } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

async function download(table) {
  const saved = page.waitForEvent('download');
  await byRole(page, 'button', `Download ${table} as CSV`).click();
  const file = await saved;
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  assert.equal(lines.pop(), '', 'every line has an end');
  return { name: file.suggestedFilename(), lines };
}

test('the accounts that a filter leaves are saved, in the order that is shown, with all columns', async () => {
  await signIn(page, 'Jane Doe');
  await byRole(page, 'searchbox', 'Filter accounts').fill('west');
  const table = byRole(page, 'treegrid', 'Accounts');
  await eventually(async () => (await tableText(table)).every((row) => /west/i.test(row[0])), true, 'filtered');
  await byRole(table, 'button', 'Account Number').click();
  const shown = await tableText(table);
  const numbers = shown.map((row) => row[2]);
  await eventually(async () => {
    const now = (await tableText(table)).map((row) => row[2]);
    return now.length > 1 && now.every((number, at) => at === 0 || now[at - 1] < number);
  }, true, 'sorted by number');
  const file = await download('Accounts');
  assert.equal(file.name, 'parasol-accounts.csv');
  assert.equal(file.lines[0], '\uFEFFName,Kind,Account Number,State,Accounts,Users,Requests');
  const saved = file.lines.slice(1).map((line) => line.split(','));
  assert.deepEqual(saved.map((row) => row[2]), [...numbers].sort());
  const first = (await tableText(table))[0];
  assert.ok(first[0].includes(saved[0][0]), `${first[0]} is ${saved[0][0]}`);
  assert.deepEqual(saved[0].slice(1, 4), first.slice(1, 4));
});

test('the administrators are saved by keyboard alone', async () => {
  await signIn(page, 'Jane Doe');
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Administrators').click();
  await byRole(page, 'grid', 'Administrators').waitFor(long);
  await byRole(page, 'button', 'Download Administrators as CSV').focus();
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const text = await readFile(await (await saved).path(), 'utf8');
  assert.match(text, /^\uFEFFName,.*\r\n(.*\r\n)*Jane Doe,/);
});
