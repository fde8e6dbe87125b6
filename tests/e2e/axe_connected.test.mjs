// axe-core on every screen that only a server brings: passwords, links, the second factor, sessions, and the question
// who one is. As in axe.test.mjs what is to be looked at is listed first.
import { after, test } from 'node:test';
import { Authenticator } from './authenticator.mjs';
import { byRole, eventually } from './browser.mjs';
import { Look } from './look.mjs';
import { linkIn, MailSink } from './mail_sink.mjs';
import { password } from './parasold.mjs';
import { goToAccount, long, signOut, synchronised } from './product.mjs';
import {
  checkScreen, field, jane, john, member, onAServer, openYourAccount, said, server, signedIn, type, visit,
} from './with_server.mjs';

const screens = [
  'password', 'password: refused', 'Forgot password', 'Forgot password: sent', 'choose a password',
  'choose a password: refused', 'a used link',
  'your account', 'Change password: refused', 'Erase your person: refused', 'sessions', 'a session that has ended',
  'Turn on the second factor', 'Turn on the second factor: refused', 'Recovery codes', 'second factor',
  'Turn off the second factor', 'password: code refused', 'Confirm: code',
  'Invitation link', 'Confirm: a command', 'Confirm: refused', 'state: unconfirmed', 'Requests: unconfirmed',
  'a newer version',
];

const sink = new MailSink();
onAServer({
  accounts: 30,
  begin: (made) => {
    made.takeOwnClock();
    return sink.serve(made);
  },
});
after(() => sink.end());

let page;
const looks = new Look(screens, () => page, checkScreen);
const look = (screen) => looks.at(screen);
const lookAndClose = (screen, layer) => looks.atLayer(screen, layer);
const rail = (name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);

test('signing in by password, a forgotten one, and the link that helps', async () => {
  page = await visit();
  await byRole(page, 'button', 'Forgot password?').waitFor(long);
  await look('password');
  await type(page, jane, 'not the password at all');
  await said(page, 'This e-mail address and password do not go together');
  await look('password: refused');
  await byRole(page, 'button', 'Forgot password?').click();
  const dialog = byRole(page, 'dialog', 'Forgot password');
  await dialog.waitFor(long);
  await look('Forgot password');
  await byRole(dialog, 'button', 'Send link').click();
  await byRole(dialog, 'button', 'Done').waitFor(long);
  await lookAndClose('Forgot password: sent', dialog);
  await eventually(async () => sink.mailsTo(jane).length, 1);
  const path = linkIn(sink.mailsTo(jane)[0]);
  page = await visit({ path });
  await byRole(page, 'heading', 'Choose a new password').waitFor(long);
  await field(page, 'New password').waitFor(long);
  await look('choose a password');
  await field(page, 'New password').fill('short');
  await byRole(page, 'button', 'Save and sign in').click();
  await said(page, 'A password has at least 12 characters. Make it longer.');
  await look('choose a password: refused');
  await field(page, 'New password').fill(password);
  await byRole(page, 'button', 'Save and sign in').click();
  await synchronised(page);
  page = await visit({ path });
  await said(page, /^This link does not work any more\./);
  await look('a used link');
});

test('your account: the password and the sessions', async () => {
  const elsewhere = await signedIn(jane);
  page = await signedIn(jane);
  await openYourAccount(page);
  await look('your account');
  await byRole(page, 'button', 'Change password').click();
  const dialog = byRole(page, 'dialog', 'Change password');
  await field(dialog, 'New password').fill('short');
  await byRole(dialog, 'button', 'Save').click();
  await dialog.getByText('A password has at least 12 characters. Make it longer.').first().waitFor(long);
  await lookAndClose('Change password: refused', dialog);
  await byRole(page, 'button', 'Erase me').click();
  const question = byRole(page, 'alertdialog', 'Erase your person?');
  await byRole(question, 'textbox', `Type ${jane} to confirm`).fill(jane);
  await byRole(question, 'button', 'Erase for good').click();
  await question.getByText(/^You are the last account owner of /).first().waitFor(long);
  await lookAndClose('Erase your person: refused', question);
  await byRole(page, 'button', 'Sign out all others').click();
  await said(page, 'All other sessions have ended.');
  await look('sessions');
  page = elsewhere;
  await said(page, 'Your session has ended.');
  await look('a session that has ended');
});

