// What a server gives out: served.mjs DIST TARGET. The files of dist/, with the page told where the server is, and each
// that can be made smaller also as brotli and gzip beside it. What has not changed since the last time is left as it
// is: the WebAssembly alone takes seconds.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const compressible = new Set(['.html', '.js', '.mjs', '.css', '.wasm', '.json', '.svg', '.txt', '.webmanifest']);
const server = 'api/';

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
for (const name of filesBelow(dist)) {
  for (const end of compressible.has(extname(name)) ? ['', '.br', '.gz'] : ['']) wanted.add(name + end);
  written += write(join(target, name), changed(name, readFileSync(join(dist, name)), version));
}
for (const name of existsSync(target) ? filesBelow(target) : []) {
  if (!wanted.has(name)) rmSync(join(target, name));
}
console.log(`${target}: ${wanted.size} files, ${written} new`);
