import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync } from 'node:zlib';
import * as ws from 'ws';
import { deflateMessage } from './deflate.ts';
import { FrameReader, type Heard } from './frame-reader.ts';
import { LIMITS } from './limits.ts';

const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];

/** A frame as a client sends it; a `length` that differs from the payload's is a lie. */
function clientFrame(
  opcode: number,
  payload: Buffer | string,
  is: { fin?: boolean; bits?: number; masked?: boolean; length?: number } = {},
) {
  const bytes = Buffer.from(payload);
  const length = is.length ?? bytes.length;
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);
  const marked = is.masked === false ? 0 : 0x80;
  const header = [(is.fin === false ? 0 : 0x80) | (is.bits ?? 0) | opcode];
  if (length < 126) header.push(marked | length);
  else if (length < 65_536) header.push(marked | 126, length >> 8, length & 0xff);
  else header.push(marked | 127, 0, 0, 0, 0, (length >>> 24) & 0xff, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
  if (is.masked === false) return Buffer.concat([Buffer.from(header), bytes]);
  return Buffer.concat([Buffer.from(header), mask, bytes.map((byte, at) => byte ^ mask[at & 3]!)]);
}

function hear(chunks: readonly Buffer[], deflates = false): string[] {
  const reader = new FrameReader(deflates);
  const heard: string[] = [];
  for (const chunk of chunks) {
    // The reader unmasks in place, as it may with what the network brought.
    reader.push(Buffer.from(chunk));
    for (let next = reader.next(); next; next = reader.next()) heard.push(describe(next));
  }
  return heard;
}
const describe = (heard: Heard): string =>
  'bytes' in heard ? `${heard.kind} ${heard.bytes.toString('hex')}` : `${heard.kind} ${heard.code}`;
const hex = (text: string) => Buffer.from(text).toString('hex');

