// What a server gives out: served.mjs DIST TARGET. The files of dist/, with the page told where the server is, and each
// that can be made smaller also as brotli and gzip beside it. What one file says of another is its name with its
// content hash, "portal.js?v=HASH", so that a browser keeps it for good; the page and sw.js keep their plain names.
// What has not changed since the last time is left as it is: the WebAssembly alone takes seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const compressible = new Set(['.html', '.js', '.mjs', '.css', '.wasm', '.json', '.svg', '.txt', '.webmanifest']);
const server = 'api/';
const naming = new Set(['.html', '.js', '.mjs', '.css']);  // these name others
const unnamed = new Set(['index.html', 'sw.js', 'manifest.webmanifest', 'LICENSE.txt', 'THIRD_PARTY_LICENCES.txt']);

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path).split(sep).join('/'));
}

// The page with a server is another page than the demo: whoever has kept that one in a browser has to be given this.
function changed(name, bytes, version) {
  if (name === 'index.html') {
    const text = bytes.toString();
    const told = text.replace('<parasol-portal ', `<parasol-portal server="${server}" `);
    if (told === text) throw new Error('index.html holds no <parasol-portal> with attributes');
    return Buffer.from(told);
  }
  if (name === 'sw.js' || name === 'start.js') {
    return Buffer.from(bytes.toString().replaceAll(version, `${version}-server`));
  }
  return bytes;
}

// As parasold makes it of a file (shell/server/pages.cpp).
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

// The files with all that they name named by hash: those that are named come first, since a name changes who names it.
function named(files) {
  const done = new Map();
  const finish = (name) => {
    if (done.has(name)) {
      if (!done.get(name)) throw new Error(`${name} names itself by way of others: it has no content hash`);
      return done.get(name);
    }
    done.set(name, null);
    let bytes = files.get(name);
    if (naming.has(extname(name))) {
      let text = bytes.toString();
      for (const other of files.keys()) {
        if (unnamed.has(other) || other === name) continue;
        const mention = new RegExp(`(["'](?:\\./)?${other.replaceAll('.', '\\.')})(?=["'])`, 'g');
        if (mention.test(text)) text = text.replace(mention, `$1?v=${hashOf(finish(other))}`);
      }
      bytes = Buffer.from(text);
    }
    done.set(name, bytes);
    return bytes;
  };
  for (const name of files.keys()) finish(name);
  return done;
}

const brotli = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
});

// The file itself comes last: where it is as wanted, so is what stands beside it.
function write(path, bytes) {
  const packed = compressible.has(extname(path));
  const complete = !packed || (existsSync(`${path}.br`) && existsSync(`${path}.gz`));
  if (complete && existsSync(path) && readFileSync(path).equals(bytes)) return 0;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  if (packed) {
    writeFileSync(`${path}.br`, brotli(bytes));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
  writeFileSync(path, bytes);
  return 1;
}

const [dist, target] = process.argv.slice(2);
const version = /['"]([0-9a-f]{16})['"]/.exec(readFileSync(join(dist, 'sw.js'), 'utf8'))?.[1];
if (!version) throw new Error(`${dist}/sw.js names no version`);
const wanted = new Set();
let written = 0;
const files = filesBelow(dist).map((name) => [name, changed(name, readFileSync(join(dist, name)), version)]);
for (const [name, bytes] of named(new Map(files))) {
  for (const end of compressible.has(extname(name)) ? ['', '.br', '.gz'] : ['']) wanted.add(name + end);
  written += write(join(target, name), bytes);
}
for (const name of existsSync(target) ? filesBelow(target) : []) {
  if (!wanted.has(name)) rmSync(join(target, name));
}
console.log(`${target}: ${wanted.size} files, ${written} new`);
