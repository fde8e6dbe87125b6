// A small static web server for this machine alone: serve.mjs FOLDER [--port N] (default 8080; 0 takes a free
// one). It prints the address once it listens. Every file is asked for again at each visit (no-cache), so a
// new build shows.
import { createServer } from 'node:http';
import { createReadStream, statSync } from 'node:fs';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm', '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.csv': 'text/csv; charset=utf-8',
};

// The file that a request path means, or null where there is none inside the folder.
function fileFor(folder, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  let file = join(folder, normalize(path));
  if (file !== folder && !file.startsWith(`${folder}/`)) return null;
  let facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isDirectory()) {
    if (!path.endsWith('/')) return { moved: `${path}/` };
    file = join(file, 'index.html');
    facts = statSync(file, { throwIfNoEntry: false });
  }
  if (!facts?.isFile()) return null;
  return { file, size: facts.size, tag: `"${facts.size}-${Math.round(facts.mtimeMs)}"` };
}

function answer(folder, request, response) {
  const plain = { 'Content-Type': 'text/plain; charset=utf-8' };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...plain, Allow: 'GET, HEAD' }).end('Only GET and HEAD are answered here.\n');
    return;
  }
  const found = fileFor(folder, request.url);
  if (!found) {
    response.writeHead(404, plain).end('There is no such file here.\n');
    return;
  }
  if (found.moved) {
    response.writeHead(301, { ...plain, Location: encodeURI(found.moved) }).end();
    return;
  }
  const headers = { 'Cache-Control': 'no-cache', ETag: found.tag, 'X-Content-Type-Options': 'nosniff' };
  if (request.headers['if-none-match'] === found.tag) {
    response.writeHead(304, headers).end();
    return;
  }
  const type = types[extname(found.file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': found.size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(found.file).on('error', () => response.destroy()).pipe(response);
}

// Serves a folder on 127.0.0.1 and resolves to the listening server.
export function serve(folder, port = 0) {
  const root = resolve(folder);
  return new Promise((done, failed) => {
    const server = createServer((request, response) => answer(root, request, response));
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done(server));
  });
}

async function main(parts) {
  const folder = parts[0];
  const at = parts.indexOf('--port');
  const port = at < 0 ? 8080 : Number(parts[at + 1]);
  try {
    const server = await serve(folder, port);
    console.log(`Parasol is at http://127.0.0.1:${server.address().port}/ (Ctrl+C ends it)`);
  } catch (error) {
    console.error(error.code === 'EADDRINUSE'
      ? `Port ${port} is in use. Choose another with --port N.`
      : `The server could not start: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
