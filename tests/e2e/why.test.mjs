// "Why can they see this?": who reaches an account, by which links, and ending the right one: as the customer, through
// the limit; as a viewer, who may not; as the partner, on the account above; as the owner of a federation.
import { after, afterEach, before, test } from 'node:test';
import { byRole, eventually, focusedName, launch, settled } from './browser.mjs';
import {
  assert, checkScreen, goToAccount, long, makeFederation, openFederation, openPortal, signIn, signOut, synchronised,
  tableText,
} from './product.mjs';

const owner = 'Blueface Control', member = 'WestCoast Cloud Team', partner = 'Westcoast Cloud', top = 'Parasol Telecom';
const umbrella = 'Umbrella', title = 'Why can they see this?';

let browser, page, addressOfMember;
before(async () => {
  browser = await launch();
  page = await openPortal(browser);
  await signIn(page, 'Jane Doe');
});
after(() => browser?.close());
afterEach(() => checkScreen(page));

async function administrators(name) {
  if (name) await goToAccount(page, name);
  await byRole(page.getByRole('navigation', { name: 'Account', exact: true }), 'link', 'Administrators').click();
  await byRole(page, 'heading', 'Administrators', { level: 1 }).waitFor(long);
  await byRole(page, 'grid', 'Administrators').waitFor(long);
}
const others = () => byRole(page, 'grid', 'Others who can see this account');
// Name and how, of each.
const listed = () => tableText(others()).then((rows) => rows.map((cells) => cells.slice(0, 2).join(': ')));
const said = (text) => page.getByText(text).first().waitFor(long);
const everything = () => page.locator('parasol-portal').evaluate((portal) => {
  const texts = [];
  const walk = (node) => {
    for (const name of ['aria-label', 'aria-description']) texts.push(node.getAttribute?.(name) ?? '');
    if (node.nodeType === 3) texts.push(node.data);
    if (node.shadowRoot) walk(node.shadowRoot);
    node.childNodes.forEach(walk);
  };
  walk(portal);
  return texts.join('\n');
});

async function ask(name) {
  await byRole(page, 'button', `Why can ${name} see this?`).click();
  const dialog = byRole(page, 'dialog', title);
  await dialog.waitFor(long);
  return dialog;
}

async function end(dialog, name, action) {
  await byRole(dialog, 'button', name).click();
  const question = byRole(page, 'alertdialog', `${name}?`);
  await byRole(question, 'button', action).click();
  await question.waitFor({ ...long, state: 'detached' });
}

test('a federation, with an administrator and a member that lets it do something', async () => {
  await goToAccount(page, owner);
  await openFederation(page);
  const code = await makeFederation(page, umbrella);
  await byRole(page, 'button', 'Name Federation Administrator').click();
  const naming = byRole(page, 'dialog', 'Name Federation Administrator');
  await byRole(naming, 'combobox', /^Person/).click();
  await byRole(page, 'option', /John Doe/).click();
  await byRole(naming, 'button', 'Name').click();
  await goToAccount(page, member);
  addressOfMember = page.url();
  await openFederation(page);
  await byRole(page, 'button', 'Join Federation').click();
  const joining = byRole(page, 'dialog', 'Join Federation');
  await byRole(joining, 'textbox', /^Access Code/).fill(code);
  await byRole(joining, 'radio', /^Services only/).check();
  await byRole(joining, 'textbox', /^Days until it is paused/).fill('30');
  await byRole(joining, 'button', 'Join').click();
  await byRole(page, 'button', 'Withdraw').waitFor(long);
  await synchronised(page);
  await goToAccount(page, owner);
  await openFederation(page);
  await byRole(page, 'button', `Accept ${member}`).click();
  await byRole(byRole(page, 'dialog', `Accept ${member}?`), 'button', 'Accept').click();
  await byRole(page, 'heading', 'Members (2)').waitFor(long);
  await synchronised(page);
});

test('as partner: everybody who is reached is named once, with the account above that it is by', async () => {
  await administrators(member);
  await eventually(listed, [
    `Bill Penny: Billing administrator of ${partner}`, `Jane Doe (you): Account owner of ${partner}`,
    `Victor Lane: Viewer of ${partner}`, `John Doe: Federation administrator of ${umbrella}`,
  ], 'who reaches it');
  await said(`The people of ${top}, the account ${partner} buys from, and of any above it, can see it too.`);
  assert.doesNotMatch(await everything(), /Olivia/);
  const dialog = await ask('Bill Penny');
  await byRole(dialog, 'heading', `Billing administrator of ${partner}, which this account is below`).waitFor();
  await dialog.getByText(`${partner} \u203a ${member}`).first().waitFor();
  await dialog.getByText('See prices, subscriptions, orders and invoices').first().waitFor();
  assert.equal(await dialog.getByText(/^Edit the account/).count(), 0, 'only what the role may');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await eventually(() => focusedName(page), 'Why can Bill Penny see this?', 'the focus is back');
  await (await ask('you')).getByText(`You reach ${member} in 1 way.`).first().waitFor();
  await page.keyboard.press('Escape');
});

