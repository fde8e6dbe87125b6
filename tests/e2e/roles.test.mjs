// What a person is told: nobody is offered to decide what is not theirs, a count says what the page lists, and what was
// for one person is not shown to another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRole, eventually, settled } from './browser.mjs';
import { goToAccount, long, onAFreshPortal, signIn, signOut } from './product.mjs';

let page;
onAFreshPortal((fresh) => { page = fresh; });

const requests = () => byRole(page, 'link', 'Requests');
const listed = () => page.getByText(/^\d+ accounts? asks? to join its federation$/);

test('the count at "Requests" is what its page lists, before and after a federation is opened', async () => {
  await signIn(page, 'Jane Doe');
  const said = await requests().getAttribute('aria-description');
  await requests().click();
  await byRole(page, 'heading', 'Requests').waitFor(long);
  await listed().first().waitFor(long);
  const sum = (await listed().allTextContents()).reduce((all, words) => all + parseInt(words, 10), 0);
  const own = await byRole(page, 'link', /^Open the request of /).count();
  assert.equal(said, `${sum + own} open`);
  await byRole(page, 'link', /^Open the federation of /).first().click();
  await byRole(page, 'heading', /^Pending Members \([1-9]/).waitFor(long);
  await settled(page);
  assert.equal(await requests().getAttribute('aria-description'), said);
});

test('a viewer is offered nothing to decide, and not told that nobody asks', async () => {
  await signIn(page, 'Jane Doe');
  await requests().click();
  const federation = await byRole(page, 'link', /^Open the federation of /).first().evaluate((link) => link.href);
  await signOut(page);
  await signIn(page, 'Victor Lane');
  await eventually(() => requests().getAttribute('aria-description'), 'nothing is open', 'the count');
  await page.goto(federation);
  await byRole(page, 'heading', 'Federations').waitFor(long);
  await page.getByText('Your role does not show who asks to join.', { exact: false }).waitFor(long);
  assert.equal(await page.getByText('Nobody asks to join.').count(), 0);
});

test('what one person was told is not shown to the next; Enter sends an invitation', async () => {
  await signIn(page, 'Jane Doe');
  await goToAccount(page, 'WestCoast Cloud Team');
  await byRole(page, 'link', 'Administrators').click();
  await byRole(page, 'button', 'Invite Administrator').click();
  await byRole(page, 'textbox', 'E-mail').fill('somebody@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('Invited somebody@example.com').first().waitFor(long);
  await signOut(page);
  await signIn(page, 'John Doe');
  await settled(page);
  assert.equal(await page.getByText('Invited somebody@example.com').count(), 0);
});
