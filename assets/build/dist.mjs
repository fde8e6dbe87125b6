// Puts the product together: dist.mjs BUILD_FOLDER FONTS_FOLDER DIST [Release]. The result is static files alone,
// complete, to be served from any path of any static web server.
//
// The page's own files are copied from web/. In those that are text, @PARASOL_VERSION@ becomes a hash of
// everything in the folder (it changes exactly when something in it does) and @PARASOL_FILES@ the JSON list
// of all its paths. For a release, scripts and WebAssembly are made as small as they get.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const textFile = /\.(html|js|mjs|css|webmanifest|json|svg|txt)$/;
const licenceTitles = [
  ['dear-imgui', 'Dear ImGui'], ['nlohmann-json', 'JSON for Modern C++'], ['emscripten', 'Emscripten'],
  ['musl', 'musl'], ['llvm', 'LLVM libraries'], ['inter', 'Inter'], ['lucide', 'Lucide'],
];

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path).split(sep).join('/'))
    .sort();
}

function thirdPartyLicences() {
  const folder = join(root, 'assets', 'licences');
  const titled = licenceTitles.map(([file]) => `${file}.txt`);
  const untitled = readdirSync(folder).filter((name) => !titled.includes(name));
  if (untitled.length) throw new Error(`assets/licences: ${untitled.join(', ')} has no title in dist.mjs`);
  const parts = licenceTitles.map(([file, title]) =>
    `${title}\n${'='.repeat(title.length)}\n\n${readFileSync(join(folder, `${file}.txt`), 'utf8').trim()}\n`);
  const opening = `Parasol's page contains the following works of others, under their licences.\n`;
  return [opening, ...parts].join('\n\n');
}

const made = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

// The linker's optimiser has had its turn; another one over flat code takes off some 2 % more, and a newer optimiser
// than Debian's another 0.7 %. It takes half a minute, so what it made is kept beside what it was made from.
function writeSmallerWasm(from, to) {
  const small = `${from}.small`;
  if (made(small) < Math.max(made(from), made(fileURLToPath(import.meta.url)))) {
    shrink(from, `${small}.part`);
    renameSync(`${small}.part`, small);
  }
  cpSync(small, to);
}

function shrink(from, to) {
  const features = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'];
  const passes = ['--flatten', '--local-cse', '--rereloop', '-Oz', '-Oz'];
  const options = [...passes, ...features.map((name) => `--enable-${name}`), from, '-o', to];
  const optimiser = join(root, 'node_modules', 'binaryen', 'bin', 'wasm-opt');
  const { status, error } = spawnSync(process.execPath, [optimiser, ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`wasm-opt failed on ${from}: ${error ?? `exit code ${status}`}`);
}

async function minified(name, text) {
  // Single quotes: @PARASOL_FILES@ stands in a string and becomes text with double ones.
  const options = { module: true, ecma: 2020, compress: { passes: 2 }, format: { quote_style: 1 } };
  return (await minify({ [name]: text }, options)).code;
}

export async function assemble(build, fonts, target, release) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'fonts'), { recursive: true });
  cpSync(join(root, 'web'), target, { recursive: true });
  for (const name of ['parasol.mjs', 'parasol.wasm']) cpSync(join(build, 'pages', name), join(target, name));
  if (release) {
    writeSmallerWasm(join(build, 'pages', 'parasol.wasm'), join(target, 'parasol.wasm'));
    for (const name of filesBelow(target).filter((name) => /\.m?js$/.test(name))) {
      const path = join(target, name);
      writeFileSync(path, await minified(name, readFileSync(path, 'utf8')));
    }
  }
  for (const name of ['inter.woff2', 'icons.woff2']) cpSync(join(fonts, name), join(target, 'fonts', name));
  cpSync(join(root, 'assets', 'sample'), join(target, 'sample'), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE.txt'));
  writeFileSync(join(target, 'THIRD_PARTY_LICENCES.txt'), thirdPartyLicences());

  const files = filesBelow(target);
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${name}\0`).update(readFileSync(join(target, name)));
  const version = hash.digest('hex').slice(0, 16);
  for (const name of files.filter((name) => textFile.test(name) && existsSync(join(root, 'web', name)))) {
    const path = join(target, name);
    const before = readFileSync(path, 'utf8');
    const after = before.replaceAll('@PARASOL_VERSION@', version)
      .replaceAll('@PARASOL_FILES@', JSON.stringify(files));
    if (after !== before) writeFileSync(path, after);
  }
  return { version, files };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [build, fonts, target, kind] = process.argv.slice(2);
  const { version, files } = await assemble(build, fonts, target, kind === 'Release');
  console.log(`${target}: version ${version}, ${files.length} files`);
}
