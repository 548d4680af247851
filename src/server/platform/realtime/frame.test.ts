import assert from 'node:assert/strict';
import test from 'node:test';
import * as ws from 'ws';
import { textFrame } from './frame.ts';

for (const size of [0, 125, 126, 65_535, 65_536])
  test(`a frame of ${size} bytes is read back by another implementation`, async () => {
    const text = 'é'.repeat(Math.floor(size / 2)) + 'x'.repeat(size % 2);
    // The types of `ws` leave its parser out.
    const { Receiver } = ws as unknown as { Receiver: new (options: object) => NodeJS.WritableStream };
    const receiver = new Receiver({ isServer: false, maxPayload: 1_000_000 });
    const read = new Promise<string>((resolve, reject) => {
      receiver.on('message' as 'drain', ((data: Buffer) => resolve(data.toString())) as () => void);
      receiver.on('error', reject);
    });
    receiver.write(textFrame(text));
    assert.equal(await read, text);
  });
