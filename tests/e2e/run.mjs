// Runs the browser tests: node tests/e2e/run.mjs [--soak] [--dist FOLDER] [--pages FOLDER] [--pictures FOLDER] [PART
// OF A NAME...]
//
// With --pictures, axe.test.mjs leaves a picture of every screen there; those of docs/screens come so.
//
// Every tests/e2e/*.test.mjs is a program of node:test; they run one after the other, each with a browser of
// its own. The pages are served on a free port of this machine alone: / is dist/, and /test/ is the same
// page as it stands in web/ with the programs that only tests load (tests/browser) and the HTML of
// tests/e2e/pages.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../assets/build/serve.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

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

// Runs one file and resolves to what it counted.
function runFile(file, environment) {
  return new Promise((done) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, ['--test-reporter=tap', file], { env });
    let report = '';
    child.stdout.on('data', (data) => { report += data; process.stdout.write(data); });
    child.stderr.pipe(process.stderr);
    // One that waits for what never comes has failed; the others are run all the same.
    const minutes = wanted.soak ? 120 : 15;
    const patience = setTimeout(() => {
      console.log(`not ok - ${file} had not ended after ${minutes} minutes`);
      child.kill('SIGKILL');
    }, minutes * 60000);
    child.on('close', (status) => {
      clearTimeout(patience);
      const count = (word) => Number(report.match(new RegExp(`^# ${word} (\\d+)`, 'm'))?.[1] ?? 0);
      const passed = count('pass'), failed = count('fail') + count('cancelled');
      done({ passed, failed: failed || (status !== 0 || passed === 0 ? 1 : 0) });
    });
  });
}

const wanted = readArguments(process.argv.slice(2));
const folder = assemble(wanted);
const server = await serve(folder, 0);
const environment = {
  PARASOL_ADDRESS: `http://127.0.0.1:${server.address().port}/`,
  PARASOL_SERVED: folder,
  PARASOL_SOAK: wanted.soak ? '1' : '',
  PARASOL_PICTURES: wanted.pictures ? resolve(wanted.pictures) : '',
};
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.names.length === 0 || wanted.names.some((part) => name.includes(part))).sort();
let passed = 0, failed = 0;
for (const file of files) {
  console.log(`## ${file}`);
  const result = await runFile(join(here, file), environment);
  passed += result.passed;
  failed += result.failed;
}
server.close();
server.closeAllConnections?.();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
