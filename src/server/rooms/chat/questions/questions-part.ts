import { AskCommand, WantCommand } from '#contract/questions.ts';
import { ackOf } from '../lines/ack.ts';
import type { AskerNeeds } from './asker.ts';
import { roomCommand, type RoomPart, type RoomVoice } from '../room-part.ts';
import { createAsking } from './asking.ts';
import { findCurrent } from './questions.sql.ts';
import { questionView } from './views.ts';
import { countWants } from './wants.sql.ts';

/** With these a newcomer has what screens keep. */
const SNAPSHOT = { all: 60, answered: 60 };

/** What people ask, and which of it they want answered. */
export function createQuestionsPart(needs: AskerNeeds, voice: RoomVoice): RoomPart {
  const { db } = needs;
  const { ask, want } = createAsking(needs, voice);

  return {
    commands: {
      ask: roomCommand(AskCommand, async (who, wish, id) =>
        id === null || id.length < 8
          ? { ok: false, reason: 'invalid_input' }
          : ackOf(await ask(who.showId, await who.actor(), wish, id), ({ seq }) => seq),
      ),
      want: roomCommand(WantCommand, async (who, wish) => ackOf(await want(who.showId, await who.actor(), wish))),
    },
    async state(tx, showId) {
      const rows = await findCurrent(tx, showId, { waiting: SNAPSHOT.all, answered: SNAPSHOT.answered });
      // Those that are done go first, as on the screens that were there all along.
      const excess = Math.max(0, rows.length - SNAPSHOT.all);
      const gone = new Set(rows.filter((row) => row.state === 'answered').slice(0, excess));
      return { questions: rows.filter((row) => !gone.has(row)).map(questionView) };
    },
    async numbers(showId) {
      const rows = await findCurrent(db, showId, { waiting: SNAPSHOT.all, answered: 10 });
      const ids = rows.map((row) => row.id);
      const counted = await countWants(db, ids);
      return Object.fromEntries(ids.map((id) => [`asked:${id}`, counted.get(id) ?? 0]));
    },
  };
}
