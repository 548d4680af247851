import { splitAvcc } from '#lib/h264.ts';
import { clip } from './worker/testing.ts';

/** What a broken or hostile encoder may send inside of an honest connection. The seed decides all of it. */
export interface GarbagePacket {
  readonly kind: 'video' | 'audio';
  readonly payload: Buffer;
  readonly marker: boolean;
  /** Added to the last sequence number: 1 is the next. */
  readonly step: number;
  /** Added to the time, in RTP ticks. */
  readonly ticks: number;
}

const MOST_BYTES = 1200;

export function createGarbage(random: () => number) {
  const upTo = (most: number) => Math.floor(random() * most);
  const oneOf = <T>(values: readonly T[]): T => values[upTo(values.length)]!;
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => upTo(256)));
  const good = clip.units.filter(({ kind }) => kind === 'video').flatMap(({ payload }) => splitAvcc(payload));
  const { sps, pps } = clip.config.video!;

  const payloads: readonly (() => Buffer)[] = [
    () => bytes(upTo(MOST_BYTES)),
    () => Buffer.alloc(0),
    // Real bytes with some of them changed: these get furthest.
    () => flipped(Buffer.from(oneOf(good).subarray(0, MOST_BYTES))),
    () => Buffer.concat([Buffer.of(0x65), bytes(upTo(400))]),
    () => flipped(Buffer.from(oneOf([sps, pps]))),
    () => Buffer.concat([Buffer.of(0x67), bytes(upTo(60))]),
    () => Buffer.concat([Buffer.of(0x68), bytes(upTo(20))]),
    // An aggregate whose lengths lie.
    () => Buffer.concat([Buffer.of(0x78, upTo(256), upTo(256)), bytes(upTo(100))]),
    // Fragments that never begin, never end, or change their kind.
    () => Buffer.concat([Buffer.of(0x7c, oneOf([0x00, 0x80, 0x40, 0xc0]) | upTo(32)), bytes(upTo(MOST_BYTES))]),
    // Kinds that RTP does not carry or that nobody uses: FU-B, MTAP, undefined.
    () => Buffer.concat([Buffer.of(oneOf([0, 25, 26, 27, 29, 30, 31])), bytes(upTo(60))]),
  ];

  return {
    rtp: (): GarbagePacket => ({
      kind: random() < 0.8 ? 'video' : 'audio',
      payload: oneOf(payloads)(),
      marker: random() < 0.3,
      step: oneOf([1, 1, 1, 1, 1, 2, 5, 0, -3, 700, upTo(65_536)]),
      ticks: oneOf([0, 0, 0, 3000, 3000, 1, -3000, 9_000_000, upTo(2 ** 31)]),
    }),
    /** Begins like RTCP; the rest may be anything. */
    rtcp: (): Buffer => {
      const body = bytes(8 + upTo(120));
      body[0] = 0x80 | upTo(32);
      body[1] = 192 + upTo(32);
      if (random() < 0.5) body.writeUInt16BE(Math.max(0, Math.floor(body.length / 4) - 1), 2);
      return body;
    },
    /** Not encrypted, from the right address: STUN, DTLS, RTP or nothing known, by its first byte. */
    datagram: (): Buffer => {
      const body = bytes(1 + upTo(300));
      body[0] = oneOf([upTo(4), 20 + upTo(44), 128 + upTo(64), upTo(256)]);
      return body;
    },
  };

  function flipped(body: Buffer): Buffer {
    for (let times = 1 + upTo(8); times > 0; times--) body[upTo(body.length)] = upTo(256);
    return body;
  }
}
