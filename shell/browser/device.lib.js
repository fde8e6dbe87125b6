// Forwards from WebAssembly to the device (Module.host.device, web/device.js) and back. Answers are calls of the
// program's device_* functions; bytes are copied, since the memory may move. Nothing is decided here. Plain functions:
// the JavaScript library parser of older compilers stumbles over arrows.
const deviceLibrary = {
  $device: function () { return Module['host'].device; },
  // Calls the program unless it has ended; an error inside it ends it, plainly.
  $deviceCall: function (name, ...args) {
    const host = Module['host'];
    if (host.ended || host.device.ended) return;
    try {
      Module['_device_' + name](...args);
    } catch (error) {
      host.fail('stopped', error);
    }
  },
  // Gives bytes to the program: it frees them.
  $deviceBytes__deps: ['malloc'],
  $deviceBytes: function (bytes) {
    const at = _malloc(bytes.length || 1);
    HEAPU8.set(bytes, at);
    return at;
  },
  $deviceText: function (at, size) { return UTF8ToString(at, size); },

  device_write__deps: ['$device', '$deviceCall', '$deviceText'],
  device_write: function (name, nameSize, packed, size, strict, ticket) {
    const view = new DataView(HEAPU8.buffer, packed, size);
    const writes = [];
    for (let at = 0; at < size;) {
      const store = view.getUint8(at), erases = view.getUint8(at + 1);
      const keySize = view.getUint32(at + 2, true), valueSize = view.getUint32(at + 6, true);
      at += 10;
      const key = UTF8ToString(packed + at, keySize);
      at += keySize;
      writes.push({ store, key, bytes: erases ? null : HEAPU8.slice(packed + at, packed + at + valueSize) });
      at += valueSize;
    }
    device().database(deviceText(name, nameSize)).write(writes, strict,
                                                        (error) => deviceCall('written', ticket, error));
  },
  device_read_all__deps: ['$device', '$deviceCall', '$deviceText', '$deviceBytes'],
  device_read_all: function (name, nameSize, store, ticket) {
    device().database(deviceText(name, nameSize)).readAll(store, (names, values) => {
      const keys = names.map((key) => new TextEncoder().encode(key));
      let size = 0;
      keys.forEach((key, index) => { size += 8 + key.length + values[index].byteLength; });
      const packed = new Uint8Array(size), view = new DataView(packed.buffer);
      let at = 0;
      keys.forEach((key, index) => {
        const value = values[index];
        view.setUint32(at, key.length, true);
        view.setUint32(at + 4, value.length, true);
        packed.set(key, at + 8);
        packed.set(value, at + 8 + key.length);
        at += 8 + key.length + value.length;
      });
      deviceCall('part', ticket, deviceBytes(packed), size);
    }, (error) => deviceCall('all_read', ticket, error));
  },
  device_wipe__deps: ['$device', '$deviceCall', '$deviceText'],
  device_wipe: function (name, nameSize, ticket) {
    device().database(deviceText(name, nameSize)).wipe((error) => deviceCall('written', ticket, error));
  },
  device_close__deps: ['$device', '$deviceText'],
  device_close: function (name, nameSize) { device().closeDatabase(deviceText(name, nameSize)); },
  device_delete_all__deps: ['$device', '$deviceCall', '$deviceText'],
  device_delete_all: function (prefix, size, ticket) {
    device().deleteAll(deviceText(prefix, size)).then(() => deviceCall('written', ticket, 0));
  },

  device_lock__deps: ['$device', '$deviceCall', '$deviceText'],
  device_lock: function (name, size, ticket) {
    device().lock(deviceText(name, size), () => deviceCall('granted', ticket));
  },
  device_release__deps: ['$device', '$deviceText'],
  device_release: function (name, size) { device().release(deviceText(name, size)); },
  device_held_names__deps: ['$device', '$deviceCall', '$deviceBytes'],
  device_held_names: function (ticket) {
    device().heldNames().then((names) => {
      const bytes = new TextEncoder().encode(names.join('\n'));
      deviceCall('names', ticket, deviceBytes(bytes), bytes.length);
    });
  },
  device_post__deps: ['$device', '$deviceText'],
  device_post: function (name, nameSize, at, size) {
    device().post(deviceText(name, nameSize), HEAPU8.slice(at, at + size));
  },
  device_listen__deps: ['$device', '$deviceCall', '$deviceText', '$deviceBytes'],
  device_listen: function (name, size, ticket) {
    const heard = (bytes) => deviceCall('heard', ticket, deviceBytes(bytes), bytes.length);
    device().listen(deviceText(name, size), ticket ? heard : null);
  },

  device_now: function () { return Date.now(); },
  device_zone_offset: function (utc) { return new Date(utc).getTimezoneOffset() * -60000; },
  device_set_timer__deps: ['$device', '$deviceCall'],
  device_set_timer: function (id, delay) { device().setTimer(id, delay, () => deviceCall('timer', id)); },
  device_cancel_timer__deps: ['$device'],
  device_cancel_timer: function (id) { device().cancelTimer(id); },
  device_random__deps: ['$device'],
  device_random: function (at, size) { device().random(HEAPU8.subarray(at, at + size)); },

  device_remember__deps: ['$device', '$deviceText'],
  device_remember: function (key, keySize, value, size, forDevice) {
    device().remember(deviceText(key, keySize), deviceText(value, size), forDevice);
  },
  device_recall__deps: ['$device', '$deviceText', '$deviceBytes'],
  device_recall: function (key, keySize, forDevice, sizeAt) {
    const bytes = new TextEncoder().encode(device().recall(deviceText(key, keySize), forDevice));
    HEAPU32[sizeAt >> 2] = bytes.length;
    return deviceBytes(bytes);
  },
  device_fetch__deps: ['$deviceCall', '$deviceText', '$deviceBytes'],
  device_fetch: function (file, size, ticket) {
    Module['host'].fetchBeside(deviceText(file, size)).then(
      (bytes) => deviceCall('read', ticket, 0, deviceBytes(bytes), bytes.length),
      () => deviceCall('read', ticket, 2, 0, 0));
  },
  device_base__deps: ['$deviceBytes'],
  device_base: function (sizeAt) {
    const bytes = new TextEncoder().encode(Module['host'].base);
    HEAPU32[sizeAt >> 2] = bytes.length;
    return deviceBytes(bytes);
  },
  $deviceAddress__deps: ['$deviceText'],
  $deviceAddress: function (at, size) { return new URL(deviceText(at, size), Module['host'].base).href; },
  device_send__deps: ['$device', '$deviceCall', '$deviceAddress', '$deviceBytes'],
  device_send: function (address, addressSize, at, size, protocol, ticket) {
    device().send(deviceAddress(address, addressSize), protocol, HEAPU8.slice(at, at + size),
                  (status, seconds, bytes) =>
                    deviceCall('answered', ticket, status, seconds, deviceBytes(bytes), bytes.length));
  },
  device_hear__deps: ['$device', '$deviceCall', '$deviceAddress'],
  device_hear: function (address, size, ticket) {
    device().hear(ticket ? deviceAddress(address, size) : '', (news) => deviceCall('news', ticket, news));
  },
};
mergeInto(LibraryManager.library, deviceLibrary);
