// What the design aims at, and what this machine makes of it: node tests/bench/run.mjs [--dist FOLDER] [PART...]
//
// ./test --bench sets everything up first. The parts are size, start, large, deep, idle, command and
// pull; without one, all run.
// Figures are printed beside their aims and fail nothing: a machine that does other things at the same time, or draws
// in software as this browser does, is slower than its reader's.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../assets/build/serve.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const wanted = process.argv.slice(2);
const at = wanted.indexOf('--dist');
const dist = resolve(root, at < 0 ? 'dist' : wanted.splice(at, 2)[1]);
const parts = wanted.length ? wanted : ['size', 'start', 'large', 'deep', 'idle', 'command', 'pull'];

const folder = mkdtempSync(join(tmpdir(), 'parasol-bench-'));
cpSync(dist, folder, { recursive: true });
for (const [name, shape] of [['large', 'one-base'], ['deep', 'deep']]) {
  const page = readFileSync(join(here, 'page.html'), 'utf8').replace('SHAPE', shape);
  writeFileSync(join(folder, `${name}.html`), page);
}
const server = await serve(folder, 0);
const address = `http://127.0.0.1:${server.address().port}/`;
process.env.PARASOL_ADDRESS = address;
const { byRole, launch, open, settled } = await import('../e2e/browser.mjs');
const { goToAccount, signIn } = await import('../e2e/product.mjs');
const { Parasold, password } = await import('../e2e/parasold.mjs');

const cores = availableParallelism();
const starts = 20;  // of which the median counts
const long = { timeout: 300000 };

const sorted = (values) => [...values].sort((a, b) => a - b);
const share = (values, part) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * part))];
const median = (values) => share(values, 0.5);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

function say(what, value, aim = '') {
  console.log(`  ${what.padEnd(58)}${String(value).padStart(12)}${aim && `   aim ${aim}`}`);
}

// Notes when the first row of the table of accounts is there: its twin comes in the frame that draws it.
function noteFirstRow() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachAndWatch(options) {
    const shadow = attach.call(this, options);
    const watcher = new MutationObserver(() => {
      const row = '[role="grid"][aria-label="Accounts"] [role="row"] [role="rowheader"], ' +
        '[role="treegrid"][aria-label="Accounts"] [role="row"] [role="rowheader"]';
      if (!shadow.querySelector(row)) return;
      window.firstRow = performance.now();
      watcher.disconnect();
    });
    watcher.observe(shadow, { childList: true, subtree: true });
    return shadow;
  };
}

// Notes what held the page's thread for longer than 50 ms, which is what a browser calls a long task.
function noteLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
}

// A profile in which somebody has signed in to a sample: Jane Doe owns a partner, Olivia Marsh the operator.
async function visit(browser, path, who = 'Jane Doe') {
  const page = await open(browser, path);
  page.setDefaultTimeout(long.timeout);
  await byRole(page, 'searchbox', 'Search people').waitFor(long);
  await signIn(page, who, byRole(page, 'button', 'State: saved on this device, synchronised'));
  await settled(page);
  return page;
}

async function warmStarts(page, path, accounts, aim) {
  await page.addInitScript(noteFirstRow);
  await page.addInitScript(noteLongTasks);
  const firstRows = [], firstFrames = [], longest = [], rests = [];
  for (let time = 0; time < starts; ++time) {
    await page.goto('about:blank');
    await page.goto(new URL(path, address).href);
    const found = await page.waitForFunction(() => window.firstRow, undefined, long);
    firstRows.push(await found.jsonValue());
    firstFrames.push(await page.evaluate(() => document.querySelector('parasol-portal').diagnostics().firstFrameMs));
    await byRole(page, 'button', 'State: saved on this device, synchronised').waitFor(long);
    await settled(page);
    const tasks = await page.evaluate(() => window.longTasks);
    longest.push(Math.max(0, ...tasks.map(([, duration]) => duration)));
    rests.push(await page.evaluate(() => performance.now()));
  }
  say(`warm start, ${accounts} accounts: first row, median of ${starts}`, ms(median(firstRows)), aim);
  say('    slowest and fastest', `${ms(Math.max(...firstRows))}, ${ms(Math.min(...firstRows))}`);
  say('    first frame of any kind', ms(median(firstFrames)));
  say('    synchronised with the authority, and at rest', ms(median(rests)));
  say('    longest task until then, median and most', `${ms(median(longest))}, ${ms(Math.max(...longest))}`, '50 ms');
}

