import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { RoomEvent } from '#contract/room.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createTestRoom } from '../../../../../test/test-room.ts';
import type { DecisionKind } from './decisions.sql.ts';

after(() => Promise.all(rooms.map((room) => room.closeAll())));
const database = await freshDatabase({ max: 20 });
// Two processes of one shop, as far as they share nothing but the database.
const room = await createTestRoom(database);
const rooms = [room, await createTestRoom(database)];
const by = { userId: 'els', name: 'Els' };
const KINDS: DecisionKind[] = ['hide', 'allow', 'time_out', 'ban', 'shadow_ban'];
const SEEDS = process.env['MODERATION_SEED'] ? [Number(process.env['MODERATION_SEED'])] : [11, 42, 20_261_121];
const STEPS = 60;

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What a page that read the whole record shows: the second, independent account of what is visible. */
function screenOf(events: readonly RoomEvent[]): { visible: string[]; afterBan: string[] } {
  const lines = new Map<string, { author: string; hidden: boolean }>();
  const banned = new Set<string>();
  const afterBan: string[] = [];
  for (const { k, d } of events) {
    if (k === 'chat') {
      lines.set(d.id, { author: d.author, hidden: false });
      if (banned.has(d.author)) afterBan.push(d.text);
    }
    if (k === 'chat.hidden') lines.get(d.id)!.hidden = true;
    if (k === 'chat.shown') lines.get(d.id)!.hidden = false;
    if (k === 'chat.shown' && banned.has(d.line.author)) afterBan.push(d.line.text);
    if (k !== 'chat.ban') continue;
    if (d.lifted) banned.delete(d.author);
    else banned.add(d.author);
    for (const line of lines.values()) if (line.author === d.author && d.earlier) line.hidden = true;
  }
  return { visible: [...lines].filter(([, line]) => !line.hidden).map(([id]) => id), afterBan };
}

for (const seed of SEEDS)
  test(`whatever moderators do in whatever order, the record, the rows and the decisions agree (MODERATION_SEED=${seed})`, async (t) => {
    const random = randomOf(seed);
    const { showId } = await room.newShow({ live: true });
    const place = { orgId: room.orgId, showId };
    const people = Array.from({ length: 4 }, (_, at) => room.person(`s${seed}-${at}`));
    const lines: { id: string; author: string }[] = [];
    const decisions: string[] = [];
    const done: Record<string, number> = {};
    for (let step = 0; step < STEPS; step++) {
      const here = rooms[random(2)]!;
      const act = random(10);
      if (act < 4) {
        const text = random(3) === 0 ? `look at www.pan${step}.example` : `line ${step} of ${seed}`;
        const told = await here.chat.say(showId, people[random(4)]!, { clientId: uuidv7(), text });
        if (told.ok) lines.push(told.value.line);
      } else if (act < 7 && lines.length > 0) {
        // Two moderators at once, as it happens.
        const wish = () => {
          const line = lines[random(lines.length)]!;
          return {
            id: uuidv7(),
            kind: KINDS[random(5)]!,
            lineId: random(4) > 0 ? line.id : null,
            author: line.author,
            reason: 'spam',
          } as const;
        };
        for (const told of await Promise.all([here.chat.decide(place, wish(), by), rooms[0]!.chat.decide(place, wish(), by)]))
          if (told.ok) decisions.push(told.value.id);
      } else if (act < 8 && decisions.length > 0) {
        const id = decisions[random(decisions.length)]!;
        await Promise.all([here.chat.undo(place, id, 'joris'), rooms[1]!.chat.undo(place, id, 'els')]);
      } else {
        const waitMs = 1000 + random(6000);
        for (const each of rooms) each.wait(waitMs);
        await Promise.all(rooms.map((each) => each.chat.moderateNow()));
      }
      done[act] = (done[act] ?? 0) + 1;
    }
    for (const each of rooms) each.wait(6000);
    await Promise.all(rooms.map((each) => each.chat.moderateNow()));

    const events = await room.record.read(room.db, showId, 0, 500);
    const { visible, afterBan } = screenOf(events);
    assert.deepEqual(afterBan, [], 'nobody is shown a line of somebody banned');
    const { rows } = await sql<{ id: string }>`
      select id from chat_lines where show_id = ${showId} and state = 'shown' and hidden_at is null order by seq`.execute(room.db);
    assert.deepEqual(
      visible,
      rows.map((row) => row.id),
    );
    const { rows: orphans } = await sql`
      select l.id from chat_lines l left join chat_decisions d on d.id = l.hidden_by_decision
      where l.show_id = ${showId} and l.hidden_at is not null and (d.id is null or (d.state = 'applied') <> (d.kind <> 'allow'))`.execute(
      room.db,
    );
    assert.deepEqual(orphans, [], 'what is hidden is hidden by a decision that is in force');
    const { rows: waiting } = await sql`select id from chat_decisions where show_id = ${showId} and state = 'waiting'`.execute(room.db);
    assert.deepEqual(waiting, [], 'nothing waits beyond its time');
    const { rows: twice } = await sql`
      select author from chat_bans where show_id = ${showId} and lifted_at is null group by author, kind having count(*) > 1`.execute(
      room.db,
    );
    assert.deepEqual(twice, [], 'nobody is banned twice');
    t.diagnostic(`${events.length} events, ${lines.length} lines, ${decisions.length} decisions, ${visible.length} visible at the end`);
  });
