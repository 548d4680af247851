import { openDatabase } from '#platform/db.ts';
import { createTestRoom } from '../../../../test/test-room.ts';
import type { DecisionWish } from './moderation/decisions.ts';

/** What a test asks of a room in another process. */
export type Asked =
  | { readonly do: 'say'; readonly showId: string; readonly visitorId: string; readonly userId: string; readonly text: string }
  | { readonly do: 'decide'; readonly orgId: string; readonly showId: string; readonly wish: DecisionWish };

// A room in a process of its own on the database of a test, so that the test can race it and kill it.
const url = process.env['DATABASE_URL']!;
const room = await createTestRoom(openDatabase(url));
const nobody = room.person('nobody');

process.on('message', ({ n, asked }: { n: number; asked: Asked }) => {
  void answer(asked).then((told) => process.send?.({ n, told }));
});
process.once('disconnect', () => process.exit(0));
process.send?.({ n: 0 });

function answer(asked: Asked): Promise<unknown> {
  if (asked.do === 'decide') return room.chat.decide(asked, asked.wish, { userId: 'els', name: 'Els' });
  const { showId, visitorId, userId, text } = asked;
  const actor = { ...nobody, visitorId, name: 'Racer', user: { id: userId, email: 'racer@example.org', name: 'Racer' } };
  return room.chat.say(showId, actor, { clientId: `${visitorId}-line`, text });
}
