/**
 * FLV, the shape of RTMP's media: a header, then tags with an eleven byte header and their length
 * behind them (Adobe's FLV specification, annex E). Our gateway speaks it to the worker.
 */
export interface FlvTag {
  readonly kind: 'video' | 'audio' | 'data';
  /** Milliseconds, modulo 2^32. */
  readonly timestamp: number;
  readonly body: Buffer;
}

const TYPE = { audio: 8, video: 9, data: 18 } as const;
const KINDS = new Map<number, FlvTag['kind']>([
  [TYPE.audio, 'audio'],
  [TYPE.video, 'video'],
  [TYPE.data, 'data'],
]);
const TAG_HEADER = 11;
const TAIL = 4;

/** With picture and sound announced; which of them really come is seen when they come. */
export const FLV_HEADER = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

export function writeFlvTag({ kind, timestamp, body }: FlvTag): Buffer {
  const out = Buffer.allocUnsafe(TAG_HEADER + body.length + TAIL);
  out[0] = TYPE[kind];
  out.writeUIntBE(body.length, 1, 3);
  out.writeUIntBE(timestamp & 0xff_ffff, 4, 3);
  out[7] = timestamp >>> 24;
  out.writeUIntBE(0, 8, 3);
  body.copy(out, TAG_HEADER);
  out.writeUInt32BE(TAG_HEADER + body.length, TAG_HEADER + body.length);
  return out;
}

export interface FlvReader {
  /** Throws RangeError when this is no FLV, or a tag is longer than allowed. */
  push(bytes: Buffer): void;
}

export function createFlvReader({ maxTagBytes, onTag }: { readonly maxTagBytes: number; onTag(tag: FlvTag): void }): FlvReader {
  const pieces: Buffer[] = [];
  let held = 0;
  let needed = FLV_HEADER.length;
  let started = false;

  return {
    push(bytes) {
      pieces.push(bytes);
      held += bytes.length;
      if (held < needed) return;
      const all = pieces.length === 1 ? bytes : Buffer.concat(pieces);
      const used = take(all);
      pieces.splice(0, pieces.length, all.subarray(used));
      held = all.length - used;
    },
  };

  /** Also notes how much must be there before it is worth looking again. */
  function take(all: Buffer): number {
    let at = 0;
    if (!started) {
      if (all.toString('latin1', 0, 3) !== 'FLV') throw new RangeError('no FLV');
      started = true;
      at = FLV_HEADER.length;
    }
    for (;;) {
      needed = TAG_HEADER;
      if (all.length - at < needed) return at;
      const length = all.readUIntBE(at + 1, 3);
      if (length > maxTagBytes) throw new RangeError(`a tag of ${length} bytes`);
      needed = TAG_HEADER + length + TAIL;
      if (all.length - at < needed) return at;
      const kind = KINDS.get(all[at]! & 0x1f);
      const timestamp = all.readUIntBE(at + 4, 3) + all[at + 7]! * 0x100_0000;
      if (kind) onTag({ kind, timestamp, body: all.subarray(at + TAG_HEADER, at + TAG_HEADER + length) });
      at += needed;
    }
  }
}
