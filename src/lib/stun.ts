import { createHmac, timingSafeEqual } from 'node:crypto';

/** STUN (RFC 8489), as far as needed to tell an authenticated ICE check from a stranger's packet. */

const HEADER_BYTES = 20;
const MAGIC_COOKIE = 0x2112a442;
const ATTRIBUTE = { username: 0x0006, messageIntegrity: 0x0008, useCandidate: 0x0025 } as const;
const INTEGRITY_BYTES = 20;

export type StunClass = 'request' | 'indication' | 'success' | 'error';
const CLASSES: readonly StunClass[] = ['request', 'indication', 'success', 'error'];

export interface StunMessage {
  readonly class: StunClass;
  readonly username: string | null;
  readonly useCandidate: boolean;
  /** Where MESSAGE-INTEGRITY starts, or null when there is none. What follows it is not covered. */
  readonly integrityAt: number | null;
}

export function looksLikeStun(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && bytes[0]! <= 3 && asView(bytes).getUint32(4) === MAGIC_COOKIE;
}

/** Reads the attributes that come before MESSAGE-INTEGRITY; null when lengths do not add up. */
export function parseStun(bytes: Uint8Array): StunMessage | null {
  if (!looksLikeStun(bytes)) return null;
  const view = asView(bytes);
  if (view.getUint16(2) + HEADER_BYTES !== bytes.length) return null;
  let username: string | null = null;
  let useCandidate = false;
  let integrityAt: number | null = null;
  for (let at = HEADER_BYTES; at + 4 <= bytes.length;) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) return null;
    if (type === ATTRIBUTE.messageIntegrity) {
      if (length !== INTEGRITY_BYTES) return null;
      integrityAt = at;
      break;
    }
    if (type === ATTRIBUTE.username) username = Buffer.from(bytes.subarray(at + 4, end)).toString('utf8');
    if (type === ATTRIBUTE.useCandidate) useCandidate = true;
    at = at + 4 + Math.ceil(length / 4) * 4;
  }
  return { class: classOf(view.getUint16(0)), username, useCandidate, integrityAt };
}

function classOf(type: number): StunClass {
  return CLASSES[((type >> 7) & 2) | ((type >> 4) & 1)]!;
}

/** True when MESSAGE-INTEGRITY is there and was made with this password (short-term credential). */
export function verifyIntegrity(bytes: Uint8Array, message: StunMessage, password: string): boolean {
  if (message.integrityAt === null) return false;
  const end = message.integrityAt + 4;
  const expected = integrityOver(bytes.subarray(0, message.integrityAt), password);
  return timingSafeEqual(expected, bytes.subarray(end, end + INTEGRITY_BYTES));
}

/** The length field counts up to and including MESSAGE-INTEGRITY, whatever follows it. */
function integrityOver(before: Uint8Array, password: string): Buffer {
  const covered = Buffer.from(before);
  covered.writeUInt16BE(before.length - HEADER_BYTES + 4 + INTEGRITY_BYTES, 2);
  return createHmac('sha1', password).update(covered).digest();
}

export interface BindingRequest {
  readonly transactionId: Uint8Array;
  readonly username?: string;
  readonly password?: string;
  readonly useCandidate?: boolean;
}

/** A binding request as an ICE agent sends it; without a password it carries no MESSAGE-INTEGRITY. */
export function writeBindingRequest({ transactionId, username, password, useCandidate }: BindingRequest): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(0x0001, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  header.set(transactionId.subarray(0, 12), 8);
  const parts: Buffer[] = [header];
  if (username !== undefined) parts.push(attribute(ATTRIBUTE.username, Buffer.from(username)));
  if (useCandidate) parts.push(attribute(ATTRIBUTE.useCandidate, Buffer.alloc(0)));
  const unsigned = Buffer.concat(parts);
  const integrity = password === undefined ? [] : [attribute(ATTRIBUTE.messageIntegrity, integrityOver(unsigned, password))];
  const message = Buffer.concat([unsigned, ...integrity]);
  message.writeUInt16BE(message.length - HEADER_BYTES, 2);
  return message;
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

const asView = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
