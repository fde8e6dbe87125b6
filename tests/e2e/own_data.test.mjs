// One's own data: exported as a file, and erased. Each test is about another person.
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { byRole, checkAccessible, eventually } from './browser.mjs';
import { password } from './parasold.mjs';
import { assert, long } from './product.mjs';
import {
  field, jane, john, mary, onAServer, openYourAccount, said, serena, server, signedIn, type, withOwnClock,
} from './with_server.mjs';

onAServer({ accounts: 30, begin: withOwnClock });

const erasing = (page) => byRole(page, 'alertdialog', 'Erase your person?');

const openAdministrators = (page) => byRole(page, 'link', 'Administrators').first().click();
const administrator = (page, name) => byRole(byRole(page, 'grid', 'Administrators'), 'row', name);

async function asksToErase(page, email) {
  await byRole(page, 'button', 'Erase me').click();
  await byRole(erasing(page), 'textbox', `Type ${email} to confirm`).fill(email);
  await byRole(erasing(page), 'button', 'Erase for good').click();
}

test('all that is kept of a person is saved as a file, after the password was typed', async () => {
  const page = await signedIn(mary);
  server.pass(601);
  await openYourAccount(page);
  const saved = page.waitForEvent('download');
  await byRole(page, 'button', 'Export my data').click();
  const confirming = byRole(page, 'dialog', 'Confirm that it is you');
  await field(confirming, 'Password').fill(password);
  await byRole(confirming, 'button', 'Confirm').click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), 'parasol-my-data.json');
  const text = await readFile(await file.path(), 'utf8');
  const data = JSON.parse(text);
  assert.equal(data.format, 'parasol own data 1');
  assert.equal(data.person.email, mary);
  assert.ok(data.roles.some((role) => role.role === 'account_owner'), text);
  assert.equal(data.sign_in.sessions.length, 1);
  assert.ok(!text.includes(password) && !text.includes(jane));
  await said(page, 'Your data was exported.');
});

test('who is the last owner of an account is told of which, and stays', async () => {
  const page = await signedIn(jane);
  await openYourAccount(page);
  await asksToErase(page, jane);
  await erasing(page).getByText(/^You are the last account owner of /).first().waitFor(long);
  await checkAccessible(page);
  await byRole(erasing(page), 'button', 'Cancel').click();
  await byRole(page, 'button', 'Switch account').waitFor(long);
});

test('who erases themselves is signed out for good; others see it at once, and a pseudonym from then on', async () => {
  const his = await signedIn(john);
  await openAdministrators(his);
  await administrator(his, /Serena Wright/).waitFor(long);
  const hers = await signedIn(serena);
  await openYourAccount(hers);
  await byRole(hers, 'button', 'Erase me').click();
  await checkAccessible(hers);
  await byRole(erasing(hers), 'button', 'Cancel').click();
  await asksToErase(hers, serena);
  await byRole(hers, 'heading', 'Sign in to Parasol').waitFor(long);
  await type(hers, serena, password);
  await said(hers, /^This e-mail address and password do not go together/);

  await administrator(his, /Serena Wright/).waitFor({ ...long, state: 'detached' });
  await byRole(his, 'link', 'Activity').first().click();
  const activity = byRole(his, 'grid', 'Activity');
  await eventually(async () => (await activity.innerText()).includes('Erased person'), true);
  await eventually(async () => (await activity.innerText()).includes('Serena Wright'), false);
});