// The page's process on a core of its own: what is drawn in software, and this program, take their time elsewhere, as a
// graphics card and another machine would. Not where there is one core.
async function setApart(browser) {
  if (cores < 2) console.log('  (one core: drawing in software counts below)');
  else await pin(browser, '0', '1');
}
const putTogether = (browser) => (cores < 2 ? null : pin(browser, `0-${cores - 1}`, `0-${cores - 1}`));

async function pin(browser, pageTo, allElseTo) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const move = (id, to) => execFileSync('taskset', ['-a', '-p', '-c', to, String(id)]);
  move(process.pid, allElseTo);
  for (const { type, id } of processInfo) move(id, type === 'renderer' ? pageTo : allElseTo);
}

const rows = (page) => page.locator('[role="grid"][aria-label="Accounts"], [role="treegrid"][aria-label="Accounts"]');

async function scroll(page) {
  const table = rows(page);
  const box = await table.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => document.querySelector('parasol-portal').forgetMeasures());
  const before = await page.evaluate(() => document.querySelector('parasol-portal').diagnostics().frames);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const layout = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (wanted) => metrics.find(({ name }) => name === wanted).value * 1000;
    return value('LayoutDuration') + value('RecalcStyleDuration');
  };
  const layoutBefore = await layout();
  for (let time = 0; time < 300; ++time) await page.mouse.wheel(0, time % 10 === 9 ? 40000 : 200);
  await settled(page);
  const { cpu, frames, rows: held, heapBytes, nodes } =
    await page.evaluate(() => document.querySelector('parasol-portal').diagnostics());
  say(`scrolling: interface + semantics, mean of ${frames - before} frames`, ms(cpu.frame.mean), '1 ms');
  say('    p99', ms(cpu.frame.p99), '3 ms');
  say('    median; interface alone, semantics alone', [cpu.frame, cpu.interface, cpu.semantics]
    .map(({ p50 }) => ms(p50)).join(', '));
  const laidOut = (await layout() - layoutBefore) / (frames - before);
  say('    besides: the browser\'s own layout of the twins, mean', ms(laidOut));
  say('    rows held, nodes, heap', `${held}, ${nodes}, ${(heapBytes / 1048576).toFixed(0)} MB`);
}

// Does `act` in the page and follows every frame until none is wanted any more. `all`: until the twins, which change
// with the picture, changed last.
function follow(page, act, argument) {
  return page.evaluate(async ([text, given]) => {
    const portal = document.querySelector('parasol-portal');
    const took = [];
    const timed = (name) => {
      const real = portal.page[name];
      portal.page[name] = (...parts) => {
        const from = performance.now();
        const answer = real(...parts);
        took.push(performance.now() - from);
        return answer;
      };
      return () => { portal.page[name] = real; };
    };
    const undo = ['frame', 'finish_event'].map(timed);
    const { mirror } = portal, { apply } = mirror;
    let shown = 0;
    mirror.apply = (words) => {
      apply.call(mirror, words);
      shown = performance.now();
    };
    const from = performance.now();
    let last = from;
    window.benchActs[text](portal.shadowRoot, given);
    for (let seen = -1; ;) {
      const { frames, frameRequests } = portal.diagnostics();
      if (frames + frameRequests !== seen) last = performance.now();
      else if (performance.now() - last > 300) break;
      seen = frames + frameRequests;
      await new Promise((done) => { requestAnimationFrame(done); });
    }
    undo.forEach((put) => put());
    delete mirror.apply;
    return { all: shown - from, longest: Math.max(...took), work: took.reduce((sum, one) => sum + one, 0) };
  }, [act, argument]);
}

async function sortAndFilter(page, accounts) {
  await page.evaluate(() => {
    window.benchActs = {
      sort: (shadow, column) => shadow.querySelector(`[role="columnheader"][aria-label="${column}"] button`).click(),
      filter: (shadow, words) => {
        const field = shadow.querySelector('input[aria-label="Filter accounts"]');
        field.focus();
        field.value = words;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      },
    };
  });
  for (const [act, argument] of [['sort', 'Account Number'], ['sort', 'Requests'], ['sort', 'Name'],
                                 ['filter', 'le'], ['filter', '']]) {
    const { all, longest, work } = await follow(page, act, argument);
    say(`${act} ${accounts}: "${argument}", until shown`, ms(all), '100 ms');
    say('    the program\'s work, longest slice', `${ms(work)}, ${ms(longest)}`);
  }
}

