// The browser is killed, all of it at once and at any moment, in the middle of commands. What the page had shown as
// saved is there when it is started again, and nothing is half done. The moments are drawn from a seed, which is
// printed; PARASOL_SEED gives the same ones again.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byRole, launchGroup, open, settled, soak } from './browser.mjs';
import {
  addAccount, assert, checkScreen, chooseFile, filtered, goHome, long, signIn, synchronised, tableText,
} from './product.mjs';

const seed = Number(process.env.PARASOL_SEED ?? randomInt(1, 2 ** 31));
const rounds = soak ? 100 : 20;
const longestLife = 6000;  // milliseconds of commands before the kill
const imported = 30;

// Numbers from 0 below `limit`, the same ones for the same seed (mulberry32).
let state = seed;
function below(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}

const profile = mkdtempSync(join(tmpdir(), 'parasol-kill-'));
let group, openAtFirst;
after(async () => {
  await group?.kill();
  rmSync(profile, { recursive: true, force: true });
});

async function start() {
  group = await launchGroup(profile);
  const page = await open(group.context);
  page.setDefaultTimeout(30000);
  await page.setViewportSize({ width: 1280, height: 800 });
  // Browsers write down at their leisure who is signed in: whoever was killed soon after is asked again.
  const people = byRole(page, 'searchbox', 'Search people');
  await people.or(byRole(page, 'button', 'Switch account')).first().waitFor(long);
  if (await people.count() > 0) await signIn(page, 'Jane Doe');
  return page;
}

const saved = (page) => byRole(page, 'button', /^State: saved on this device/).waitFor(long);

// What is wished, and how many accounts there are when it is done; never any other number but none.
const works = {
  customer: {
    give: (page, name) => addAccount(page, name),
    count: 1,
  },
  reseller: {
    give: (page, name) => addAccount(page, name, 'Reseller'),
    count: 1,
    // An account for its own staff is made with it, or neither is.
    check: async (page, name) => {
      const [cells] = await tableText(byRole(page, 'treegrid', 'Accounts'));
      assert.ok(cells.includes('1'), `${name} has its internal-use account: ${cells.join(' | ')}`);
    },
  },
  import: {
    give: async (page, name) => {
      await byRole(page, 'link', 'Import accounts').click();
      const rows = Array.from({ length: imported }, (_, at) => `,${name} ${at},customer,,${name}-${at},,`);
      const text = ['number,name,kind,parent,third_party_reference,contact,email', ...rows].join('\n');
      await chooseFile(page, 'Choose a CSV file',
                       { name: 'some.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await byRole(page, 'button', `Import ${imported} accounts`).click();
    },
    count: imported,
  },
};

// Gives commands, one after the other, until the browser is no more. What it says stands in `given`.
async function work(page, round, given) {
  for (let at = 0; ; ++at) {
    const kind = ['customer', 'customer', 'reseller', 'import'][below(4)];
    const wish = { name: `Round ${round} wish ${at}.`, kind, saved: false };
    given.push(wish);
    await works[kind].give(page, wish.name);
    await saved(page);
    wish.saved = true;
    if (kind === 'import') await goHome(page);
  }
}

async function look(page, given) {
  await goHome(page);
  await synchronised(page);
  for (const { name, kind, saved: shown } of given) {
    const count = await filtered(page, name);
    assert.ok(count === works[kind].count || (count === 0 && !shown),
              `${name} (${kind}, ${shown ? 'shown as saved' : 'not yet saved'}) is there ${count} times`);
    if (count > 0) await works[kind].check?.(page, name);
  }
  await byRole(page, 'searchbox', 'Filter accounts').fill('');
  await settled(page);
  // What the sample has open, and never a refused command besides.
  const open = await byRole(page, 'link', 'Requests').getAttribute('aria-description');
  openAtFirst ??= open;
  assert.equal(open, openAtFirst);
  await checkScreen(page);
}

test(`killed ${rounds} times: what was saved is there, and nothing is half done`, async (context) => {
  context.diagnostic(`PARASOL_SEED=${seed}`);
  const all = [];
  let given = [];
  for (let round = 0; round < rounds; ++round) {
    const page = await start();
    await look(page, given);
    all.push(...given);
    given = [];
    const life = below(longestLife);
    const killed = new Promise((done) => setTimeout(done, life)).then(() => group.kill());
    // The browser ends under whatever was being asked of it; anything else that goes wrong is a fault.
    const ended = await work(page, round, given).catch((error) => error);
    await killed;
    assert.match(String(ended), /closed|crashed|disconnected/i);
  }
  const page = await start();
  await look(page, given);
  all.push(...given);
  await look(page, all);
  const kept = all.filter((wish) => wish.saved).length;
  context.diagnostic(`${all.length} commands, ${kept} of them shown as saved before the browser was killed`);
  assert.ok(kept > 0 && kept < all.length, 'some were saved and some were cut short');
});
