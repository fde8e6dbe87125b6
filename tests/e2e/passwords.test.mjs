// Passwords and sessions: a forgotten password and the mail that helps, changing it, and ending sessions elsewhere.
import { after, test } from 'node:test';
import { byRole, checkAccessible, eventually, settled } from './browser.mjs';
import { linkIn, MailSink } from './mail_sink.mjs';
import { password } from './parasold.mjs';
import { assert, long, signOut, synchronised } from './product.mjs';
import {
  enter, field, jane, john, mary, onAServer, openYourAccount, said, server, signedIn, type, visit,
} from './with_server.mjs';

const sink = new MailSink();
onAServer({ accounts: 30, begin: (made) => sink.serve(made) });
after(() => sink.end());

const another = 'another one, and longer';
const over = (page) => said(page, 'Your session has ended.');
const refused = (page) => said(page, 'This e-mail address and password do not go together');

async function askForLink(page, email) {
  await field(page, 'E-mail').fill(email);
  await byRole(page, 'button', 'Forgot password?').click();
  const dialog = byRole(page, 'dialog', 'Forgot password');
  await eventually(() => byRole(dialog, 'textbox', 'E-mail').inputValue(), email, 'what was typed is there');
  await byRole(dialog, 'button', 'Send link').click();
  await byRole(dialog, 'button', 'Done').waitFor(long);
  await checkAccessible(page);
  await settled(page);
  const words = await dialog.innerText();
  await byRole(dialog, 'button', 'Done').click();
  await dialog.waitFor({ state: 'hidden' });
  return words;
}

test('a forgotten password: a mail has a link to choose another, which ends all sessions; nobody learns who is known',
  async () => {
    const elsewhere = await signedIn(jane), page = await visit();
    const unknown = await askForLink(page, 'nobody@nowhere.example');
    const known = await askForLink(page, jane);
    assert.match(known, /If this address is known, a mail is on its way\./);
    assert.equal(known, unknown);
    await eventually(async () => sink.mailsTo(jane).map(({ subject }) => subject), ['Choose another password']);
    assert.deepEqual(sink.mailsTo('nobody@nowhere.example'), []);
    const link = linkIn(sink.mailsTo(jane)[0]);
    assert.ok(link.startsWith(`${server.address}#/link/`), link);

    const chooser = await visit({ path: link });
    await byRole(chooser, 'heading', 'Choose a new password').waitFor(long);
    await said(chooser, `For ${jane}`);
    assert.ok(!chooser.url().includes(link.split('/').at(-1)), 'the address says no secret');
    await checkAccessible(chooser);
    await field(chooser, 'New password').fill('short');
    await byRole(chooser, 'button', 'Save and sign in').click();
    await said(chooser, 'A password has at least 12 characters. Make it longer.');
    await field(chooser, 'New password').fill(another);
    await byRole(chooser, 'button', 'Save and sign in').click();
    await synchronised(chooser);
    await over(elsewhere);
    await eventually(async () => sink.mailsTo(jane).at(-1).subject, 'Your password was changed', 'she is told');

    await type(page, jane, password);
    await refused(page);
    await type(page, jane, another);
    await synchronised(page);
    const again = await visit({ path: link });
    await said(again, 'This link does not work any more. Ask whoever sent it for another one.');
  });

test('a changed password counts at once, and ends all other sessions', async () => {
  const page = await signedIn(john), elsewhere = await signedIn(john);
  await openYourAccount(page);
  await byRole(page, 'button', 'Change password').click();
  const dialog = byRole(page, 'dialog', 'Change password');
  await field(dialog, 'New password').fill('short');
  await byRole(dialog, 'button', 'Save').click();
  await dialog.getByText('A password has at least 12 characters. Make it longer.').first().waitFor(long);
  await checkAccessible(page);
  await field(dialog, 'New password').fill(another);
  await byRole(dialog, 'button', 'Save').click();
  await said(page, 'Your password was changed.');
  await over(elsewhere);
  await synchronised(page);
  await signOut(page);
  await type(page, john, password);
  await refused(page);
  await enter(page, john, another);
  await synchronised(page);
});

const rows = (page) => byRole(byRole(page, 'grid', 'Sessions'), 'row').filter({ has: page.getByRole('rowheader') });
const others = (page) => byRole(page, 'button', /^Sign out Chrom.*, 127\.0\.0\.1, since /);

test('the list of sessions: another one is signed out from there, at once, or all others', async () => {
  const page = await signedIn(mary), two = [await signedIn(mary), await signedIn(mary)];
  const ended = () => Promise.all(two.map((one) => one.getByText('Your session has ended.').count()))
    .then((counts) => counts.filter((count) => count > 0).length);
  await openYourAccount(page);
  await eventually(() => rows(page).count(), 3);
  await byRole(page, 'grid', 'Sessions').getByText('This session').waitFor(long);
  await checkAccessible(page);
  await eventually(() => others(page).count(), 2, 'not the own one');
  await others(page).first().click();
  await eventually(ended, 1, 'one of them', long.timeout);
  await eventually(() => rows(page).count(), 2);
  await byRole(page, 'button', 'Sign out all others').click();
  for (const one of two) await over(one);
  await eventually(() => rows(page).count(), 1);
  await synchronised(page);
});
