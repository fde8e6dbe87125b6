// The suites of the ports (tests/browser/ports) on IndexedDB, timers, Web Locks, BroadcastChannel and the demo's
// database: those that the in-memory twins pass natively. One test for each case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkQuiet, launch, open } from './browser.mjs';

const browser = await launch();
const page = await open(browser, 'test/ports.html');
const finished = () => document.querySelector('parasol-portal').diagnostics().done;
await page.waitForFunction(finished, undefined, { timeout: 120000 }).catch(() => {});
const { done, checks } = await page.evaluate(() => document.querySelector('parasol-portal').diagnostics());
await browser.close();

test('every suite ran to its end, without an error of the page', () => {
  assert.ok(done, `ended after "${checks.at(-1)?.name}"`);
  assert.deepEqual([...new Set(checks.map(({ port }) => port))], ['Storage', 'Clock', 'Tabs', 'Database']);
  checkQuiet(page);
});

for (const { port, name, detail } of checks) test(`${port}: ${name}`, () => assert.equal(detail, ''));
