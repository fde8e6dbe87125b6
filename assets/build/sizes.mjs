// What a first visit downloads, by part, as a web server with brotli would send it: sizes.mjs DIST [--limit
// KB]. Fonts are compressed already and count as they are. With --limit, going over it is an error.
import { brotliCompressSync, constants } from 'node:zlib';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const partOf = {
  '.wasm': 'WebAssembly', '.js': 'JavaScript', '.mjs': 'JavaScript', '.html': 'page', '.css': 'style',
  '.woff2': 'fonts and icons',
};

const [folder, option, limit] = process.argv.slice(2);
const sizes = new Map();
for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name);
  const part = partOf[extname(name)];
  if (!part || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  const sent = extname(name) === '.woff2' ? bytes.length : brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
  sizes.set(part, (sizes.get(part) ?? 0) + sent);
}
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
let total = 0;
for (const [part, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
  console.log(`  ${part.padEnd(16)}${kilobytes(size)}`);
  total += size;
}
console.log(`  ${'first visit'.padEnd(16)}${kilobytes(total)} (brotli 11)`);
if (option === '--limit' && total > Number(limit) * 1024) {
  console.error(`The first visit is over the limit of ${limit} KB.`);
  process.exit(1);
}
