// The second factor of signing in: turned on with an authenticator, which the test is, asked for from then on, replaced
// by recovery codes where it is lost, and turned off again. Each test is about another person.
import { test } from 'node:test';
import { Authenticator, digitsOf } from './authenticator.mjs';
import { byRole, checkAccessible, eventually, focusedName } from './browser.mjs';
import { accessCode, assert, long, signOut, synchronised } from './product.mjs';
import {
  field, jane, john, onAServer, openYourAccount, said, serena, server, signedIn, type, visit, withOwnClock,
} from './with_server.mjs';
import { password } from './parasold.mjs';

onAServer({ accounts: 30, begin: withOwnClock });

const wrong_code = /^This code is not right, or was used already\./;

test('an authenticator makes the codes of the standard', () => {
  // RFC 6238, appendix B, the last six digits of each.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  assert.deepEqual([1, 37037036, 41152263].map((step) => digitsOf(secret, step)), ['287082', '081804', '005924']);
});

const set_up = 'Turn on the second factor';

async function beginSetUp(page) {
  await openYourAccount(page);
  await byRole(page, 'button', set_up).click();
  const dialog = byRole(page, 'dialog', set_up);
  await byRole(dialog, 'img', 'QR code for an authenticator').waitFor(long);
  return [dialog, new Authenticator(await byRole(dialog, 'textbox', 'Secret').inputValue(), server.ahead)];
}

// What is told once: read, and closed.
async function readCodes(page) {
  const dialog = byRole(page, 'dialog', 'Recovery codes');
  const list = byRole(dialog, 'list', 'Recovery codes');
  await byRole(list, 'listitem').first().waitFor(long);
  const codes = await byRole(list, 'listitem').allTextContents();
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, accessCode);
  await checkAccessible(page);
  await page.keyboard.press('Escape');
  await byRole(dialog, 'button', 'Done').click();  // and nothing else
  await dialog.waitFor({ state: 'hidden' });
  return codes;
}

async function turnOn(page) {
  const [dialog, authenticator] = await beginSetUp(page);
  await byRole(dialog, 'textbox', 'Code').fill(authenticator.shown());
  await byRole(dialog, 'button', 'Turn on').click();
  return { authenticator, codes: await readCodes(page) };
}

// The password alone is not enough.
async function signInUntilCode(page, email) {
  await type(page, email, password);
  await field(page, 'Code').waitFor(long);
}
async function typeCode(page, code) {
  await field(page, 'Code').fill(code);
  await byRole(page, 'button', 'Sign in').click();
}
async function refuseCode(page, code) {
  await typeCode(page, code);
  await said(page, wrong_code);
  await eventually(() => field(page, 'Code').inputValue(), '', 'what was wrong is cleared');
  assert.equal(await byRole(page, 'button', 'Switch account').count(), 0);
}
async function signInWith(page, code) {
  await typeCode(page, code);
  await synchronised(page);
}
const left = (page, words) => said(page, new RegExp(`^On since .*\\. ${words} left\\.$`));

test('turned on with a code, it is asked for at the next sign-in; no code works twice', async () => {
  const page = await signedIn(jane);
  const [dialog, authenticator] = await beginSetUp(page);
  await byRole(dialog, 'textbox', 'Code').fill(authenticator.wrong());
  await byRole(dialog, 'button', 'Turn on').click();
  await dialog.getByText(wrong_code).first().waitFor(long);
  await checkAccessible(page);
  await byRole(dialog, 'textbox', 'Code').fill(authenticator.shown());
  await byRole(dialog, 'button', 'Turn on').click();
  await readCodes(page);
  await left(page, '10 recovery codes are');
  await signOut(page);

  await signInUntilCode(page, jane);
  await eventually(() => focusedName(page), 'Code', 'it is typed next');
  await checkAccessible(page);
  await refuseCode(page, authenticator.wrong());
  await refuseCode(page, authenticator.shown());  // it has turned it on
  await signInWith(page, authenticator.next());
});

test('a recovery code signs in once, and only once; new ones, after a confirmation, end those before', async () => {
  const page = await signedIn(john);
  const { codes } = await turnOn(page);
  await signOut(page);
  await signInUntilCode(page, john);
  await signInWith(page, codes[3]);
  const elsewhere = await visit();
  await signInUntilCode(elsewhere, john);
  await refuseCode(elsewhere, codes[3]);
  await openYourAccount(page);
  await left(page, '9 recovery codes are');

  server.pass(601);  // longer than the password counts as typed just now
  await byRole(page, 'button', 'Make new recovery codes').click();
  const question = byRole(page, 'dialog', 'Confirm that it is you');
  await question.waitFor(long);
  await field(question, 'Password').fill(password);
  await byRole(question, 'button', 'Confirm').click();
  await field(question, 'Code').fill(codes[1]);
  await byRole(question, 'button', 'Confirm').click();
  const others = await readCodes(page);
  assert.ok(others.every((code) => !codes.includes(code)));
  await left(page, '10 recovery codes are');
  await refuseCode(elsewhere, codes[0]);
  await signInWith(elsewhere, others[0]);
});

test('turned off, after a question, the password alone signs in again', async () => {
  const page = await signedIn(serena);
  await turnOn(page);
  const question = byRole(page, 'alertdialog', 'Turn off the second factor?');
  await byRole(page, 'button', 'Turn off the second factor').click();
  await question.waitFor(long);
  await checkAccessible(page);
  await byRole(question, 'button', 'Cancel').click();
  await question.waitFor({ state: 'hidden' });
  await left(page, '10 recovery codes are');
  await byRole(page, 'button', 'Turn off the second factor').click();
  await byRole(question, 'button', 'Turn off').click();
  await byRole(page, 'button', set_up).waitFor(long);
  await signOut(page);
  await type(page, serena, password);
  await synchronised(page);
});
