import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readAmf, writeAmf, type AmfObject, type AmfValue } from './amf0.ts';
import { createChunkReader, MESSAGE, PUBLISHER, writeChunks, type RtmpMessage } from './chunks.ts';
import { clientHello, HELLO_ANSWER_BYTES } from './handshake.ts';
import { createRtmpSession, type RtmpPublishRequest } from './session.ts';

const random = (bytes: number) => Buffer.alloc(bytes, 7);
const BLOCK = 1536;

interface Heard {
  readonly published: RtmpPublishRequest[];
  readonly media: [kind: string, timestamp: number, length: number][];
  unpublished: number;
}

function open() {
  const sent: Buffer[] = [];
  const heard: Heard = { published: [], media: [], unpublished: 0 };
  const session = createRtmpSession({
    send: (bytes) => sent.push(bytes),
    random,
    on: {
      publish: (request) => heard.published.push(request),
      media: (kind, timestamp, body) => heard.media.push([kind, timestamp, body.length]),
      unpublish: () => heard.unpublished++,
    },
  });
  /** What the server said since the handshake, as a client reads it. */
  const answers = (): RtmpMessage[] => {
    const found: RtmpMessage[] = [];
    const reader = createChunkReader((message) => found.push(message));
    reader.limits = PUBLISHER;
    reader.push(Buffer.concat(sent).subarray(HELLO_ANSWER_BYTES));
    return found;
  };
  const shake = () => session.push(Buffer.concat([clientHello(random), Buffer.alloc(BLOCK)]));
  const say = (name: string, ...values: AmfValue[]) =>
    session.push(writeChunks(3, { type: MESSAGE.command, streamId: 0, timestamp: 0, body: writeAmf(name, 4, ...values) }, 128));
  const send = (type: number, timestamp: number, body: Buffer) => session.push(writeChunks(6, { type, streamId: 1, timestamp, body }, 128));
  return { session, heard, answers, shake, say, send, sent };
}

const commands = (messages: readonly RtmpMessage[]) =>
  messages.filter(({ type }) => type === MESSAGE.command).map(({ body }) => readAmf(body)!);

test('an encoder connects, publishes after its key was accepted, and stops', () => {
  const { session, heard, answers, shake, say, send } = open();
  shake();
  say('connect', { app: 'live', flashVer: 'FMLE/3.0' });
  say('releaseStream', null, 'key');
  say('FCPublish', null, 'key');
  say('createStream', null);
  say('publish', null, 'key', 'live');
  assert.deepEqual(heard.published, [{ app: 'live', key: 'key' }]);
  send(MESSAGE.video, 0, Buffer.from('too early'));
  assert.deepEqual(heard.media, [], 'media before the key was accepted is nobody’s');

  session.accept();
  send(MESSAGE.video, 40, Buffer.from('picture'));
  send(MESSAGE.audio, 41, Buffer.from('tone'));
  assert.deepEqual(heard.media, [
    ['video', 40, 7],
    ['audio', 41, 4],
  ]);
  say('FCUnpublish', null, 'key');
  say('deleteStream', null, 1);
  assert.equal(heard.unpublished, 1);

  const codes = commands(answers()).map(([name, , , facts]) => [name, (facts as AmfObject | undefined)?.['code']]);
  assert.deepEqual(codes, [
    ['_result', 'NetConnection.Connect.Success'],
    ['_result', undefined],
    ['_result', undefined],
    ['_result', undefined],
    ['onStatus', 'NetStream.Publish.Start'],
    ['onStatus', 'NetStream.Unpublish.Success'],
  ]);
});

test('a refusal carries its sentence, and nothing is heard after it', () => {
  const { session, heard, answers, shake, say, send } = open();
  shake();
  say('connect', { app: 'live' });
  say('publish', null, 'wrong', 'live');
  session.refuse('NetStream.Publish.BadName', 'Not this key.');
  send(MESSAGE.video, 0, Buffer.from('picture'));
  assert.deepEqual(
    { ...(commands(answers()).at(-1)![3] as AmfObject) },
    { level: 'error', code: 'NetStream.Publish.BadName', description: 'Not this key.' },
  );
  assert.deepEqual(heard.media, []);
});