test('the second factor, and confirming with its code', async () => {
  page = await signedIn(john);
  await openYourAccount(page);
  const name = 'Turn on the second factor';
  await byRole(page, 'button', name).click();
  const dialog = byRole(page, 'dialog', name);
  await byRole(dialog, 'img', 'QR code for an authenticator').waitFor(long);
  await look('Turn on the second factor');
  const phone = new Authenticator(await byRole(dialog, 'textbox', 'Secret').inputValue(), server.ahead);
  await byRole(dialog, 'textbox', 'Code').fill(phone.wrong());
  await byRole(dialog, 'button', 'Turn on').click();
  await dialog.getByText(/^This code is not right/).first().waitFor(long);
  await look('Turn on the second factor: refused');
  await byRole(dialog, 'textbox', 'Code').fill(phone.shown());
  await byRole(dialog, 'button', 'Turn on').click();
  const codes = byRole(page, 'dialog', 'Recovery codes');
  await codes.waitFor(long);
  await look('Recovery codes');
  await byRole(codes, 'button', 'Done').click();
  await said(page, /^On since .* 10 recovery codes are left\.$/);
  await look('second factor');
  await byRole(page, 'button', 'Turn off the second factor').click();
  await lookAndClose('Turn off the second factor', byRole(page, 'alertdialog', 'Turn off the second factor?'));
  server.pass(601);
  await byRole(page, 'button', 'Make new recovery codes').click();
  const question = byRole(page, 'dialog', 'Confirm that it is you');
  await field(question, 'Password').fill(password);
  await byRole(question, 'button', 'Confirm').click();
  await field(question, 'Code').waitFor(long);
  await lookAndClose('Confirm: code', question);
  await signOut(page);
  await type(page, john, password);
  await field(page, 'Code').fill('1234');
  await byRole(page, 'button', 'Sign in').click();
  await said(page, /^This code is not right/);
  await look('password: code refused');
});

test('a command that waits for a confirmation, and the link of an invitation', async () => {
  page = await signedIn(jane);
  await goToAccount(page, member);
  await rail('Administrators').click();
  server.pass(601);
  await byRole(page, 'button', 'Invite Administrator').click();
  const invite = byRole(page, 'dialog', 'Invite Administrator');
  await byRole(invite, 'textbox', 'E-mail').fill('new.owner@westcoast.example');
  await byRole(invite, 'radio', /^Customer administrator/).check();
  await byRole(invite, 'button', 'Invite').click();
  const question = byRole(page, 'dialog', 'Confirm that it is you');
  await question.waitFor(long);
  await look('Confirm: a command');
  await field(question, 'Password').fill('not the password at all');
  await byRole(question, 'button', 'Confirm').click();
  await question.getByText('This e-mail address and password do not go together').first().waitFor(long);
  await look('Confirm: refused');
  await byRole(question, 'button', 'Not now').click();
  await byRole(page, 'button', /^State: /).click();
  const popover = byRole(page, 'heading', 'State');
  await lookAndClose('state: unconfirmed', popover);
  await byRole(page, 'link', 'Requests').click();
  await byRole(page, 'region', 'Waits for your confirmation').waitFor(long);
  await look('Requests: unconfirmed');
  await byRole(page, 'button', /^Confirm Invite /).click();
  await field(question, 'Password').fill(password);
  await byRole(question, 'button', 'Confirm').click();
  await synchronised(page);
  await goToAccount(page, member);
  await rail('Administrators').click();
  await byRole(page, 'button', 'Make a new link for new.owner@westcoast.example').first().click();
  const link = byRole(page, 'dialog', 'Invitation link');
  await byRole(link, 'textbox', 'Link').waitFor(long);
  await lookAndClose('Invitation link', link);
  await page.route('**/api/sync', (route) => route.continue({
    postData: route.request().postData().replace('"protocol":1', '"protocol":0'),
  }));
  await byRole(page, 'button', 'Invite Administrator').click();
  await byRole(invite, 'textbox', 'E-mail').fill('another@westcoast.example');
  await byRole(invite, 'button', 'Invite').click();
  await byRole(page, 'button', 'Load it now').waitFor(long);
  await look('a newer version');
});

test('all of the list was looked at, in light and in dark', () => looks.finish());
