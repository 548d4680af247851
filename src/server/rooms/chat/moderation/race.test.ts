import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import type { Asked } from '../testing-worker.ts';

const WORKER = fileURLToPath(new URL('../testing-worker.ts', import.meta.url));
const children: ChildProcess[] = [];
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await room.closeAll();
});
const database = await freshDatabase({ max: 20 });
const room = await createTestRoom(database);
const { record, db } = room;
const by = { userId: 'els', name: 'Els' };

type Told = { ok: boolean; reason?: string };
/** A second server process for the same shop: it takes a while to start, so all tests use one. */
async function secondProcess() {
  const child = fork(WORKER, [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', DATABASE_URL: database.url },
  });
  children.push(child);
  const waiting = new Map<number, (told: Told) => void>();
  child.on('message', ({ n, told }: { n: number; told: Told }) => waiting.get(n)?.(told));
  await once(child, 'message');
  let asks = 0;
  return {
    child,
    ask: (asked: Asked): Promise<Told> =>
      new Promise((resolve) => {
        waiting.set((asks += 1), resolve);
        child.send({ n: asks, asked });
      }),
  };
}
const second = await secondProcess();

/** Lines that each of four typists still says when the ban has been decided to fall. */
const AFTERWARDS = 10;
for (const kind of ['ban', 'shadow_ban'] as const)
  test(`lines of one person race a ${kind} from two processes: none has a place after it`, async (t) => {
    const { showId } = await room.newShow({ live: true });
    // One account on many devices, so that no budget of a device slows the race down.
    const userId = `racer-${kind}`;
    const sayHere = (visitorId: string, text: string) => {
      const actor = { ...room.person(userId), visitorId, user: { id: userId, email: 'racer@example.org', name: 'Racer' } };
      return room.chat.say(showId, actor, { clientId: `${visitorId}-line`, text });
    };
    const first = await sayHere(uuidv7(), 'before the race');
    assert.ok(first.ok);
    const wish = { id: uuidv7(), kind, author: first.value.line.author, reason: 'spam' } as const;
    assert.ok((await room.chat.decide({ orgId: room.orgId, showId }, wish, by)).ok);

    const told: Told[] = [];
    let ban: Promise<void> | null = null;
    let afterwards = 0;
    async function type(isHere: boolean): Promise<void> {
      while (afterwards < AFTERWARDS * 4) {
        const visitorId = uuidv7();
        const text = `a line of ${visitorId}`;
        told.push(await (isHere ? sayHere(visitorId, text) : second.ask({ do: 'say', showId, visitorId, userId, text })));
        if (ban) afterwards += 1;
        // It falls while the others have lines under way.
        else if (told.length >= 12) {
          room.wait(5001);
          ban = room.chat.moderateNow();
        }
      }
    }
    await Promise.all([true, false, true, false].map(type));
    await ban;

    const events = await record.read(db, showId, 0, 500);
    const shown = events.filter((event) => event.k === 'chat');
    const end = events.find((event) => event.k === (kind === 'ban' ? 'chat.ban' : 'chat.void'))?.s ?? Number.POSITIVE_INFINITY;
    assert.deepEqual(
      shown.filter((event) => event.s > end),
      [],
    );
    const refused = told.filter((outcome) => !outcome.ok);
    assert.ok(refused.every((outcome) => kind === 'ban' && outcome.reason === 'banned'));
    assert.equal(events.filter((event) => event.k === 'chat' || event.k === 'chat.void').length, told.length + 1 - refused.length);
    assert.ok(told.length >= 50);
    t.diagnostic(`${shown.length - 1} of ${told.length} lines were before it`);
  });

test('two processes that look at the same moment apply a decision once, and one that is taken back meanwhile never half', async () => {
  const { showId } = await room.newShow({ live: true });
  const other = await createTestRoom(database);
  for (let n = 0; n < 6; n++) {
    const said = await room.chat.say(showId, room.person(`twice-${n}`), { clientId: uuidv7(), text: `line ${n}` });
    assert.ok(said.ok);
    const lineId = said.value.line.id;
    const made = await room.chat.decide({ orgId: room.orgId, showId }, { id: uuidv7(), kind: 'hide', lineId }, by);
    assert.ok(made.ok);
    room.wait(5001);
    other.wait(5001);
    const place = { orgId: room.orgId, showId };
    const undoing = n % 2 ? room.chat.undo(place, made.value.id, 'joris') : null;
    await Promise.all([room.chat.moderateNow(), other.chat.moderateNow(), undoing]);
    const about = (await record.read(db, showId, 0, 500))
      .filter((event) => 'id' in event.d && event.d.id === lineId)
      .map((event) => event.k);
    assert.ok(
      [['chat', 'chat.hidden'], ['chat', 'chat.hidden', 'chat.shown'], ['chat']].some((story) => story.join() === about.join()),
      about.join(),
    );
    if (!undoing) assert.equal(about.join(), 'chat,chat.hidden');
  }
  await other.closeAll();
});

// The last one: it ends the other process.
test('a decision whose process is killed with -9 before its five seconds are over applies in another one', async () => {
  const { showId } = await room.newShow({ live: true });
  const ann = room.person('ann-killed');
  const said = await room.chat.say(showId, ann, { clientId: uuidv7(), text: 'to be hidden' });
  assert.ok(said.ok);
  const wish = { id: uuidv7(), kind: 'ban', author: said.value.line.author, reason: 'hate' } as const;
  assert.equal((await second.ask({ do: 'decide', orgId: room.orgId, showId, wish })).ok, true);
  const died = once(second.child, 'exit');
  second.child.kill('SIGKILL');
  await died;
  assert.equal((await room.chat.say(showId, ann, { clientId: uuidv7(), text: 'still there' })).ok, true);
  room.wait(6000);
  await room.chat.moderateNow();
  const refused = await room.chat.say(showId, ann, { clientId: uuidv7(), text: 'not any more' });
  assert.equal(!refused.ok && refused.reason, 'banned');
  assert.equal((await room.kinds(showId)).filter((kind) => kind === 'chat.ban').length, 1);
});