/** The same numbers for the same seed. */
function chance(seed: number) {
  let random = seed >>> 0;
  return (below: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
}

test('frames are read the same wherever the network cuts them', () => {
  const stream = Buffer.concat([
    clientFrame(TEXT, '{"c":"at"}'),
    clientFrame(PING, 'beat'),
    clientFrame(TEXT, 'é'.repeat(150), { fin: false }),
    clientFrame(PONG, ''),
    clientFrame(CONTINUATION, '', { fin: false }),
    clientFrame(CONTINUATION, '€'),
    clientFrame(BINARY, Buffer.alloc(LIMITS.messageBytes)),
    clientFrame(CLOSE, Buffer.from([0x03, 0xe8, 0x62, 0x79, 0x65])),
  ]);
  const whole = hear([stream]);
  assert.deepEqual(whole, [
    `text ${hex('{"c":"at"}')}`,
    `ping ${hex('beat')}`,
    'pong ',
    `text ${hex('é'.repeat(150) + '€')}`,
    `binary ${'00'.repeat(LIMITS.messageBytes)}`,
    'close 1000',
  ]);
  for (let cut = 1; cut < stream.length; cut++)
    assert.deepEqual(hear([stream.subarray(0, cut), stream.subarray(cut)]), whole, `cut at ${cut}`);
  assert.deepEqual(hear(Array.from(stream, (byte) => Buffer.from([byte]))), whole, 'a byte at a time');
});

const REFUSED: [name: string, bytes: Buffer, code: number][] = [
  ['an unmasked frame', clientFrame(TEXT, 'hi', { masked: false }), 1002],
  ['bits of an extension that nobody agreed on', clientFrame(TEXT, 'hi', { bits: 0x20 }), 1002],
  ['a compressed message without agreement', clientFrame(TEXT, 'hi', { bits: 0x40 }), 1002],
  ['an unknown opcode', clientFrame(3, 'hi'), 1002],
  ['an unknown control opcode', clientFrame(11, ''), 1002],
  ['a ping in pieces', clientFrame(PING, '', { fin: false }), 1002],
  ['a ping of 126 bytes', clientFrame(PING, 'x'.repeat(126)), 1002],
  ['a continuation of nothing', clientFrame(CONTINUATION, 'hi'), 1002],
  ['a message inside a message', Buffer.concat([clientFrame(TEXT, 'a', { fin: false }), clientFrame(TEXT, 'b')]), 1002],
  ['a length in a longer form than needed', Buffer.from([0x81, 0xfe, 0x00, 0x05, 0, 0, 0, 0]), 1002],
  ['a close frame of one byte', clientFrame(CLOSE, 'x'), 1002],
  ['a close code that may not be sent', clientFrame(CLOSE, Buffer.from([0x03, 0xee])), 1002],
  ['a goodbye that is no UTF-8', clientFrame(CLOSE, Buffer.from([0x03, 0xe8, 0xff])), 1007],
  ['text that is no UTF-8', clientFrame(TEXT, Buffer.from([0xc3, 0x28])), 1007],
  ['one byte too many', clientFrame(TEXT, 'x'.repeat(LIMITS.messageBytes + 1)), 1009],
  ['a length that lies, before its bytes have come', clientFrame(TEXT, '', { length: 60_000 }), 1009],
  ['a length of 4 GB, before its bytes have come', clientFrame(TEXT, '', { length: 0xffff_ffff }), 1009],
  [
    'pieces that are too much together',
    Buffer.concat([2500, 2500].map((size, at) => clientFrame(at ? CONTINUATION : TEXT, 'x'.repeat(size), { fin: at > 0 }))),
    1009,
  ],
  [
    'endless empty pieces',
    Buffer.concat([
      clientFrame(TEXT, '', { fin: false }),
      ...Array.from({ length: 40 }, () => clientFrame(CONTINUATION, '', { fin: false })),
    ]),
    1009,
  ],
];
for (const [name, bytes, code] of REFUSED)
  test(`${name} ends it with ${code}, and nothing is read after`, () => {
    assert.deepEqual(hear([bytes, clientFrame(TEXT, 'more')]), [`bad ${code}`]);
    assert.deepEqual(hear(Array.from(bytes, (byte) => Buffer.from([byte]))).slice(-1), [`bad ${code}`]);
  });

test('a compressed message is read, whole or in pieces, and plain ones may come between', () => {
  const packed = deflateMessage(Buffer.from('{"c":"chat","d":{"text":"hello hello hello"}}'));
  const text = `text ${hex('{"c":"chat","d":{"text":"hello hello hello"}}')}`;
  const stream = [
    clientFrame(TEXT, packed, { bits: 0x40 }),
    clientFrame(TEXT, 'plain'),
    clientFrame(TEXT, packed.subarray(0, 5), { bits: 0x40, fin: false }),
    clientFrame(CONTINUATION, packed.subarray(5)),
  ];
  assert.deepEqual(hear(stream, true), [text, `text ${hex('plain')}`, text]);
});

test('compression is refused in the middle of a message, when it is no deflate, and when it is a bomb', () => {
  const middle = [clientFrame(TEXT, 'a', { fin: false }), clientFrame(CONTINUATION, 'b', { bits: 0x40 })];
  assert.deepEqual(hear(middle, true), ['bad 1002']);
  assert.deepEqual(hear([clientFrame(TEXT, Buffer.from([0xff, 0xff, 0xff]), { bits: 0x40 })], true), ['bad 1007']);
  const bomb = deflateRawSync(Buffer.alloc(3_000_000));
  assert.ok(bomb.length < LIMITS.messageBytes);
  const before = process.memoryUsage().arrayBuffers;
  assert.deepEqual(hear([clientFrame(TEXT, bomb, { bits: 0x40 })], true), ['bad 1009']);
  assert.ok(process.memoryUsage().arrayBuffers - before < 500_000, 'it never came out whole');
});

// The types of `ws` leave its parser out.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => NodeJS.WritableStream };

/** What another implementation makes of the same bytes. */
async function hearElsewhere(chunks: readonly Buffer[]): Promise<string[]> {
  const receiver = new Receiver({ isServer: true, maxPayload: LIMITS.messageBytes });
  const heard: string[] = [];
  const on = (event: string, listen: (...what: never[]) => void) => receiver.on(event as 'drain', listen as () => void);
  on('message', (bytes: Buffer, isBinary: boolean) => heard.push(`${isBinary ? 'binary' : 'text'} ${bytes.toString('hex')}`));
  on('ping', (bytes: Buffer) => heard.push(`ping ${bytes.toString('hex')}`));
  on('pong', (bytes: Buffer) => heard.push(`pong ${bytes.toString('hex')}`));
  on('conclude', (code: number) => heard.push(`close ${code}`));
  on('error', () => heard.push('bad'));
  for (const chunk of chunks) receiver.write(Buffer.from(chunk));
  await new Promise((resolve) => setImmediate(resolve));
  return heard;
}

function somethingLikeFrames(pick: (below: number) => number): Buffer {
  const size = [0, 1, 20, 125, 126, 300, 4096, 5000][pick(8)]!;
  const payload = Buffer.alloc(size, ['x', 'é', Buffer.from([0xff]), '😀'][pick(12)] ?? 'a');
  const opcode = [TEXT, TEXT, TEXT, BINARY, PING, PONG, CONTINUATION, pick(16), CLOSE][pick(9)]!;
  return clientFrame(opcode, opcode > 7 ? payload.subarray(0, 125) : payload, {
    fin: pick(6) > 0,
    bits: pick(40) === 0 ? 0x10 << pick(3) : 0,
    masked: pick(40) > 0,
    ...(pick(30) === 0 ? { length: pick(70_000) } : {}),
  });
}

for (const seed of [1, 2, 3, 5, 8, 13, 21, 34, 55, 89])
  test(`seed ${seed}: whatever is sent, we hear what \`ws\` hears, up to where one of us refuses`, async () => {
    const pick = chance(seed);
    let refused = 0;
    for (let round = 0; round < 200; round++) {
      const stream = Buffer.concat(Array.from({ length: 1 + pick(8) }, () => somethingLikeFrames(pick)));
      // A third of them with a flipped byte, some are garbage from the start.
      if (pick(3) === 0) stream[pick(stream.length)]! ^= 1 << pick(8);
      if (pick(20) === 0) for (let at = 0; at < stream.length; at++) stream[at] = pick(256);
      const cuts = Array.from({ length: pick(5) }, () => pick(stream.length)).toSorted((a, b) => a - b);
      const chunks = [0, ...cuts].map((from, at) => stream.subarray(from, cuts[at] ?? stream.length));
      const ours = hear(chunks);
      const theirs = (await hearElsewhere(chunks)).slice(0, ours.length);
      if (!ours.at(-1)?.startsWith('bad')) assert.deepEqual(ours, theirs, `round ${round}`);
      else {
        refused += 1;
        assert.deepEqual(ours.slice(0, -1), theirs.slice(0, ours.length - 1), `round ${round}`);
      }
    }
    assert.ok(refused > 20 && refused < 190, `${refused} of 200 refused`);
  });
