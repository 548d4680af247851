import type { ReactNode } from 'react';
import type { QueuedQuestion, TeamMember } from '#contract/questions.ts';
import { time } from '../../client/format.ts';
import { Check, Ellipsis, Mic, UserX } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Trash, User } from '../../ui/icons.ts';
import { Avatar, Tag } from '../../ui/parts.tsx';
import { Popover } from '../../ui/popover.tsx';
import { closePopover, Item } from './menu.tsx';
import type { Console } from './use-console.ts';
import { type Given, LATE_S } from './use-questions.ts';
import { useWords } from './words.ts';

/** How many names stand beside a question as buttons; all of the team is in the menu. */
const NAMES_SHOWN = 1;

interface Props {
  room: Console;
  question: QueuedQuestion;
  nowMs: number;
  chosen: boolean;
  onChoose: () => void;
}

/** One question that waits: since when, who asks, and whose it is. */
export function QuestionRow({ room, question, nowMs, chosen, onChoose }: Props) {
  const words = useWords();
  const asked = room.view.registers[`asked:${question.id}`] ?? question.asked;
  return (
    <li className={`qi ${chosen ? 'on' : ''}`} aria-current={chosen || undefined}>
      <div className="row between">
        <button
          type="button"
          className="b mq-text"
          dir="auto"
          lang={room.show.language}
          aria-pressed={chosen}
          aria-label={words.chooseQuestion(question.text)}
          data-focus={chosen || undefined}
          onClick={onChoose}
        >
          {question.text}
        </button>
        <Age question={question} nowMs={nowMs} />
      </div>
      <div className="row mq-row">
        <span className="xs mm grow">{words.askedBy(question.name, Math.max(0, asked - 1))}</span>
        <Whose room={room} question={question} />
      </div>
    </li>
  );
}

export function Age({ question, nowMs }: { question: QueuedQuestion; nowMs: number }) {
  const language = useLanguage();
  const ageMs = Math.max(0, nowMs - Date.parse(question.at));
  return (
    <span className={`sm nw ${ageMs > LATE_S * 1000 ? 'warnc b' : 'mm'}`}>{time(Math.floor(ageMs / 1000) * 1000, 'left', language)}</span>
  );
}

function Whose({ room, question }: { room: Console; question: QueuedQuestion }) {
  const words = useWords();
  const { give } = room.questions;
  const host = room.show.host.name;
  const wish = (change: Omit<Given, 'questionId'>) => give.mutate({ questionId: question.id, ...change });
  const busy = give.isPending && give.variables.questionId === question.id;
  if (question.state === 'next') {
    return (
      <>
        <Tag tone="lamp">
          <Mic size={13} /> {words.isNext(firstName(host))}
        </Tag>
        <Moves room={room} question={question} label={words.move} />
      </>
    );
  }
  if (question.assignee) {
    return (
      <>
        <span className="row sm g1">
          <Avatar name={question.assignee.name} src={null} size={24} />
          <b className="b">{firstName(question.assignee.name)}</b>
        </span>
        <Moves room={room} question={question} label={words.move} />
      </>
    );
  }
  return (
    <>
      {othersOf(room)
        .slice(0, NAMES_SHOWN)
        .map((member) => (
          <Button
            key={member.userId}
            size="sm"
            busy={busy}
            aria-label={words.giveTo(member.name, question.text)}
            onClick={() => wish({ assigneeId: member.userId })}
          >
            {firstName(member.name)}
          </Button>
        ))}
      <Button size="sm" busy={busy} onClick={() => wish({ assigneeId: room.me.userId })}>
        {words.iDo}
      </Button>
      <Button
        size="sm"
        className="mq-host"
        icon={<Mic size={15} />}
        busy={busy}
        aria-label={`${words.nextFor(host)}: ${question.text}`}
        onClick={() => wish({ state: 'next' })}
      >
        {firstName(host)}
      </Button>
      <Moves
        room={room}
        question={question}
        className="ib dots"
        label={<Ellipsis size={18} aria-label={words.moveLabel(question.text)} />}
      />
    </>
  );
}

/** Everything that can become of a question besides an answer in words. */
function Moves({
  room,
  question,
  label,
  className = 'btn sm',
}: {
  room: Console;
  question: QueuedQuestion;
  label: ReactNode;
  className?: string;
}) {
  const words = useWords();
  const { give, answer, team } = room.questions;
  const host = firstName(room.show.host.name);
  const isNext = question.state === 'next';
  const wish = (change: Omit<Given, 'questionId'>) => give.mutate({ questionId: question.id, ...change });
  return (
    <Popover className={className} label={label} title={words.moveLabel(question.text)}>
      <ul className="menu" onClick={closePopover}>
        <Item
          icon={<Mic size={17} />}
          label={isNext ? words.notNext : words.nextFor(host)}
          run={() => wish({ state: isNext ? 'open' : 'next' })}
        />
        <Item icon={<Check size={17} />} label={words.answered} run={() => answer.mutate({ questionId: question.id, text: null })} />
        {team
          .filter(({ userId }) => userId !== question.assignee?.userId)
          .map((member) => (
            <Item
              key={member.userId}
              icon={<User size={17} />}
              label={words.give(member.name)}
              run={() => wish({ assigneeId: member.userId })}
            />
          ))}
        {question.assignee ? <Item icon={<UserX size={17} />} label={words.nobody} run={() => wish({ assigneeId: null })} /> : null}
        <Item icon={<Trash size={17} />} label={words.drop} run={() => wish({ state: 'dropped' })} />
      </ul>
    </Popover>
  );
}

/** Colleagues who may be given a question, the least busy first; hosts have their hands full. */
const othersOf = (room: Console): TeamMember[] =>
  room.questions.team.filter(({ userId, role }) => userId !== room.me.userId && role !== 'host').sort((a, b) => a.open - b.open);

export const firstName = (name: string): string => name.split(' ', 1)[0] ?? name;
