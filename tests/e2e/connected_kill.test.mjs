// The browser is killed, all of it at once, while a hundred commands wait for a server that is not there. They are
// there when it is started again, and once there is a server all of them arrive: each once, and in order, for the later
// ones are about what the earlier ones made, and each says what it changes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { byRole, kept, launchGroup, open, settled, soak } from './browser.mjs';
import { Parasold, password } from './parasold.mjs';
import {
  addAccount, assert, chooseFile, filtered, goHome, goToAccount, long, synchronised,
} from './product.mjs';

const jane = 'jane.doe@westcoast.example';
// A click for many, and others one after the other.
const invited = 84, made = 8, renamed = 8;
const commands = invited + made + renamed;
const kills = soak ? 20 : 3;
const patient = { timeout: 60000 };
const profile = mkdtempSync(join(tmpdir(), 'parasol-kill-'));

let server, group;
before(async () => {
  server = new Parasold();
  await server.start();
});
after(async () => {
  await group?.kill();
  await server?.end();
  rmSync(profile, { recursive: true, force: true });
});

async function start() {
  group = await launchGroup(profile);
  const page = await open(group.context, '', { from: server.address });
  page.setDefaultTimeout(30000);
  await page.setViewportSize({ width: 1280, height: 800 });
  return page;
}

const secret = (page) => page.locator('input[aria-label="Password"]:not([readonly])');
async function enter(page) {
  await secret(page).fill(password);
  await byRole(page, 'button', 'Sign in').click();
}

// Browsers write cookies down at their leisure: who was killed soon after signing in is asked for the password again.
async function arrived(page) {
  const done = byRole(page, 'button', 'State: saved on this device, synchronised');
  await secret(page).or(done).first().waitFor(patient);
  if (await secret(page).count() > 0) await enter(page);
  await done.waitFor(patient);
}

const waiting = (page, count = commands) =>
  byRole(page, 'button', `State: saved on this device, offline, ${count} waiting`).waitFor(patient);

// Accounts with the addresses of who is to be invited, on the page from which all are.
async function importAccounts(page) {
  await goHome(page);
  await byRole(page, 'link', 'Import accounts').click();
  const lines = Array.from({ length: invited }, (_, at) => `,Company ${at},customer,,,,p${at}@kill.example`);
  const csv = ['number,name,kind,parent,third_party_reference,contact,email', ...lines].join('\n');
  await chooseFile(page, 'Choose a CSV file', { name: 'all.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await byRole(page, 'button', `Import ${invited} accounts`).click();
  await page.getByText(`Imported ${invited} accounts from all.csv.`).first().waitFor(patient);
  await synchronised(page);
  await byRole(page, 'link', 'Invite administrators').click();
  await byRole(page, 'heading', `Accounts without an administrator (${invited})`).waitFor(patient);
}

async function rename(page, to) {
  await byRole(page, 'button', 'Edit account').click();
  const form = byRole(page, 'form', 'Edit account');
  await byRole(form, 'textbox', /^Name/).fill(to);
  await byRole(form, 'button', 'Save').click();
  await byRole(page, 'heading', to, { level: 1 }).waitFor(long);
}

// What the server itself says, by the protocol: rows of these scopes.
async function rows(...wanted) {
  const ask = async (body, cookie = '') => {
    const answer = await fetch(new URL('api/sync', server.address), {
      method: 'POST', body: JSON.stringify({ protocol: 1, ...body }),
      headers: { 'Content-Type': 'application/json', 'Parasol-Protocol': '1', Cookie: cookie },
    });
    return { reply: await answer.json(), cookies: answer.headers.getSetCookie() };
  };
  const { reply: { session }, cookies } = await ask({ type: 'sign_in', email: jane, password });
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  const scopes = wanted.map((scope) => scope.replace('PERSON', session));
  const { reply } = await ask({ type: 'pull', session, wanted: scopes }, cookie);
  assert.equal(reply.type, 'pulled');
  return reply.scopes.flatMap((scope) => scope.rows ?? []);
}

test(`killed ${kills} times with ${commands} commands waiting: all arrive, each once and in order`, async () => {
  let page = await start();
  await secret(page).waitFor(patient);
  await page.getByLabel('E-mail', { exact: true }).fill(jane);
  await enter(page);
  await synchronised(page);
  await kept(page);
  await importAccounts(page);
  await server.stop();
  await byRole(page, 'button', `Invite ${invited} administrators`).click();
  await waiting(page, invited);
  await goHome(page);
  const name = (number) => `Wish ${String(number).padStart(3, '0')}.`;
  for (let number = 1; number <= made; ++number) await addAccount(page, name(number));
  await goToAccount(page, name(made));
  for (let number = made + 1; number <= made + renamed; ++number) await rename(page, name(number));
  await waiting(page);
  for (let time = 1; time < kills; ++time) {
    await group.kill();
    page = await start();
    await waiting(page);
  }
  await group.kill();
  await server.start();
  page = await start();
  await arrived(page);
  await goHome(page);
  assert.equal(await filtered(page, 'Wish '), made);
  assert.equal(await filtered(page, name(made + renamed)), 1);
  await settled(page);

  const [{ account: home }] = (await rows('person:PERSON')).filter(({ type }) => type === 'held_grant');
  const there = (await rows(`children:${home}`)).filter(({ name: text }) => text.startsWith('Wish '));
  assert.deepEqual(there.map((row) => row.name).sort(),
                   [...Array.from({ length: made - 1 }, (_, at) => name(at + 1)), name(made + renamed)]);
  // Each was recorded once, as done.
  const { id } = there.find((row) => row.name === name(made + renamed));
  const month = new Date().toISOString().slice(0, 7);
  const record = (await rows(`activity:${id}:${month}`)).filter(({ type }) => type === 'activity');
  assert.equal(record.length, renamed);
  assert.deepEqual(record.filter(({ refusal }) => refusal), []);
  const accounts = (await rows(`children:${home}`)).filter(({ name: text }) => text.startsWith('Company '));
  const people = await rows(...accounts.map((row) => `people:${row.id}`));
  const addresses = people.filter(({ type }) => type === 'invitation').map(({ email }) => email);
  assert.deepEqual(addresses.sort(), Array.from({ length: invited }, (_, at) => `p${at}@kill.example`).sort());
});
