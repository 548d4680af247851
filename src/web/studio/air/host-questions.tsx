import { useRef } from 'react';
import type { QueuedQuestion } from '#contract/questions.ts';
import { Check, Ellipsis, Mic } from '../../staff/icons.ts';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Button } from '../../ui/button.tsx';
import { Trash, User } from '../../ui/icons.ts';
import { EmptyState, Tag } from '../../ui/parts.tsx';
import { Popover } from '../../ui/popover.tsx';
import { closePopover, Item } from '../moderation/menu.tsx';
import { Age, firstName } from '../moderation/question-row.tsx';
import { useKeepFocus } from '../moderation/use-keep-focus.ts';
import { useWords } from '../moderation/words.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

/** Everything that waits for an answer, with how the crew keeps up. */
export function HostQuestions({ air }: { air: Air }) {
  const words = useWords();
  const { desk, waiting, answer, give } = air.questions;
  if (!desk.data) return desk.error ? <Refused error={desk.error} onRetry={() => void desk.refetch()} /> : <RowsSkeleton height="72px" />;
  const { inTime } = desk.data;
  return (
    <div className="mfeed">
      {inTime.of > 0 ? <p className="sm m">{words.inTime(inTime.answered, inTime.of)}</p> : null}
      <RefusedNote error={answer.error ?? give.error} />
      {waiting.length === 0 ? <EmptyState title={words.noQuestions}>{words.noQuestionsBody}</EmptyState> : null}
      <QuestionList air={air} questions={waiting} />
    </div>
  );
}

const OLDEST_SHOWN = 3;
/** The few that wait longest, over the chat: a host does not look for them. */
export function OldestQuestions({ air }: { air: Air }) {
  const words = useWords();
  const { desk, waiting } = air.questions;
  if (waiting.length === 0) return null;
  const inTime = desk.data?.inTime;
  return (
    <section className="oldest" aria-labelledby="oldest-title">
      <header className="row between">
        <h3 id="oldest-title">{words.oldest}</h3>
        {inTime && inTime.of > 0 ? <span className="xs mm">{words.inTime(inTime.answered, inTime.of)}</span> : null}
      </header>
      <QuestionList air={air} questions={waiting.slice(0, OLDEST_SHOWN)} />
    </section>
  );
}

function QuestionList({ air, questions }: { air: Air; questions: readonly QueuedQuestion[] }) {
  const words = useWords();
  const nowMs = useNow(air.serverNow);
  const list = useRef<HTMLOListElement>(null);
  useKeepFocus(list);
  return (
    <ol ref={list} tabIndex={-1} className="host-questions" aria-label={words.tabs.questions}>
      {questions.map((question) => (
        <Row key={question.id} air={air} question={question} nowMs={nowMs} />
      ))}
    </ol>
  );
}

function Row({ air, question, nowMs }: { air: Air; question: QueuedQuestion; nowMs: number }) {
  const words = useWords();
  const { answer, give, team } = air.questions;
  const asked = air.view.registers[`asked:${question.id}`] ?? question.asked;
  const isNext = question.state === 'next';
  return (
    <li className="qi">
      <div className="row between">
        <b className="b mq-text" dir="auto" lang={air.show.language}>
          {question.text}
        </b>
        <Age question={question} nowMs={nowMs} />
      </div>
      <div className="row mq-row">
        <span className="xs mm grow">{words.askedBy(question.name, Math.max(0, asked - 1))}</span>
        {isNext ? <Tag tone="lamp">{words.tagNext}</Tag> : null}
        {question.assignee && !isNext ? <span className="xs mm">{firstName(question.assignee.name)}</span> : null}
        <Button
          size="sm"
          icon={<Mic size={15} />}
          aria-label={words.answeredOnCamera(question.text)}
          busy={answer.isPending && answer.variables.questionId === question.id}
          onClick={() => answer.mutate({ questionId: question.id, text: null })}
        >
          {words.answered}
        </Button>
        <Popover
          className="ib dots"
          label={<Ellipsis size={18} aria-label={words.moveLabel(question.text)} />}
          title={words.moveLabel(question.text)}
        >
          <ul className="menu" onClick={closePopover}>
            <Item
              icon={<Check size={17} />}
              label={isNext ? words.notNext : words.readNext}
              run={() => give.mutate({ questionId: question.id, state: isNext ? 'open' : 'next' })}
            />
            {team.map((member) => (
              <Item
                key={member.userId}
                icon={<User size={17} />}
                label={words.give(member.name)}
                run={() => give.mutate({ questionId: question.id, assigneeId: member.userId })}
              />
            ))}
            <Item icon={<Trash size={17} />} label={words.drop} run={() => give.mutate({ questionId: question.id, state: 'dropped' })} />
          </ul>
        </Popover>
      </div>
    </li>
  );
}
