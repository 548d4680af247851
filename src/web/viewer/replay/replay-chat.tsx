import { useEffect, useRef, useState } from 'react';
import type { Replay } from '#contract/replay.ts';
import type { ChatLine, RoomEvent } from '#contract/room.ts';
import { momentOf } from '#lib/replay-timeline.ts';
import { ask } from '../../client/api.ts';
import { Button } from '../../ui/button.tsx';
import { Line } from '../show/chat/line.tsx';
import { RolesLegend, useRoleNote } from '../show/chat/role-note.tsx';
import { useReading } from '../show/chat/use-reading.ts';
import { useTools } from '../tools.tsx';
import { useWords } from '../words.ts';
import { joined, linesAt, type Stretch, wanted } from './past-chat.ts';
import { useReplayWords } from './words.ts';
import '../show/chat/chat.css';

const MOST_ROWS = 60;
const PAGE = 500;

/** What was said, at the moment it was said, under the labels of then. */
export function ReplayChat({ showId, replay, positionMs }: { showId: string; replay: Replay; positionMs: number }) {
  const w = useWords();
  const r = useReplayWords();
  const { lines, failed, retry } = usePastLines(showId, momentOf(replay.spans, positionMs));
  const reading = useReading(lines, null, false);
  const role = useRoleNote();
  return (
    <section className="rchat" data-theme="dark" aria-label={r.chat}>
      <div className="chattools">
        <RolesLegend />
      </div>
      <div ref={reading.box} className="chat-tall" role="log" aria-live="off" aria-label={r.chat} tabIndex={0} onScroll={reading.onScroll}>
        {failed ? (
          <p className="m sm" role="alert">
            {r.chatFailed}{' '}
            <Button size="sm" onClick={retry}>
              {w.tryAgain}
            </Button>
          </p>
        ) : reading.shown.length === 0 ? (
          <p className="m sm">{r.chatEmpty}</p>
        ) : null}
        <ul>
          {reading.shown.map((line) => (
            <Line key={line.id} line={line} isTall isWide me={null} nameOf={nobody} onReply={null} onRole={role.open} />
          ))}
        </ul>
      </div>
      {role.note}
    </section>
  );
}
const nobody = () => null;

/** Pages of the record around a moment, read as it moves. @param moment null when nothing was recorded */
function usePastLines(showId: string, moment: number | null): { lines: readonly ChatLine[]; failed: boolean; retry: () => void } {
  const { api } = useTools();
  const [stretch, setStretch] = useState<Stretch | null>(null);
  const [failed, setFailed] = useState(false);
  const reading = useRef(false);
  const need = moment === null || failed ? null : wanted(stretch, moment);
  const key = need ? JSON.stringify(need) : '';

  useEffect(() => {
    // One page at a time: whoever drags the timeline asks again when the last answer is here.
    if (!need || reading.current) return;
    reading.current = true;
    const query = { ...need, limit: PAGE };
    void ask(api.GET('/api/shows/{showId}/log', { params: { path: { showId }, query } })).then((answer) => {
      reading.current = false;
      if (!answer.ok) return setFailed(true);
      const page = { last: answer.value.last, events: answer.value.events as RoomEvent[] };
      setStretch((old) => joined(old, need, page));
    });
  }, [api, showId, key, stretch]);

  const shown = useRef<readonly ChatLine[]>([]);
  const now = moment === null ? [] : linesAt(stretch, moment, MOST_ROWS);
  // The same lines are the same list: a position that moves four times a second renders nothing by itself.
  if (now.length !== shown.current.length || now.some((line, at) => line !== shown.current[at])) shown.current = now;
  return { lines: shown.current, failed, retry: () => setFailed(false) };
}