// Seven times to the accounts of the one that has most below it.
async function goDown(page) {
  for (let level = 0; level < 7; ++level) {
    const header = byRole(page, 'columnheader', 'Accounts');
    while (await header.getAttribute('aria-sort') !== 'descending') {
      await header.getByRole('button').click();
      await settled(page);
    }
    const before = page.url();
    await byRole(page, 'link', 'Account Link').first().click();
    await page.waitForFunction((url) => location.href !== url, before);
    await byRole(page, 'heading', 'Accounts', { level: 1 }).waitFor(long);
    await settled(page);
  }
}

// From here and there in the list: each by its link, until its name is there, and until all of it is.
async function openAccounts(page) {
  const table = rows(page);
  const links = new Map();
  for (let time = 0; time < 12; ++time) {
    const found = await table.evaluate((grid) => [...grid.querySelectorAll('[role="rowheader"] a')]
      .map((link) => [link.getAttribute('href').replace(/^.*#/, ''), link.textContent]));
    for (const [route, name] of found.slice(0, 3)) links.set(route, name);
    await table.hover();
    await page.mouse.wheel(0, 120000);
    await settled(page);
  }
  const named = [], whole = [], longest = [];
  for (const [route, name] of links) {
    const [first, all, tasks] = await page.evaluate(async ([to, wanted]) => {
      const portal = document.querySelector('parasol-portal'), shadow = portal.shadowRoot;
      const has = (tag, text) => [...shadow.querySelectorAll(tag)].some((one) => one.textContent === text);
      const { mirror } = portal, { apply } = mirror;
      const from = performance.now();
      window.longTasks = [];
      let shown = 0;
      const finished = await new Promise((done) => {
        mirror.apply = (words) => {
          apply.call(mirror, words);
          if (!has('h1', wanted)) return;
          shown ||= performance.now();
          if (has('h2', 'Contact details')) done(performance.now());
        };
        location.hash = to;
      });
      delete mirror.apply;
      await new Promise((done) => { setTimeout(done, 300); });
      return [shown - from, finished - from, window.longTasks.map(([, duration]) => duration)];
    }, [route, name]);
    named.push(first);
    whole.push(all);
    longest.push(Math.max(0, ...tasks));
  }
  say(`opening any of ${links.size} accounts on level 8 by link: name, median`, ms(median(named)), '100 ms');
  say('    with its card and contact details, median', ms(median(whole)), '100 ms');
  say('    slowest of both', `${ms(Math.max(...named))}, ${ms(Math.max(...whole))}`);
  say('    longest task meanwhile, median and most', `${ms(median(longest))}, ${ms(Math.max(...longest))}`, '50 ms');
}

async function idle(page) {
  await byRole(page, 'searchbox', 'Filter accounts').click();
  await settled(page);
  const look = () => page.evaluate(() => document.querySelector('parasol-portal').diagnostics());
  const before = await look();
  await page.waitForTimeout(60000);
  const now = await look();
  say('60 s idle with focus in a field: frames', now.frames - before.frames, '0');
  say('    frame requests', now.frameRequests - before.frameRequests, '0');
}

// Suspends and resumes an account, over and over, from the click until it is shown and until it is on the disk.
async function commands(page) {
  await goToAccount(page, 'Blueface Control');
  const shown = [], durable = [];
  for (let time = 0; time < 100; ++time) {
    const suspend = time % 2 === 0;
    await byRole(page, 'button', suspend ? 'Suspend' : 'Resume').waitFor(long);
    if (suspend) await byRole(page, 'button', 'Suspend').click();
    await settled(page);
    const result = await page.evaluate(async (suspends) => {
      const portal = document.querySelector('parasol-portal'), shadow = portal.shadowRoot;
      const button = (name, inside = shadow) => [...inside.querySelectorAll('button')]
        .find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
      const dialog = shadow.querySelector('[role="alertdialog"]');
      const pressed = suspends ? button('Suspend', dialog) : button('Resume');
      const from = performance.now();
      pressed.click();
      let frames = 0, shown = null, saved = 0;
      const look = () => {
        if (shown === null && button(suspends ? 'Resume' : 'Suspend')) shown = frames;
        if (shown !== null && !saved && portal.diagnostics().storage === 'saved') saved = performance.now() - from;
        return shown !== null && saved;
      };
      const channel = new MessageChannel();
      await new Promise((done) => {
        const nextFrame = () => {
          ++frames;
          if (!look()) requestAnimationFrame(nextFrame);
        };
        if (!look()) requestAnimationFrame(nextFrame);
        channel.port1.onmessage = () => {
          if (look()) done();
          else channel.port2.postMessage(0);
        };
        channel.port2.postMessage(0);
      });
      channel.port1.close();
      return [shown, saved];
    }, suspend);
    shown.push(result[0]);
    durable.push(result[1]);
    await byRole(page, 'button', 'State: saved on this device, synchronised').waitFor(long);
    await settled(page);
  }
  say('a command shows so many frames after the click, at most', Math.max(...shown), '1');
  say('from the click to the disk, p99 of 100', ms(share(durable, 0.99)), '25 ms');
  say('    median, mean', `${ms(median(durable))}, ${ms(mean(durable))}`);
}

// From "Sign in" with a password to all accounts in a browser that was never there, and until they are on its disk.
async function firstPull(browser, shape, email, accounts) {
  const from = new Parasold(accounts, shape);
  await from.start();
  const page = await open(browser, '', { from: from.address });
  page.setDefaultTimeout(long.timeout);
  await byRole(page, 'heading', 'Sign in to Parasol').waitFor(long);
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await settled(page);
  await setApart(browser);
  await page.evaluate(noteLongTasks);
  const [held, saved, rows] = await page.evaluate(async (most) => {
    const portal = document.querySelector('parasol-portal');
    const button = (name) => [...portal.shadowRoot.querySelectorAll('button')].find((one) => one.textContent === name);
    window.longTasks = [];
    const start = performance.now();
    button('Sign in').click();
    let known = 0, last = 0;  // rows, and when they last became more
    return new Promise((done) => {
      const timer = setInterval(() => {
        const { rows } = portal.diagnostics();
        if (rows !== known) [known, last] = [rows, performance.now() - start];
        if (rows < 0.9 * most || !button('State: saved on this device, synchronised')) return;
        clearInterval(timer);
        done([last, performance.now() - start, rows]);
      }, 5);
    });
  }, accounts);
  await settled(page);
  const tasks = await page.evaluate(() => window.longTasks.map(([, duration]) => duration));
  say(`first pull by password, ${shape}: all of ${rows} rows held`, ms(held), '2000 ms');
  say('    saved on the device and synchronised', ms(saved));
  say('    longest task meanwhile, tasks over 50 ms', `${ms(Math.max(0, ...tasks))}, ${tasks.length}`, '50 ms');
  await putTogether(browser);
  await page.context().close();
  await from.end();
}

const browser = await launch();
try {
  if (parts.includes('size')) {
    console.log('First visit, aim 300 KB, at most 400 KB');
    process.stdout.write(execFileSync(process.execPath, [join(root, 'assets', 'build', 'sizes.mjs'), dist]));
  }
  if (['start', 'idle', 'command'].some((part) => parts.includes(part))) {
    console.log('The usual sample');
    const page = await visit(browser, '');
    if (parts.includes('start')) await warmStarts(page, '', '2,100', '600 ms');
    if (parts.includes('idle')) await idle(page);
    if (parts.includes('command')) await commands(page);
    await page.context().close();
  }
  if (parts.includes('large')) {
    console.log('100,000 accounts below one partner');
    const page = await visit(browser, 'large.html');
    await warmStarts(page, 'large.html', '100,000', '1500 ms');
    await setApart(browser);
    await scroll(page);
    await sortAndFilter(page, '100,000');
    await putTogether(browser);
    await page.context().close();
  }
  if (parts.includes('deep')) {
    console.log('100,000 accounts, eight levels below the operator, all of whose lists are held');
    const page = await visit(browser, 'deep.html', 'Olivia Marsh');
    await warmStarts(page, 'deep.html', '100,000', '1500 ms');
    await setApart(browser);
    await goDown(page);
    await scroll(page);
    await sortAndFilter(page, '48,000');
    await openAccounts(page);
    await putTogether(browser);
    await page.context().close();
  }
  if (parts.includes('pull')) {
    console.log('A server with 100,000 accounts');
    await firstPull(browser, 'one-base', 'jane.doe@westcoast.example', 100000);
    await firstPull(browser, 'deep', 'olivia.marsh@parasol.example', 100000);
  }
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections?.();
  rmSync(folder, { recursive: true, force: true });
}
