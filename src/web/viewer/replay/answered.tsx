import type { MouseEvent, ReactNode } from 'react';
import type { Chapter, ReplayQuestion } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { MessageCircleQuestion } from '../../ui/icons.ts';
import { linkTo, spell } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

const ON_CARD = 2;
/** Of one chapter in the list; the card beside the picture has the others as they come. */
const IN_LIST = 5;

export const questionsIn = (chapter: Pick<Chapter, 'atMs' | 'endMs'>, questions: readonly ReplayQuestion[]): ReplayQuestion[] =>
  questions.filter(({ atMs }) => atMs >= chapter.atMs && atMs < chapter.endMs);

interface Going {
  show: Show;
  onGo: (positionMs: number) => void;
}

/** What was answered in the part that is shown: the last that was reached, and the one before it. */
export function AnsweredHere({
  show,
  chapter,
  questions,
  positionMs,
  onGo,
}: Going & { chapter: Chapter; questions: readonly ReplayQuestion[]; positionMs: number }) {
  const r = useReplayWords();
  const here = questionsIn(chapter, questions);
  if (here.length === 0) return null;
  const reached = here.filter(({ atMs }) => atMs <= positionMs + 500);
  const shown = reached.length > 0 ? reached.slice(-ON_CARD).toReversed() : here.slice(0, 1);
  return (
    <aside className="ranswered" aria-label={r.answeredHere}>
      <b>{r.answeredHere}</b>
      {shown.map((question) => (
        <p key={question.id} dir="auto">
          {question.answer === null ? (
            <Moment show={show} question={question} onGo={onGo}>
              {r.quoted(question.text)} {r.onCamera(question.answeredBy, spell(question.atMs))}
            </Moment>
          ) : (
            <>
              {r.quoted(question.text)} {r.answeredBy(question.answeredBy, question.answer)}
            </>
          )}
        </p>
      ))}
    </aside>
  );
}

/** The questions of a chapter, as chapters inside of it. */
export function ChapterQuestions({ show, questions, onGo }: Going & { questions: readonly ReplayQuestion[] }) {
  const r = useReplayWords();
  if (questions.length === 0) return null;
  const more = questions.length - IN_LIST;
  return (
    <ul className="ch-qs" aria-label={r.answeredHere}>
      {questions.slice(0, IN_LIST).map((question) => (
        <li key={question.id}>
          <Moment show={show} question={question} onGo={onGo}>
            <span className="ch-at">{spell(question.atMs)}</span>
            <MessageCircleQuestion size={16} aria-hidden="true" />
            <span className="grow" dir="auto">
              {question.text}
            </span>
          </Moment>
        </li>
      ))}
      {more > 0 ? <li className="xs m">{r.moreQuestions(more)}</li> : null}
    </ul>
  );
}

/** A link, so that it can be copied and opened elsewhere; a plain tap stays here. */
function Moment({ show, question, onGo, children }: Going & { question: ReplayQuestion; children: ReactNode }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onGo(question.atMs);
  };
  return (
    <a href={linkTo(show.slug, question.atMs)} onClick={follow}>
      {children}
    </a>
  );
}
