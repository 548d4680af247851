import assert from 'node:assert/strict';
import test from 'node:test';
import { createNumbers, type NumbersMessage } from './numbers.ts';

/** Processes on one carrier that this test can lose messages of. */
function createInstance(count: number) {
  let now = 1000;
  const lost = new Set<number>();
  const said: NumbersMessage[] = [];
  const nodes = Array.from({ length: count }, (_, at) =>
    createNumbers({
      node: `node ${at}`,
      clock: { now: () => now },
      say(message) {
        said.push(message);
        for (const [other, node] of nodes.entries()) if (other !== at && !lost.has(at)) node.hear(message);
      },
    }),
  );
  return {
    nodes,
    lost,
    said,
    pass(ms: number) {
      now += ms;
      for (const [at, node] of nodes.entries()) if (!lost.has(at)) node.look();
    },
  };
}

test('every process shows the sum of what all count', () => {
  const { nodes, pass } = createInstance(3);
  nodes.forEach((node, at) => node.numbers.share('show', { watching: at + 1 }));
  pass(2000);
  for (const node of nodes) assert.equal(node.numbers.sum('show', 'watching'), 6);
  nodes[0]!.numbers.share('show', { watching: 10 });
  pass(2000);
  for (const node of nodes) assert.equal(node.numbers.sum('show', 'watching'), 15);
  assert.equal(nodes[0]!.numbers.sum('show', 'hearts'), 0);
  assert.equal(nodes[0]!.numbers.sum('another', 'watching'), 0);
});

test('the share of a process that died disappears within fifteen seconds', () => {
  const { nodes, lost, pass } = createInstance(2);
  nodes[0]!.numbers.share('show', { watching: 1 });
  nodes[1]!.numbers.share('show', { watching: 40 });
  pass(2000);
  lost.add(1);
  for (let second = 0; second < 14; second++) {
    nodes[0]!.numbers.share('show', { watching: 1 });
    pass(1000);
    assert.equal(nodes[0]!.numbers.sum('show', 'watching'), 41);
  }
  pass(1000);
  assert.equal(nodes[0]!.numbers.sum('show', 'watching'), 1);
});

test('what nobody counts any more is forgotten by all, the counter itself too', () => {
  const { nodes, pass } = createInstance(2);
  nodes[0]!.numbers.share('show', { watching: 5 });
  for (let second = 0; second < 31; second++) pass(1000);
  for (const node of nodes) assert.equal(node.numbers.sum('show', 'watching'), 0);
});

test('a number that does not change is said every five seconds, not every two', () => {
  const { nodes, said, pass } = createInstance(1);
  for (let round = 0; round < 10; round++) {
    nodes[0]!.numbers.share('show', { watching: 5 });
    pass(2000);
  }
  assert.ok(said.length >= 3 && said.length <= 5, `said ${said.length} times in 20 s`);
});

test('an older message that comes late changes nothing, and a copy is not counted twice', () => {
  const { nodes, said, pass } = createInstance(2);
  nodes[0]!.numbers.share('show', { watching: 1 });
  pass(2000);
  nodes[0]!.numbers.share('show', { watching: 2 });
  pass(2000);
  for (const message of said.toReversed()) nodes[1]!.hear(message);
  assert.equal(nodes[1]!.numbers.sum('show', 'watching'), 2);
});
