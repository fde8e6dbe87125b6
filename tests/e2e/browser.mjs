// What the browser tests share: a Chromium, a page with the element ready, and the checks that hold on every
// screen.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

export const address = process.env.PARASOL_ADDRESS;
export const soak = process.env.PARASOL_SOAK === '1';

const flags = [
  '--no-sandbox', '--disable-gpu-watchdog', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

// A browser. `profile`: a folder that outlives it, for tests that kill and start it again (then it is a
// context).
export async function launch({ profile, args = [], ...options } = {}) {
  const settings = { executablePath: '/usr/bin/chromium', args: [...flags, ...args], ...options };
  return profile ? chromium.launchPersistentContext(profile, settings) : chromium.launch(settings);
}

// A browser on a profile, as a process group of its own, which is killed as a whole and without a warning.
export async function launchGroup(profile) {
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn('/usr/bin/chromium', [...flags, ...own], {
    detached: true, stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((done) => child.once('exit', done));
  const endpoint = await new Promise((done, fail) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) done(found[1]);
    });
    exited.then(() => fail(new Error(`the browser ended by itself:\n${said}`)));
  });
  const [context] = (await chromium.connectOverCDP(endpoint)).contexts();
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await exited;
  };
  return { context, kill };
}

// Opens a page below the served address (or `from`) and waits for the element's first frame. Anything that the page
// reports as an error, or asks of another origin, fails the test that calls `checkQuiet`.
export async function open(browser, path = '', { viewport = { width: 1280, height: 800 }, from = address,
                                                 ...options } = {}) {
  const context = browser.newContext ? await browser.newContext({ viewport, ...options }) : browser;
  const page = await context.newPage();
  watch(page, from);
  await page.goto(new URL(path, from).href);
  await ready(page);
  return page;
}

export function watch(page, from = address) {
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') page.problems.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(from) && !url.startsWith('blob:') && !url.startsWith('data:')) {
      page.problems.push(`a request to another origin: ${url}`);
    }
  });
}

export async function ready(page) {
  await page.waitForFunction(() => {
    const portal = document.querySelector('parasol-portal');
    return portal?.ended || (portal?.page && portal.diagnostics().frames > 1);
  });
  const ended = await page.evaluate(() => document.querySelector('parasol-portal').ended ?? null);
  assert.equal(ended, null, `the element ended: ${ended}\n${(page.problems ?? []).join('\n')}`);
}

export const diagnostics = (page) =>
  page.evaluate(() => document.querySelector('parasol-portal').diagnostics());

// No frame is asked for, and none was drawn for a moment. A page that never comes to rest is said to be one.
export async function settled(page, patience = 30000) {
  const rests = await page.evaluate((most) => new Promise((done) => {
    const portal = document.querySelector('parasol-portal');
    const end = performance.now() + most;
    let last = -1;
    const look = () => {
      const frames = portal.ended ? last : portal.diagnostics().frames;
      if (frames === last && !portal.frameRequest) return done(true);
      if (performance.now() > end) return done(false);
      last = frames;
      setTimeout(look, 50);
    };
    look();
  }), patience);
  assert.ok(rests, 'the page comes to rest');
}

// The service worker has all of the page: it loads without a server. Before that the browser says in the console that
// it cannot be fetched.
export const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));

// Looks until it sees what is wanted; says what it last saw when it never does.
export async function eventually(look, wanted, message, patience = 15000) {
  const end = Date.now() + patience;
  let seen = await look();
  while (JSON.stringify(seen) !== JSON.stringify(wanted) && Date.now() < end) {
    await new Promise((done) => setTimeout(done, 50));
    seen = await look();
  }
  assert.deepEqual(seen, wanted, message);
}

// Every item with an id that is drawn has a twin.
export async function checkCoverage(page) {
  assert.equal(await page.evaluate(() => document.querySelector('parasol-portal').ended ?? null), null, 'still there');
  const missing = await page.evaluate(() => document.querySelector('parasol-portal').coverage());
  assert.deepEqual(missing, [], 'drawn without semantics');
}

export function checkQuiet(page) {
  assert.deepEqual(page.problems, [], 'errors, warnings or foreign requests of the page');
}

// axe-core on the whole page. Colours are the canvas's and are computed in the theme's own test.
export async function checkAccessible(page) {
  // The page's policy forbids scripts that are not its own; those of a debugger are none of its business.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const before = page.problems.length;
  const rules = { 'color-contrast': { enabled: false } };
  const result = await page.evaluate((wanted) => window.axe.run(document, { rules: wanted }), rules);
  const styled = page.problems.splice(before).filter((text) => !text.includes('inline style'));  // axe's own
  page.problems.push(...styled);
  const found = result.violations.map(({ id, help, nodes }) =>
    [`${id}: ${help}`, ...nodes.slice(0, 5).flatMap((node) => [node.html, node.failureSummary])]
      .join('\n    '));
  assert.deepEqual(found, [], 'axe-core');
  assert.ok(result.passes.length > 5, 'axe-core looked at something');
}

// A name that is accessible to the letter, and not only in part.
export const byRole = (page, role, name, options = {}) =>
  page.getByRole(role, {
    ...(name === undefined ? {} : { name, exact: typeof name === 'string' }), ...options,
  });

// What has the browser's focus: "role name" as far as it says so.
export const focusedName = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.getAttribute('aria-label') || element?.textContent || element?.localName;
});
