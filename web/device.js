// What this device gives a page besides drawing: IndexedDB, locks, channels, timers, chance, and the way to a server.
// Only forwards between the browser and the program (shell/browser/device.lib.js); packing, retries and meaning are
// the program's.

// In the order of the program's Store.
const stores = ['pages', 'log', 'pending', 'outcomes', 'drafts', 'meta', 'journal', 'aside'];
// In the order of the program's StorageError.
const fault = { none: 0, full: 1, lost: 2, unavailable: 3, newer: 4, corrupt: 5 };
const layout = 1;  // of the database: which stores there are
// In the order of the program's StreamNews.
const streamNews = { opened: 0, poked: 1, closed: 2 };
const partBytes = 600000;  // of what is read at once: some milliseconds' work
const answerWithin = 60000;

// Whether tabs can find each other. Without, each would take itself for the only one, so nothing is kept either: the
// portal then works in memory, and says so.
const shares = Boolean(navigator.locks && window.BroadcastChannel && window.origin !== 'null');

function faultOf(error) {
  if (error?.name === 'NotSupportedError') return fault.unavailable;
  if (error?.name === 'QuotaExceededError') return fault.full;
  if (error?.name === 'VersionError') return fault.newer;
  if (error?.name === 'DataError' || error?.name === 'NotReadableError') return fault.corrupt;
  return fault.lost;
}

// One IndexedDB database. Every call answers `done` exactly once. A connection that is gone is opened again by the
// next call; whoever called decides whether to try again.
class Database {
  constructor(name) {
    this.name = name;
    this.opening = null;
    this.everOpened = false;
  }

  open() {
    this.opening ??= new Promise((resolve, reject) => {
      const forget = () => { this.opening = null; };
      let request;
      try {
        if (!shares) throw new DOMException('Tabs cannot find each other here', 'NotSupportedError');
        request = indexedDB.open(this.name, layout);
      } catch (error) {
        forget();
        return reject(error);
      }
      request.onupgradeneeded = () => {
        // Deleted under this page: a new one would hold only what comes from here on, and pass for the whole.
        if (this.everOpened) return request.transaction.abort();
        for (const store of stores) {
          if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
        }
      };
      request.onerror = (event) => { event.preventDefault(); forget(); reject(request.error); };
      request.onsuccess = () => {
        const database = request.result;
        this.everOpened = true;
        database.onclose = forget;
        database.onversionchange = () => { database.close(); forget(); };
        resolve(database);
      };
    });
    return this.opening;
  }

  fail(error, done) {
    const which = faultOf(error);
    if (which === fault.lost) this.opening = null;
    done(which === fault.lost && !this.everOpened ? fault.unavailable : which);
  }

  // The transaction is begun and used without a microtask between: Safari asks for that.
  async within(mode, durability, work, done) {
    try {
      const database = await this.open();
      const transaction = database.transaction(stores, mode, { durability });
      const result = work(transaction);
      transaction.oncomplete = () => done(fault.none, result);
      transaction.onabort = () => this.fail(transaction.error, done);
      transaction.onerror = (event) => event.preventDefault();
    } catch (error) {
      this.fail(error, done);
    }
  }

  write(writes, strict, done) {
    this.within('readwrite', strict ? 'strict' : 'relaxed', (transaction) => {
      for (const { store, key, bytes } of writes) {
        const target = transaction.objectStore(stores[store]);
        if (bytes) target.put(bytes, key);
        else target.delete(key);
      }
    }, done);
  }

  // In one transaction and in parts, so that nothing large is decoded in one go: `take` gets the keys and values of
  // each that there is, then `done` says how it ended.
  readAll(store, take, done) {
    this.within('readonly', 'default', (transaction) => {
      const source = transaction.objectStore(stores[store]);
      let count = 4, keys;
      const next = (range) => {
        source.getAllKeys(range, count).onsuccess = (event) => { keys = event.target.result; };
        source.getAll(range, count).onsuccess = (event) => {
          const values = event.target.result, asked = count;
          if (values.length === 0) return;
          const size = values.reduce((sum, value) => sum + value.byteLength, 0);
          count = size > partBytes ? Math.max(1, count >> 1) : count * 2;
          if (values.length === asked) next(IDBKeyRange.lowerBound(keys[asked - 1], true));
          take(keys, values);
        };
      };
      next();
    }, done);
  }

  wipe(done) {
    this.within('readwrite', 'strict', (transaction) => {
      for (const store of stores) transaction.objectStore(store).clear();
    }, done);
  }

  close() {
    this.opening?.then((database) => database.close(), () => {});
    this.opening = null;
  }
}

export class Device {
  constructor() {
    this.databases = new Map();
    this.held = new Map();      // lock name -> how to give it back
    this.channels = new Map();  // name -> BroadcastChannel
    this.timers = new Map();    // number -> what to call, and the browser's own timer, if any
    this.soon = new MessageChannel();
    this.soon.port1.onmessage = ({ data }) => this.fire(data);
    this.ended = false;
  }