test('a ping is answered and what was received is acknowledged', () => {
  const { session, answers, shake, say, send } = open();
  shake();
  say('connect', { app: 'live' });
  say('publish', null, 'key');
  session.accept();
  send(MESSAGE.userControl, 0, Buffer.from([0, 6, 0, 0, 1, 2]));
  const pong = answers().find(({ type, body }) => type === MESSAGE.userControl && body[1] === 7);
  assert.deepEqual(pong?.body, Buffer.from([0, 7, 0, 0, 1, 2]));
  for (let n = 0; n < 20; n++) send(MESSAGE.video, n, Buffer.alloc(100_000));
  assert.ok(answers().some(({ type, body }) => type === MESSAGE.acknowledgement && body.readUInt32BE() > 1_000_000));
});

test('AMF values come back as they were', () => {
  const value: fc.Arbitrary<AmfValue> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.string(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))['value'] as fc.Arbitrary<AmfValue>;
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => assert.deepEqual(structuredClone(readAmf(writeAmf(...values))), values)),
  );
});

test('bytes that end too early or nest too deep are no AMF', () => {
  const whole = writeAmf('connect', 1, { app: 'live' });
  for (let length = 1; length < whole.length; length++) readAmf(whole.subarray(0, length));
  assert.equal(readAmf(whole.subarray(0, whole.length - 1)), null);
  assert.equal(readAmf(Buffer.concat(Array.from({ length: 200 }, () => Buffer.from([3, 0, 1, 97])))), null);
  assert.equal(readAmf(Buffer.from([10, 255, 255, 255, 255])), null);
});

/** An honest beginning, with bytes changed, left out and put in: whatever comes of it, the only throw is RangeError. */
test('no bytes at all make a session fail in a way that is not foreseen', () => {
  const u32 = Buffer.from([0, 0, 16, 0]);
  const honest = Buffer.concat([
    writeChunks(2, { type: MESSAGE.setChunkSize, streamId: 0, timestamp: 0, body: u32 }, 128),
    writeChunks(
      3,
      { type: MESSAGE.command, streamId: 0, timestamp: 0, body: writeAmf('connect', 1, { app: 'live', tcUrl: 'rtmp://x/live' }) },
      4096,
    ),
    writeChunks(3, { type: MESSAGE.command, streamId: 0, timestamp: 0, body: writeAmf('createStream', 2, null) }, 4096),
    writeChunks(8, { type: MESSAGE.command, streamId: 1, timestamp: 0, body: writeAmf('publish', 3, null, 'key', 'live') }, 4096),
    writeChunks(6, { type: MESSAGE.video, streamId: 1, timestamp: 0x1_00_0000, body: Buffer.alloc(9000, 3) }, 4096),
  ]);
  const change = fc.record({
    at: fc.nat(),
    act: fc.constantFrom('set', 'cut', 'put'),
    byte: fc.nat({ max: 255 }),
    count: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), fc.boolean(), (changes, accepts) => {
      let bytes = Buffer.from(honest);
      for (const { at, act, byte, count } of changes) {
        const from = at % bytes.length;
        if (act === 'set') bytes[from] = byte;
        if (act === 'cut') bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + count), Buffer.of(byte)]);
        if (act === 'put') bytes = Buffer.concat([bytes.subarray(0, from), Buffer.alloc(count, byte), bytes.subarray(from)]);
      }
      const { session, shake, heard } = open();
      shake();
      try {
        for (let from = 0; from < bytes.length; from += 1000) {
          session.push(bytes.subarray(from, from + 1000));
          if (accepts && heard.published.length > 0) session.accept();
        }
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }),
    { numRuns: 400, verbose: 1 },
  );
});
