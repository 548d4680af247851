import assert from 'node:assert/strict';
import test from 'node:test';
import { broadcast } from './broadcast.ts';

test('everybody is offered a frame exactly once, also when the pass takes several turns', async () => {
  const readers = Array.from({ length: 4500 }, (_, at) => at);
  const offered: number[] = [];
  await new Promise<void>((done) => void broadcast(readers, 1234, (reader) => offered.push(reader), done));
  assert.deepEqual(
    offered.toSorted((a, b) => a - b),
    readers,
  );
  assert.equal(offered[0], 1234);
});

test('the first one is another one each time, and over many passes everybody is early about as often', () => {
  const readers = Array.from({ length: 10 }, (_, at) => at);
  const firsts = new Map<number, number>();
  let start = 0;
  for (let pass = 0; pass < 1000; pass++) {
    let first = true;
    start = broadcast(
      readers,
      start,
      (reader) => {
        if (first) firsts.set(reader, (firsts.get(reader) ?? 0) + 1);
        first = false;
      },
      () => {},
    );
  }
  for (const reader of readers) assert.ok((firsts.get(reader) ?? 0) >= 50, `${reader} was first ${firsts.get(reader)} times`);
});