  // --- Storage ---
  database(name) {
    if (!this.databases.has(name)) this.databases.set(name, new Database(name));
    return this.databases.get(name);
  }
  closeDatabase(name) {
    this.databases.get(name)?.close();
    this.databases.delete(name);
  }
  // Deletes every database whose name begins so, and what was remembered under it.
  async deleteAll(prefix) {
    for (const name of [...this.databases.keys()]) if (name.startsWith(prefix)) this.closeDatabase(name);
    const all = await Promise.resolve(window.indexedDB?.databases?.()).catch(() => undefined) ?? [];
    await Promise.all(all.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => new Promise((done) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = done;
    })));
  }

  // --- Locks ---
  lock(name, granted) {
    if (!shares) {
      const alone = { give: () => {} };
      this.held.set(name, alone);
      return setTimeout(() => { if (!this.ended && this.held.get(name) === alone) granted(); });
    }
    const leave = new AbortController();
    const entry = { give: () => leave.abort() };
    this.held.set(name, entry);
    navigator.locks.request(name, { signal: leave.signal }, () => new Promise((release) => {
      if (this.ended || this.held.get(name) !== entry) return release();
      entry.give = release;
      granted();
    })).catch(() => {});
  }
  release(name) {
    this.held.get(name)?.give();
    this.held.delete(name);
  }
  async heldNames() {
    if (!shares) return [...this.held.keys()];
    const { held } = await navigator.locks.query();
    return held.map(({ name }) => name);
  }

  // --- Channels ---
  channel(name) {
    if (!shares) return { postMessage: () => {} };
    if (!this.channels.has(name)) this.channels.set(name, new BroadcastChannel(name));
    return this.channels.get(name);
  }
  post(name, bytes) { this.channel(name).postMessage(bytes); }
  listen(name, heard) { this.channel(name).onmessage = heard ? (event) => heard(event.data) : null; }

  // --- Time and chance ---
  // What is due at once comes by a channel: a browser lets timers wait, the more of them follow each other and the
  // less the page is seen.
  setTimer(id, delay, fired) {
    const timer = delay > 0 ? setTimeout(() => this.fire(id), Math.min(delay, 0x7fffffff)) : 0;
    this.timers.set(id, { fired, timer });
    if (!timer) this.soon.port2.postMessage(id);
  }
  fire(id) {
    const due = this.timers.get(id);
    this.timers.delete(id);
    due?.fired();
  }
  cancelTimer(id) {
    clearTimeout(this.timers.get(id)?.timer);
    this.timers.delete(id);
  }
  random(words) { crypto.getRandomValues(words); }

  // --- Small things that a tab or a device remembers. A browser may refuse to. ---
  remember(key, value, forDevice) {
    try {
      const store = forDevice ? localStorage : sessionStorage;
      if (value) store.setItem(key, value);
      else store.removeItem(key);
    } catch { /* refused: the next visit starts at sign-in */ }
  }
  recall(key, forDevice) {
    try {
      return (forDevice ? localStorage : sessionStorage).getItem(key) ?? '';
    } catch {
      return '';
    }
  }

  // --- The server ---
  // Answers once: the status (0: none came), the seconds before which no other request is wanted, and the bytes.
  async send(address, protocol, body, answered) {
    let status = 0, seconds = 0, bytes = new Uint8Array();
    try {
      const reply = await fetch(address, {
        method: 'POST', body, mode: 'same-origin', credentials: 'same-origin', cache: 'no-store',
        headers: { 'Content-Type': 'application/json', 'Parasol-Protocol': `${protocol}` },
        signal: AbortSignal.timeout(answerWithin),
      });
      bytes = new Uint8Array(await reply.arrayBuffer());
      seconds = Number(reply.headers.get('Retry-After')) || 0;
      status = reply.status;
    } catch { /* cut off, or not in time */ }
    answered(status, seconds, bytes);
  }
  // One stream at a time. One that has broken is closed: the program says when it is opened again.
  hear(address, heard) {
    this.stream?.close();
    this.stream = undefined;
    if (!address) return;
    const stream = this.stream = new EventSource(address);
    stream.onopen = () => heard(streamNews.opened);
    stream.addEventListener('poke', () => heard(streamNews.poked));
    stream.onerror = () => {
      stream.close();
      heard(streamNews.closed);
    };
  }

  // The program has ended: nothing of it is called any more.
  end() {
    this.ended = true;
    this.hear('');
    for (const id of [...this.timers.keys()]) this.cancelTimer(id);
    this.soon.port1.close();
    for (const name of [...this.held.keys()]) this.release(name);
    for (const channel of this.channels.values()) channel.close();
    for (const name of [...this.databases.keys()]) this.closeDatabase(name);
  }
}
