import type { QueuedQuestion } from '#contract/questions.ts';
import { BadgeCheck } from '../../staff/icons.ts';
import type { AnswerDraft } from './use-answer.ts';
import type { Console } from './use-console.ts';
import { useWords } from './words.ts';

/** Answers that were written ahead and fit the chosen question. */
export function ReadyAnswers({ room, question, draft }: { room: Console; question: QueuedQuestion; draft: AnswerDraft }) {
  const words = useWords();
  return (
    <>
      <h3>{words.readyFor(question.text)}</h3>
      {room.ready.length === 0 ? <p className="sm mm">{words.readyNone}</p> : null}
      <ol className="mready">
        {room.ready.map((one, at) => (
          <li key={one.id}>
            <button
              type="button"
              aria-pressed={one.id === draft.readyId}
              aria-keyshortcuts={String(at + 1)}
              lang={room.show.language}
              onClick={() => draft.put(one)}
            >
              <kbd className="kbd" aria-hidden="true">
                {at + 1}
              </kbd>
              <span className="grow" dir="auto">
                {one.text}
              </span>
              {one.approved ? <BadgeCheck size={18} className="seal" aria-label={words.approved} /> : null}
            </button>
          </li>
        ))}
      </ol>
      {room.ready.length > 0 ? <p className="xs mm">{words.readyHow}</p> : null}
    </>
  );
}
