// An authenticator: what a person's phone does for the second factor of signing in.
import { createHmac } from 'node:crypto';

// RFC 6238: of a secret in base32 the six digits of a half minute.
const half_minute = 30000;
export function digitsOf(secret, step) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((symbol) => alphabet.indexOf(symbol).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return `${number % 1000000}`.padStart(6, '0');
}
// A server takes what is shown half a minute early, too, so that nobody here waits for the next code.
export class Authenticator {
  // `ahead`: seconds that its clock is ahead of the machine's.
  constructor(secret, ahead = 0) {
    this.secret = secret.replaceAll(' ', '');
    this.step = Math.floor((Date.now() + ahead * 1000) / half_minute);
  }
  shown() { return digitsOf(this.secret, this.step); }
  next() {
    ++this.step;
    return this.shown();
  }
  // No code of now, nor of soon before or after.
  wrong() {
    const right = new Set(Array.from({ length: 9 }, (_, at) => digitsOf(this.secret, this.step + at - 4)));
    return ['000000', '111111', '222222'].find((code) => !right.has(code));
  }
}
