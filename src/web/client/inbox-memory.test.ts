import assert from 'node:assert/strict';
import test from 'node:test';
import { inboxMemory } from './inbox-memory.ts';

function createStorage(broken = false) {
  const values = new Map<string, string>();
  const fail = (): never => {
    throw new Error('not allowed');
  };
  return {
    getItem: (key: string) => (broken ? fail() : (values.get(key) ?? null)),
    setItem: (key: string, value: string) => (broken ? fail() : void values.set(key, value)),
    values,
  };
}
const at = (inbox: number) => ({ epoch: 'e', last: 9, inbox });

test('each room stands where it stood, and the rooms of long ago make place', () => {
  const storage = createStorage();
  for (let n = 1; n <= 40; n++) inboxMemory(`/room/${n}`, storage).keep(at(n));
  assert.deepEqual(inboxMemory('/room/40', storage).read(), { inbox: 40 });
  assert.deepEqual(inboxMemory('/room/3', storage).read(), { inbox: 0 });
  assert.equal(JSON.parse([...storage.values.values()][0]!).length, 30);
});

test('a browser that keeps nothing, or kept nonsense, begins anew', () => {
  const shut = inboxMemory('/room/1', createStorage(true));
  shut.keep(at(4));
  assert.deepEqual(shut.read(), { inbox: 0 });
  for (const nonsense of ['{', '7', '[["/room/1","x"],null]']) {
    const storage = createStorage();
    storage.values.set('room.inboxes', nonsense);
    assert.deepEqual(inboxMemory('/room/1', storage).read(), { inbox: 0 });
  }
});
