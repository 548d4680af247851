import { useId, useRef, useState } from 'react';
import type { Question } from '#contract/questions.ts';
import { time } from '../../../client/format.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ChevronUp, X } from '../../../ui/icons.ts';
import { useLanguage } from '../../words.ts';
import { useNumber } from '../counters.tsx';
import { keepOrder, mostAskedFirst } from './crowd-facts.ts';
import type { Crowd } from './use-crowd.ts';
import { useCrowdWords } from './words.ts';

/** Rows change places at most this often, and never under a finger or a focus. */
const STEADY_MS = 3000;

/** What people ask, the most asked first. */
/** @param onClose where it covers the chat: takes it away again */
export function QuestionList({ crowd, host, onClose }: { crowd: Crowd; host: string; onClose?: () => void }) {
  const w = useCrowdWords();
  const title = useId();
  const [isHeld, setHeld] = useState(false);
  const { questions, registers } = crowd.view;
  const asked = (question: Question) => registers[`asked:${question.id}`] ?? 1;
  const rows = useSteady(mostAskedFirst(questions, asked), isHeld, crowd.now);
  const answered = questions.filter(({ state }) => state === 'answered').length;
  const said = crowd.asking.said;

  return (
    <section
      className="asks glass"
      aria-labelledby={title}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <header>
        <h3 id={title}>{w.mostAsked}</h3>
        {questions.length > 0 ? <span className="xs">{w.answeredOf(answered, questions.length)}</span> : null}
        {onClose ? (
          <IconButton label={w.close} onClick={onClose}>
            <X size={18} />
          </IconButton>
        ) : null}
      </header>
      <p className={`xs ${said?.isProblem || crowd.wantProblem ? 'warnc' : ''}`} role="status">
        {crowd.wantProblem ?? said?.text ?? ''}
      </p>
      {questions.length === 0 ? <p className="sm">{w.noneYet(host)}</p> : null}
      <ul>
        {rows.map((question) => (
          <Row key={question.id} question={question} asked={asked(question)} crowd={crowd} host={host} />
        ))}
      </ul>
    </section>
  );
}

function Row({ question, asked, crowd, host }: { question: Question; asked: number; crowd: Crowd; host: string }) {
  const w = useCrowdWords();
  const number = useNumber();
  const { id, text, state, productId } = question;
  const isMine = crowd.mine.has(id);
  const isWanted = isMine || crowd.wanted.has(id);
  // What is on screen needs no name.
  const isOther = productId !== null && !crowd.view.show.pins.includes(productId);
  const product = isOther ? crowd.show.shelf.find((item) => item.product.id === productId)?.product : undefined;
  const waits = state === 'open' || state === 'next';

  return (
    <li>
      {waits ? (
        <button
          type="button"
          className={`up ${isWanted ? 'on' : ''}`}
          aria-pressed={isWanted}
          aria-disabled={isMine || undefined}
          aria-label={isMine ? w.youAsked(text) : w.wantToo(text)}
          onClick={() => isMine || void crowd.want(id, !isWanted)}
        >
          <ChevronUp size={15} aria-hidden="true" />
          <span aria-hidden="true">{number(asked)}</span>
        </button>
      ) : (
        <span className="up" aria-hidden="true">
          {number(asked)}
        </span>
      )}
      <div className="grow">
        <p dir="auto">{text}</p>
        <span className="sr">{w.asked(asked, number(asked))}</span>
        {state === 'next' ? <p className="xs next">{w.readsNext(host)}</p> : null}
        {question.answer ? <Answer answer={question.answer} /> : product ? <p className="xs mm">{w.about(product.title)}</p> : null}
      </div>
    </li>
  );
}

function Answer({ answer }: { answer: NonNullable<Question['answer']> }) {
  const w = useCrowdWords();
  const language = useLanguage();
  if (answer.text === null) return <p className="xs">{w.onCamera(time(answer.at, 'clock', language))}</p>;
  return (
    <p className="sm" dir="auto">
      <b>{w.answeredBy(answer.name)}</b> {answer.text}
    </p>
  );
}

function useSteady(sorted: readonly Question[], isHeld: boolean, now: number): Question[] {
  const kept = useRef<{ ids: string[]; at: number }>({ ids: [], at: 0 });
  const ids = sorted.map((question) => question.id);
  const mayMove = !isHeld && now - kept.current.at >= STEADY_MS;
  const order = mayMove ? ids : keepOrder(kept.current.ids, ids);
  kept.current = { ids: order, at: mayMove ? now : kept.current.at };
  const byId = new Map(sorted.map((question) => [question.id, question]));
  return order.map((id) => byId.get(id)!);
}
