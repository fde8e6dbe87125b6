// A server of its own for a test: parasold (PARASOLD, else build/native/parasold) over a new database with sample
// accounts, which can be stopped and started again where it was.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = process.env.PARASOLD ?? join(root, 'build', 'native', 'parasold');
const served = join(root, 'build', 'served');

export const password = 'a password for tests';

function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? `${stdout}${stderr}`}`);
}

export class Parasold {
  // `shape`: how the accounts are spread, as `parasold sample --help` says.
  constructor(accounts = 200, shape = 'usual') {
    if (!existsSync(program)) throw new Error(`${program} is missing: build the server, or name one in PARASOLD`);
    this.data = mkdtempSync(join(tmpdir(), 'parasold-'));
    run(process.execPath, join(root, 'assets', 'build', 'served.mjs'), join(root, 'dist'), served);
    run(program, 'sample', '--data', this.data, '--accounts', `${accounts}`, '--shape', shape,
        '--password', password, '--pages', served);
  }

  // On the port that it had before.
  async start() {
    const args = ['serve', '--data', this.data, '--pages', served, '--port', `${this.port ?? 0}`];
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