test('as partner: ending the link takes the role above, and says so', async () => {
  const dialog = await ask('Bill Penny');
  await end(dialog, `Remove Bill Penny from ${partner}`, 'Remove');
  await dialog.waitFor({ ...long, state: 'detached' });
  await said(`Removed Bill Penny from ${partner}. They cannot see ${member} any more.`);
  await eventually(() => focusedName(page), 'Administrators', 'the focus is at the head of the page');
  assert.ok(!(await listed()).some((line) => line.startsWith('Bill')));
  await synchronised(page);
  await byRole(page, 'link', 'Home').click();
  await administrators();
  await eventually(async () => (await tableText(byRole(page, 'grid', 'Administrators'))).map(([name]) => name),
                   ['Jane Doe', 'Victor Lane'], 'the administrators of the partner');
});

test('the last owner stays, and the question says why', async () => {
  await administrators(member);
  const dialog = await ask('Mary Poe');
  await byRole(dialog, 'heading', `Customer administrator of ${member} (this account)`).waitFor();
  await byRole(dialog, 'button', `Remove Mary Poe from ${member}`).click();
  const question = byRole(page, 'alertdialog', `Remove Mary Poe from ${member}?`);
  await byRole(question, 'button', 'Remove').click();
  await question.getByText(/^This is the last account owner/).first().waitFor(long);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await eventually(() => focusedName(page), `Remove Mary Poe from ${member}`, 'the focus is back in the dialog');
  await page.keyboard.press('Escape');
});

test('as viewer: who can end it is said, and there is nothing to press', async () => {
  await signOut(page);
  await signIn(page, 'Victor Lane');
  await administrators(member);
  let dialog = await ask('Jane Doe');
  await dialog.getByText(`Who can end this: Account owner of ${partner}, or an account owner above it.`).first()
    .waitFor(long);
  assert.equal(await byRole(dialog, 'button').count(), 1, 'Close alone');
  await page.keyboard.press('Escape');
  dialog = await ask('John Doe');
  await dialog.getByText(
    `Who can end this: Customer administrator of ${owner}, or an account owner above it. Who owns this account can ` +
    `pause it.`).first().waitFor();
  assert.equal(await byRole(dialog, 'button').count(), 1, 'Close alone');
  await page.keyboard.press('Escape');
});

test('as customer: those above are not named; the federation is, and can be paused', async () => {
  await signOut(page);
  await signIn(page, 'Mary Poe');
  await administrators();
  await eventually(listed, [`John Doe: Federation administrator of ${umbrella}`], 'who reaches it');
  await said(`The people of ${partner}, the account it buys from, and of any above it, can see it too.`);
  assert.doesNotMatch(await everything(), /Jane|Victor|Olivia/);
  const dialog = await ask('John Doe');
  await dialog.getByText(/^This account lets the administrators of its federation do: Services only, until /).first()
    .waitFor();
  assert.equal(await byRole(dialog, 'button', /^End /).count(), 0);
  await end(dialog, `Pause the administrators of ${umbrella}`, 'Pause');
  await dialog.waitFor({ ...long, state: 'detached' });
  await said(`Paused the administrators of ${umbrella}. They cannot see ${member} any more.`);
  await eventually(() => focusedName(page), 'Administrators', 'the focus is at the head of the page');
  assert.equal(await others().count(), 0);
  await byRole(page, 'heading', 'Others who can see this account (0)').waitFor();
  await synchronised(page);
});

test('as the one who was paused: it is out of reach', async () => {
  await signOut(page);
  await signIn(page, 'John Doe');
  await page.goto(addressOfMember);
  await byRole(page, 'heading', 'Not found').waitFor(long);
  await page.goBack();
  await settled(page);
});

test('as owner of the federation: who reaches it by two links keeps the other', async () => {
  await signOut(page);
  await signIn(page, 'Jane Doe');
  await administrators(owner);
  const dialog = await ask('John Doe');
  await dialog.getByText(`John Doe reaches ${owner} in 2 ways. Ending one leaves the others.`).first().waitFor(long);
  await dialog.getByText('This account owns the federation, so they have no limit here.').first().waitFor();
  await end(dialog, `End John Doe as administrator of ${umbrella}`, 'End');
  await said(`Ended John Doe as administrator of ${umbrella}. John Doe still reaches ${owner} as ` +
             `Customer administrator of ${owner}.`);
  await dialog.getByText(`John Doe reaches ${owner} in 1 way.`).first().waitFor();
  assert.equal(await byRole(dialog, 'button', /^End /).count(), 0);
  await eventually(async () => {
    const focused = await focusedName(page);
    return focused === 'Close' || focused === title || focused === `Remove John Doe from ${owner}`;
  }, true, 'the focus stays in the dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await eventually(() => focusedName(page), 'Why can John Doe see this?', 'the focus is back');
  await synchronised(page);
  await openFederation(page);
  await byRole(page, 'heading', 'Federation administrators (0)').waitFor(long);
});
