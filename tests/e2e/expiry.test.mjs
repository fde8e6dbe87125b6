// What ends by itself: a request to join after 30 days, an access code on its last day. The page's clock is moved; what
// is due then ends at the authority, and both sides see it.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, launch, open } from './browser.mjs';
import {
  assert, checkScreen, goToAccount, joinWith, long, makeFederation, openFederation, openTab, signIn, synchronised,
  tableText,
} from './product.mjs';

const owner = 'WestCoast Cloud Team', member = 'Blueface Control';
const day = 24 * 3600 * 1000;

let browser, jane, john, code;
before(async () => {
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.clock.install();
  jane = await open(context);
  john = await openTab(jane);
});
after(() => browser?.close());
afterEach(async () => {
  for (const tab of [jane, john]) await checkScreen(tab);
});

// The device has slept for so long: its clock has moved on, and whatever was to happen meanwhile happens now. Not more
// than timers can count at once.
async function pass(days) {
  for (let left = days; left > 0; left -= 10) await jane.context().clock.fastForward(Math.min(left, 10) * day);
}

const codes = () => tableText(byRole(jane, 'grid', 'Access codes'));
const stateOf = async (label) => (await codes()).find(([name]) => name === label)?.[2];

test('a code of one day and one of thirty days', async () => {
  await signIn(jane, 'Jane Doe');
  await signIn(john, 'John Doe');
  await goToAccount(jane, owner);
  await openFederation(jane);
  code = await makeFederation(jane, 'Umbrella');
  await byRole(jane, 'button', 'Issue Code').click();
  const dialog = byRole(jane, 'dialog', 'Issue Code');
  await byRole(dialog, 'textbox', /^Label/).fill('One day');
  await byRole(dialog, 'textbox', /^Days/).fill('1');
  await byRole(dialog, 'button', 'Issue').click();
  await eventually(() => stateOf('One day'), 'Live');
  await synchronised(jane);
});

test('a code that has expired says so to its owner and opens nothing to anybody else', async () => {
  const text = (await codes()).find(([name]) => name === 'One day')[1];
  await pass(2);
  await eventually(() => stateOf('One day'), 'Expired');
  assert.equal(await stateOf('First code'), 'Live');
  await openFederation(john);
  await byRole(john, 'button', 'Join Federation').click();
  const dialog = byRole(john, 'dialog', 'Join Federation');
  await byRole(dialog, 'textbox', /^Access Code/).fill(text);
  await dialog.getByText('This code does not open a federation to you.').first().waitFor(long);
  assert.equal(await byRole(dialog, 'button', 'Join').count(), 0);
  await byRole(dialog, 'button', 'Cancel').click();
});

test('a request outlives its code, and the session in which it was made', async () => {
  await joinWith(john, code);
  await byRole(jane, 'heading', 'Pending Members (1)').waitFor(long);
  await pass(29);
  for (const tab of [jane, john]) {
    await tab.getByText('Your session has ended.').first().waitFor(long);
    await checkScreen(tab);
    await byRole(tab, 'button', 'Sign in again').click();
    await synchronised(tab);
    assert.equal(await tab.getByText('Your session has ended.').count(), 0);
  }
  await eventually(() => stateOf('First code'), 'Expired');
  await jane.getByText('No code can be used now.').first().waitFor(long);
  await byRole(jane, 'heading', 'Pending Members (1)').waitFor(long);
  await byRole(john, 'button', 'Withdraw').waitFor(long);
});

test('a request expires after 30 days, on both sides', async () => {
  await pass(2);
  await byRole(jane, 'heading', 'Pending Members (0)').waitFor(long);
  await john.getByText('No member is added at the moment.').first().waitFor(long);
  const [what, how] = (await tableText(byRole(john, 'grid', 'History')))[0];
  assert.deepEqual([what, how], ['Asked to join Umbrella', 'Expired']);
  await synchronised(jane);
  await synchronised(john);
});
