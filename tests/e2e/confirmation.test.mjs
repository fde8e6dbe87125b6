// "Confirm that it is you": what gives a federation away, ends it, or makes or unmakes an account owner takes the
// password once more where it was typed ten minutes ago or earlier. The command waits, and goes on by itself.
import { test } from 'node:test';
import { byRole, checkAccessible, eventually, focusedName } from './browser.mjs';
import { password } from './parasold.mjs';
import { assert, goHome, goToAccount, long, synchronised } from './product.mjs';
import {
  federate, field, jane, john, member, onAServer, owner, server, signedIn, state, withOwnClock,
} from './with_server.mjs';

onAServer({ accounts: 30, begin: withOwnClock });

const confirmation_life = 600;  // seconds
const question = (page) => byRole(page, 'dialog', 'Confirm that it is you');
const rail = (page, name) => byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', name);

async function confirm(page) {
  await question(page).waitFor(long);
  await field(question(page), 'Password').fill(password);
  await byRole(question(page), 'button', 'Confirm').click();
  await question(page).waitFor({ ...long, state: 'hidden' });
  await synchronised(page);
}

async function dissolve(page, name) {
  await byRole(page, 'button', 'Dissolve Federation').click();
  const dialog = byRole(page, 'alertdialog', 'Dissolve Federation');
  await byRole(dialog, 'textbox').fill(name);
  await byRole(dialog, 'button', 'Dissolve Federation').click();
}
async function offer(page) {
  await byRole(page, 'button', 'Transfer Ownership').click();
  const dialog = byRole(page, 'dialog', 'Transfer Ownership');
  await byRole(dialog, 'combobox', 'New owner').click();
  await byRole(page, 'option', new RegExp(`^${member}`)).click();
  await byRole(dialog, 'button', 'Offer').click();
}
async function invite(page, email, role) {
  await byRole(page, 'button', 'Invite Administrator').click();
  const dialog = byRole(page, 'dialog', 'Invite Administrator');
  await byRole(dialog, 'textbox', 'E-mail').fill(email);
  await byRole(dialog, 'radio', new RegExp(`^${role}`)).check();
  await byRole(dialog, 'button', 'Invite').click();
}
const invited = (page, email) => byRole(byRole(page, 'grid', 'Invitations'), 'row', new RegExp(email));

test('offering and dissolving wait for the password; a wrong one is refused, the right one lets go on', async () => {
  const hers = await signedIn(jane), his = await signedIn(john);
  await federate(hers, his);

  server.pass(confirmation_life + 1);
  await offer(hers);
  await question(hers).getByText(/^Offer the ownership: this needs your password once more\./).first().waitFor(long);
  assert.equal(await byRole(his, 'button', 'Accept Ownership').count(), 0);
  await eventually(() => focusedName(hers), 'Password');
  await checkAccessible(hers);
  await byRole(question(hers), 'button', 'Confirm').click();
  await question(hers).getByText('Type your password.').first().waitFor(long);
  await field(question(hers), 'Password').fill('not the password at all');
  await byRole(question(hers), 'button', 'Confirm').click();
  await question(hers).getByText('This e-mail address and password do not go together').first().waitFor(long);
  await eventually(() => field(question(hers), 'Password').inputValue(), '', 'the wrong one is cleared');
  await checkAccessible(hers);
  assert.equal(await byRole(his, 'button', 'Accept Ownership').count(), 0);
  await confirm(hers);
  await byRole(his, 'button', 'Accept Ownership').waitFor(long);

  // For a while it is not asked for again.
  await byRole(hers, 'button', 'Withdraw Offer').click();
  await byRole(his, 'button', 'Accept Ownership').waitFor({ ...long, state: 'detached' });
  assert.equal(await question(hers).count(), 0);

  server.pass(confirmation_life + 1);
  await dissolve(hers, 'Umbrella');
  await question(hers).waitFor(long);
  await byRole(his, 'heading', 'Members (2)').waitFor(long);
  await confirm(hers);
  await byRole(his, 'button', 'Join Federation').waitFor(long);
});

test('inviting and removing an account owner wait, too; what is needed by no other role does not', async () => {
  const page = await signedIn(jane);
  await goToAccount(page, member);
  await rail(page, 'Administrators').click();
  server.pass(confirmation_life + 1);
  await invite(page, 'viewer@westcoast.example', 'Viewer');
  await synchronised(page);
  assert.equal(await question(page).count(), 0);
  await invite(page, 'owner@westcoast.example', 'Customer administrator');
  await confirm(page);
  await invited(page, 'owner@westcoast.example').waitFor(long);

  await goHome(page);
  await rail(page, 'Administrators').click();
  server.pass(confirmation_life + 1);
  await byRole(page, 'button', 'Remove Bill Penny').click();
  await byRole(page.getByRole('alertdialog', { name: /^Remove Bill Penny from / }), 'button', 'Remove').click();
  await confirm(page);
  await byRole(page, 'button', 'Remove Bill Penny').waitFor({ ...long, state: 'detached' });
});

test('who does not confirm now finds it waiting, and may take it back', async () => {
  const page = await signedIn(jane);
  await goToAccount(page, owner);
  await rail(page, 'Administrators').click();
  server.pass(confirmation_life + 1);
  await invite(page, 'later@westcoast.example', 'Customer administrator');
  await question(page).waitFor(long);
  await byRole(question(page), 'button', 'Not now').click();
  await question(page).waitFor({ state: 'hidden' });
  await state(page, 'State: saved on this device, waits for your confirmation');
  await byRole(page, 'button', /^State: /).click();
  await byRole(page, 'button', 'Confirm').click();
  await byRole(question(page), 'button', 'Withdraw').click();
  await synchronised(page);
  await invited(page, 'later@westcoast.example').waitFor({ ...long, state: 'detached' });
});
