// A server of its own for a test: parasold (PARASOLD, else build/native/parasold) over a new database with sample
// accounts, which can be stopped and started again where it was.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = process.env.PARASOLD ?? join(root, 'build', 'native', 'parasold');
export const served = join(root, 'build', 'served');

export const password = 'a password for tests';

function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? `${stdout}${stderr}`}`);
}

// The page in a folder like dist/, as a server gives it out.
export const prepare = (dist, target) =>
  run(process.execPath, join(root, 'assets', 'build', 'served.mjs'), dist, target);

export class Parasold {
  // `shape`: how the accounts are spread, as `parasold sample --help` says.
  constructor(accounts = 200, shape = 'usual') {
    if (!existsSync(program)) throw new Error(`${program} is missing: build the server, or name one in PARASOLD`);
    this.data = mkdtempSync(join(tmpdir(), 'parasold-'));
    prepare(join(root, 'dist'), served);
    run(program, 'sample', '--data', this.data, '--accounts', `${accounts}`, '--shape', shape,
        '--password', password, '--pages', served);
  }

  // On the port that it had before. `options`: further ones of `parasold serve`; `pages`: the page that it gives out.
  async start({ pages = served, options = [] } = {}) {
    const args = ['serve', '--data', this.data, '--pages', pages, '--port', `${this.port ?? 0}`, ...options];
    const env = { ...process.env, ...this.time };
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    this.child.stderr.on('data', (data) => { said = `${said}${data}`.slice(-4000); });
    const lines = createInterface({ input: this.child.stdout });
    this.address = await new Promise((done, fail) => {
      lines.on('line', (line) => {
        const found = /^Listening on (http:\S+)/.exec(line);
        if (found) done(found[1]);
      });
      this.child.once('exit', () => fail(new Error(`parasold ended by itself:\n${said}`)));
    });
    this.port = new URL(this.address).port;
  }

  // Before it starts: its clock is its own, and `pass` moves it on.
  takeOwnClock() {
    const library = join(this.data, 'clock.so');
    this.ahead = 0;
    this.time = { LD_PRELOAD: library, PARASOLD_AHEAD: join(this.data, 'ahead') };
    run('c++', '-shared', '-fPIC', '-o', library, join(root, 'tests', 'e2e', 'own_clock.cpp'));
    this.pass(0);
  }
  pass(seconds) {
    this.ahead += seconds;
    writeFileSync(this.time.PARASOLD_AHEAD, `${this.ahead}`);
  }

  async stop() {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async end() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
