import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * permessage-deflate (RFC 7692) in the one form that costs nothing per socket: no memory is carried from message to
 * message on either side, so that the same compressed bytes suit everybody who negotiated it.
 */
const FLUSHED = Buffer.from([0x00, 0x00, 0xff, 0xff]);
const FULL_WINDOW = '15';
const WINDOW = /^(8|9|1[0-5])$/;
/** Offers that are looked at; a browser makes one. */
const MAX_OFFERS = 8;

/**
 * Chooses among the offers of a handshake.
 * @returns the value of the answering header, or null: then nothing is compressed
 */
export function agreeOnDeflate(offered: string | undefined): string | null {
  for (const offer of (offered ?? '').split(',', MAX_OFFERS)) {
    const [name, ...parameters] = offer.split(';').map((part) => part.trim());
    if (name !== 'permessage-deflate') continue;
    const answer = answerTo(parameters);
    if (answer) return answer;
  }
  return null;
}

function answerTo(parameters: readonly string[]): string | null {
  const seen = new Set<string>();
  let answer = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';
  for (const parameter of parameters) {
    const [name = '', value] = parameter.split('=', 2).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (seen.has(name)) return null;
    seen.add(name);
    // One window for all: who asks for a smaller one gets plain frames.
    if (name === 'server_max_window_bits' && value === FULL_WINDOW) answer += '; server_max_window_bits=15';
    else if (name === 'client_max_window_bits' && (value === undefined || WINDOW.test(value))) continue;
    else if ((name === 'server_no_context_takeover' || name === 'client_no_context_takeover') && value === undefined) continue;
    else return null;
  }
  return answer;
}

export function deflateMessage(message: Buffer): Buffer {
  const deflated = deflateRawSync(message, { finishFlush: constants.Z_SYNC_FLUSH });
  return deflated.subarray(0, deflated.length - FLUSHED.length);
}

/**
 * At most `max` bytes come out, whatever went in: about 40 µs, and no memory that stays.
 * @returns null when it is no deflate, or too large: `code` says which, as a close code
 */
export function inflateMessage(deflated: Buffer, max: number): { ok: true; bytes: Buffer } | { ok: false; code: 1007 | 1009 } {
  try {
    const bytes = inflateRawSync(Buffer.concat([deflated, FLUSHED]), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: max,
      chunkSize: Math.max(64, max),
    });
    return { ok: true, bytes };
  } catch (error) {
    return { ok: false, code: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 1009 : 1007 };
  }
}
