// The room of the chunk-tier bench: a shop on a real database, in which twenty lines a second are said.
// Says {port, showId}; counts the questions for each page; answers {spend}, {pages} and {asked}.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { transact } from '../../../src/server/platform/db.ts';
import { freshDatabase } from '../../../src/server/platform/testing.ts';
import { createTestRoom } from '../../../test/test-room.ts';

const PER_SECOND = 20;
const WORDS = 'steel pan egg hob lid rust shine salt oil warm heavy handle dinner market bench lamp'.split(' ');

process.once('disconnect', () => process.exit(0));
const room = await createTestRoom(await freshDatabase());
const { showId } = await room.newShow({ live: true });
const asked = new Map<string, number>();
room.http.app.server.on('request', ({ url = '' }) => {
  if (/\/\d+$/.test(url)) asked.set(url, (asked.get(url) ?? 0) + 1);
});

let said = 0;
const began = Date.now();
setInterval(() => void say(), 1000 / PER_SECOND);

/** By the clock, not by the timer: a loop that is late says what it owes. */
async function say(): Promise<void> {
  const due = Math.floor(((Date.now() - began) / 1000) * PER_SECOND) - said;
  if (due <= 0) return;
  said += due;
  await transact(room.db, (tx) => room.record.append(tx, showId, Array.from({ length: due }, line)));
}

function line() {
  const text = Array.from({ length: 8 }, () => WORDS[Math.floor(Math.random() * WORDS.length)]).join(' ');
  const d = { id: randomUUID(), author: randomUUID().slice(0, 16), name: 'Noor', label: null, text, language: null };
  return { k: 'chat' as const, now: true, d: { ...d, at: new Date().toISOString() } };
}

let before = process.cpuUsage();
process.on('message', async (told: { spend?: true; pages?: true; asked?: true }) => {
  if (told.spend) {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    process.send!({ spent: (user + system) / 1e6 });
  }
  if (told.asked) process.send!({ asked: [...asked.values()] });
  if (told.pages) {
    const { rows } = await sql<{ n: number; at: number; made: number[] }>`
      select p.n, (extract(epoch from p.at) * 1000)::float8 as at,
             array_agg((extract(epoch from e.at) * 1000)::float8) as made
      from room_pages p join show_events e on e.show_id = p.show_id and e.seq > p.after_seq and e.seq <= p.last_seq
      where p.show_id = ${showId} group by p.n, p.at order by p.n`.execute(room.db);
    process.send!({ pages: rows });
  }
});
process.send!({ room: { port: room.port, showId } });
