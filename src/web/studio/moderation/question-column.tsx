import { useRef } from 'react';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { EmptyState } from '../../ui/parts.tsx';
import { useNow } from '../air/use-now.ts';
import { AnswerField } from './answer-field.tsx';
import { QuestionRow } from './question-row.tsx';
import { ReadyAnswers } from './ready-answers.tsx';
import { Team } from './team.tsx';
import { useAnswer } from './use-answer.ts';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useKeepFocus } from './use-keep-focus.ts';
import { LATE_S } from './use-questions.ts';
import { useWords } from './words.ts';

/** What viewers ask, who answers it, and with what. */
export function QuestionColumn({ room, desk, narrow = false }: { room: Console; desk: Desk; narrow?: boolean }) {
  const words = useWords();
  const now = useNow(room.serverNow);
  const list = useRef<HTMLOListElement>(null);
  useKeepFocus(list);
  const draft = useAnswer(room, desk);
  const { questions, question } = room;
  const data = questions.desk.data;
  if (!data) {
    return (
      <section className="mcol mquestions" aria-label={words.tabs.questions}>
        {questions.desk.error ? (
          <Refused error={questions.desk.error} onRetry={() => void questions.desk.refetch()} />
        ) : (
          <RowsSkeleton height="72px" />
        )}
      </section>
    );
  }
  const late = questions.waiting.filter(({ at }) => now - Date.parse(at) > LATE_S * 1000).length;
  return (
    <section className="mcol mquestions" aria-label={words.tabs.questions}>
      <div className="mscroll">
        <header className="row between">
          <h2 className="mh">{words.questions(questions.waiting.length, late)}</h2>
          {data.inTime.of > 0 ? (
            <span className={`sm b nw ${data.inTime.answered < data.inTime.of * 0.8 ? 'warnc' : 'm'}`}>
              {words.inTime(data.inTime.answered, data.inTime.of)}
            </span>
          ) : null}
        </header>
        <ol className="mq" ref={list} tabIndex={-1} aria-label={words.tabs.questions}>
          {question.rows.length === 0 ? (
            <li data-focus tabIndex={-1} className="mempty">
              <EmptyState title={words.noQuestions}>{words.noQuestionsBody}</EmptyState>
            </li>
          ) : null}
          {question.rows.map((one) => (
            <QuestionRow
              key={one.id}
              room={room}
              question={one}
              nowMs={now}
              chosen={one.id === question.now?.id}
              onChoose={() => question.choose(one.id)}
            />
          ))}
        </ol>
        <RefusedNote error={questions.give.error} />
        {question.now ? (
          <div className="card mcard">
            <ReadyAnswers room={room} question={question.now} draft={draft} />
            {narrow ? null : <AnswerField room={room} draft={draft} />}
          </div>
        ) : null}
        <Team room={room} />
      </div>
      {narrow ? <AnswerField room={room} draft={draft} /> : null}
    </section>
  );
}
