import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test, { after } from 'node:test';
import { freshDatabase } from '#platform/testing.ts';
import { type CrowdReport, digest, DIGEST_START } from './room-churn-clients.ts';
import { createTestRoom } from './test-room.ts';

const SOCKETS = 2000;
const KILLED_SHARE = 0.05;
const SECONDS = 12;

// Registered before the database, so that sockets and jobs have let go of it when it is closed.
after(() => room.closeAll());
const room = await createTestRoom(await freshDatabase());
const { db, record } = room;

test(`${SOCKETS} sockets, ${KILLED_SHARE * 100} % killed and resumed each second for ${SECONDS} s: no gap, no duplicate, everybody ends with the log`, async () => {
  const { showId } = await room.newShow({ live: true });
  const crowd = fork(fileURLToPath(new URL('./room-churn-clients.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  after(() => crowd.kill('SIGKILL'));
  const heard = <T>(key: string) =>
    new Promise<T>((resolve, reject) => {
      crowd.on('message', (message: Record<string, T>) => message[key] !== undefined && resolve(message[key]));
      crowd.once('exit', (code) => reject(new Error(`The crowd ended with ${code}.`)));
    });

  const ready = heard<boolean>('ready');
  crowd.send({ do: 'start', wish: { url: `ws://127.0.0.1:${room.port}/room/${showId}`, sockets: SOCKETS, killedShare: KILLED_SHARE } });
  await ready;
  await talk(showId);
  const { last } = (await record.head(db, showId))!;
  const reporting = heard<CrowdReport>('report');
  crowd.send({ do: 'finish', last });
  const { digests, ...report } = await reporting;

  assert.deepEqual({ gaps: report.gaps, duplicates: report.duplicates, behind: report.behind }, { gaps: 0, duplicates: 0, behind: 0 });
  assert.ok(report.kills >= SOCKETS * KILLED_SHARE * (SECONDS - 5), `${report.kills} kills`);
  assert.equal(report.snapshots, SOCKETS, 'nobody needed a second snapshot: every resume was served from the ring');
  const log = await wholeLog(showId);
  assert.equal(
    Object.values(digests).reduce((sum, count) => sum + count, 0),
    SOCKETS,
  );
  for (const key of Object.keys(digests)) {
    const from = Number(key.split(':')[0]);
    const expected = log
      .filter((event) => event.s > from)
      .reduce((seen, event) => digest(seen, event.s, event.k === 'chat' ? event.d.text : ''), DIGEST_START);
    assert.equal(key, `${from}:${expected}`);
  }
  assert.ok(log.length > SECONDS * 10, `${log.length} events`);
});

/** Thirty people, each a line every second, for as long as the crowd churns. */
async function talk(showId: string): Promise<void> {
  const people = Array.from({ length: 30 }, (_, at) => room.person(`talker-${at}`));
  const until = Date.now() + SECONDS * 1000;
  await Promise.all(
    people.map(async (person, who) => {
      for (let n = 0; Date.now() < until; n++) {
        await new Promise((resolve) => setTimeout(resolve, 1000 + who * 10));
        const said = await room.chat.say(showId, person, {
          clientId: `${person.name}-${n}`,
          text: `${person.name} says number ${n}`,
          language: null,
        });
        assert.ok(said.ok || said.reason === 'too_fast', JSON.stringify(said));
      }
    }),
  );
}

async function wholeLog(showId: string) {
  const log = await record.read(db, showId, 0, 500);
  for (let page = log; page.length === 500;) {
    page = await record.read(db, showId, log.at(-1)!.s, 500);
    log.push(...page);
  }
  return log;
}
