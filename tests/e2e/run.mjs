// Runs the browser tests: node tests/e2e/run.mjs [--soak] [--dist FOLDER] [--pages FOLDER] [--pictures FOLDER] [PART
// OF A NAME...]
//
// With --pictures, axe.test.mjs and axe_connected.test.mjs leave a picture of every screen there; those of docs/screens
// come so.
//
// Every tests/e2e/*.test.mjs is a program of node:test; two run at a time where there are two cores, each with a
// browser of its own. The pages are served on a free port of this machine alone: / is dist/, and /test/ is the same
// page as it stands in web/ with the programs that only tests load (tests/browser) and the HTML of tests/e2e/pages.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../assets/build/serve.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

const most_workers = 2;
const folders = ['dist', 'pages', 'fonts', 'pictures'];

function readArguments(parts) {
  const wanted = { pictures: '', dist: 'dist', pages: 'build/web-release/pages', fonts: 'build/web-release/fonts' };
  Object.assign(wanted, { soak: false, names: [] });
  for (let at = 0; at < parts.length; ++at) {
    if (parts[at] === '--soak') wanted.soak = true;
    else if (folders.some((name) => parts[at] === `--${name}`)) wanted[parts[at].slice(2)] = parts[++at];
    else wanted.names.push(parts[at]);
  }
  return wanted;
}

// One folder with everything that is served.
function assemble({ dist, pages, fonts }) {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-e2e-'));
  const from = (path) => resolve(root, path);
  if (existsSync(from(dist))) cpSync(from(dist), folder, { recursive: true });
  const test = join(folder, 'test');
  mkdirSync(test, { recursive: true });
  for (const part of [join(root, 'web'), join(here, 'pages'), from(pages)]) {
    if (existsSync(part)) cpSync(part, test, { recursive: true });
  }
  cpSync(from(fonts), join(test, 'fonts'), { recursive: true });
  return folder;
}

// Runs one file and resolves to what it counted and said.
function runFile(file, environment) {
  return new Promise((done) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, ['--test-reporter=tap', file], { env });
    let report = `## ${basename(file)}\n`;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { report += data; });
    // One that waits for what never comes has failed; the others are run all the same.
    const minutes = wanted.soak ? 120 : 15;
    const patience = setTimeout(() => {
      report += `not ok - ${file} had not ended after ${minutes} minutes\n`;
      child.kill('SIGKILL');
    }, minutes * 60000);
    child.on('close', (status) => {
      clearTimeout(patience);
      const count = (word) => Number(report.match(new RegExp(`^# ${word} (\\d+)`, 'm'))?.[1] ?? 0);
      const passed = count('pass'), failed = count('fail') + count('cancelled');
      done({ report, passed, failed: failed || (status !== 0 || passed === 0 ? 1 : 0) });
    });
  });
}

// What failed in a file's report: each test's name with the first lines of why.
const lines_of_why = 12;
function failuresIn(report) {
  const blocks = [];
  for (const line of report.split('\n')) {
    if (/^ *not ok /.test(line)) blocks.push([]);
    else if (/^ *(ok |# |\d+\.\.)/.test(line)) blocks.push(null);
    const block = blocks.at(-1);
    if (block && block.length < lines_of_why) block.push(line);
  }
  return blocks.filter((block) => block !== null);
}

// Takes the next file until there is none, with a folder and a server of its own: some tests change what is served.
async function work(files, counted) {
  const folder = assemble(wanted);
  const server = await serve(folder, 0);
  const environment = {
    PARASOL_ADDRESS: `http://127.0.0.1:${server.address().port}/`,
    PARASOL_SERVED: folder,
    PARASOL_SOAK: wanted.soak ? '1' : '',
    PARASOL_PICTURES: wanted.pictures ? resolve(wanted.pictures) : '',
  };
  for (let file = files.shift(); file; file = files.shift()) {
    const { report, passed, failed } = await runFile(join(here, file), environment);
    console.log(report);
    counted.passed += passed;
    counted.failed += failed;
    if (failed > 0) counted.failures.push(`## ${file}`, ...failuresIn(report).flat());
  }
  server.close();
  server.closeAllConnections?.();
  rmSync(folder, { recursive: true, force: true });
}

const wanted = readArguments(process.argv.slice(2));
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.names.length === 0 || wanted.names.some((part) => name.includes(part))).sort();
const counted = { passed: 0, failed: 0, failures: [] };
const workers = Math.min(files.length, wanted.soak ? 1 : most_workers, availableParallelism());
await Promise.all(Array.from({ length: Math.max(1, workers) }, () => work(files, counted)));
const { passed, failed, failures } = counted;
// Said again last: of a long report often only its end is kept.
if (failures.length > 0) console.log(['== What failed', ...failures].join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
