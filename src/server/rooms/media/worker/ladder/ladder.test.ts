import assert from 'node:assert/strict';
import test from 'node:test';
import { createPackager } from '../packager.ts';
import { clip, createTestClock, feed } from '../testing.ts';
import { createLadder } from './ladder.ts';
import type { LadderProcess } from './process.ts';
import type { FromLadder, ToLadder } from './protocol.ts';
import { rungsFor } from './rungs.ts';

/** The ladder's decisions, with a process that does what the test says. */
interface FakeProcess extends LadderProcess {
  readonly heard: ToLadder[];
  killed: boolean;
  says(message: FromLadder): void;
  dies(): void;
}

function openLadder() {
  const clock = createTestClock();
  const processes: FakeProcess[] = [];
  const troubles: string[] = [];
  let keyFramesWanted = 0;
  const ladder = createLadder({
    clock,
    discontinuities: 0,
    rungs: () => rungsFor({ width: 1280, height: 960, bitsPerSecond: 3_000_000 }, [720, 480, 240]),
    reports: () => [],
    wantKeyFrame: () => keyFramesWanted++,
    onTrouble: ({ message }) => troubles.push(message),
    openProcess(on) {
      const process: FakeProcess = {
        pid: processes.length + 1,
        heard: [],
        killed: false,
        send: (message) => process.heard.push(message),
        kill: () => (process.killed = true),
        says: on.said,
        dies: on.gone,
      };
      processes.push(process);
      return process;
    },
  });
  const packager = createPackager({ sinks: [ladder] });
  packager.configure({ ...clip.config, generation: 1 });
  let atMs = 0;
  /** The show goes on for so long, a fifth of a second at a time as in life. */
  const pass = (ms: number) => {
    for (const untilMs = atMs + ms; atMs < untilMs; atMs += 200) {
      feed(packager, atMs, atMs + 200);
      clock.pass(200);
      for (const name of ['720p', '480p', '240p'] as const) if (asking.has(name)) ladder.ask(name);
      ladder.tick();
    }
  };
  const asking = new Set<string>();
  return { ladder, processes, troubles, pass, asking, clock, keyFramesWanted: () => keyFramesWanted };
}

const parts = (process: FakeProcess | undefined) => process?.heard.filter((message) => message.do === 'part') ?? [];
const rungsToldTo = (process: FakeProcess | undefined) =>
  process?.heard
    .filter((message) => message.do === 'rungs')
    .at(-1)
    ?.rungs.map(({ name }) => name);

test('nothing is encoded until somebody asks, and nothing any more half a minute after the last one did', () => {
  const { ladder, processes, pass, keyFramesWanted } = openLadder();
  pass(3_000);
  assert.equal(processes.length, 0);
  assert.ok(ladder.ask('480p'));
  assert.equal(processes.length, 1);
  assert.ok(keyFramesWanted() > 0, 'the rung need not wait for the next planned key frame');
  processes[0]?.says({ is: 'ready' });
  assert.deepEqual(rungsToldTo(processes[0]), ['480p']);
  pass(1_000);
  assert.equal(parts(processes[0]).length, 5);
  for (const part of parts(processes[0])) processes[0]?.says({ is: 'made', id: part.id, frames: [] });
  for (let seconds = 0; seconds < 31; seconds++) {
    for (const part of parts(processes[0])) processes[0]?.says({ is: 'made', id: part.id, frames: [] });
    pass(1_000);
  }
  assert.ok(processes[0]?.killed);
  assert.equal(ladder.stats().pid, null);
});

test('a process that does not answer loses the largest rung first, one at a time, then its life, and the operator is told', () => {
  const { ladder, processes, troubles, pass, asking } = openLadder();
  for (const name of ['240p', '720p', '480p'] as const) {
    asking.add(name);
    ladder.ask(name);
  }
  processes[0]?.says({ is: 'ready' });
  const told: string[] = [];
  for (let steps = 0; steps < 40; steps++) {
    pass(200);
    told.push(rungsToldTo(processes[0])?.join(' ') ?? '');
  }
  assert.deepEqual([...new Set(told)], ['240p 720p 480p', '240p 480p', '240p', '']);
  assert.ok(processes[0]?.killed);
  assert.deepEqual(ladder.stats().dropped.toSorted(), ['240p', '480p', '720p']);
  assert.equal(troubles.length, 3);
  assert.equal(ladder.ask('240p'), null, 'it is not tried again at once');
  assert.equal(processes.length, 1);
});

test('a rung that was dropped may be asked for again after a minute, and after two the next time', () => {
  const { ladder, processes, pass, clock } = openLadder();
  for (const restMs of [60_000, 120_000]) {
    assert.ok(ladder.ask('240p'));
    processes.at(-1)?.says({ is: 'ready' });
    pass(3_000);
    assert.equal(ladder.ask('240p'), null);
    clock.pass(restMs - 4_000);
    assert.equal(ladder.ask('240p'), null);
    clock.pass(4_000);
  }
  assert.ok(ladder.ask('240p'));
});

test('at most three seconds are under way: the rest is left out and counted, and it goes on where a segment begins', () => {
  const { ladder, processes, pass, asking } = openLadder();
  for (const name of ['720p', '480p', '240p'] as const) {
    asking.add(name);
    ladder.ask(name);
  }
  const [process] = processes;
  assert.ok(process);
  process.says({ is: 'ready' });
  pass(3_400);
  const sent = parts(process).length;
  assert.equal(sent, 15);
  assert.ok(ladder.stats().skippedParts > 0);
  for (const { id } of parts(process)) process.says({ is: 'made', id, frames: [] });
  const before = process.heard.length;
  pass(3_000);
  const after = process.heard.slice(before);
  const next = after.findIndex((message) => message.do === 'part');
  assert.ok(
    after.slice(0, next).some((message) => message.do === 'source'),
    'the decoder begins anew',
  );
  assert.ok(parts(process)[sent]?.startsSegment);
});

test('a process that dies is started again at once, and later each time when it keeps dying', () => {
  const { ladder, processes, pass, asking } = openLadder();
  asking.add('240p');
  ladder.ask('240p');
  processes[0]?.says({ is: 'ready' });
  pass(1_000);
  processes[0]?.dies();
  assert.equal(processes.length, 2);
  assert.equal(ladder.stats().restarts, 1);
  processes[1]?.dies();
  assert.equal(processes.length, 2);
  pass(2_000);
  assert.equal(processes.length, 3);
});

test('without the encoder package there are no rungs, and no second try', () => {
  const { ladder, processes } = openLadder();
  ladder.ask('240p');
  processes[0]?.says({ is: 'absent' });
  assert.ok(ladder.stats().absent);
  assert.equal(ladder.ask('240p'), null);
  assert.equal(processes.length, 1);
});
