import { type FormEvent, useState } from 'react';
import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Plus, X } from '../../ui/icons.ts';
import { Chip, Field } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

const LENGTHS_S = [30, 60, 120, 300] as const;
const OPTIONS = { least: 2, most: 5 };

/** Ask everybody something with an end: compose it, watch the votes, close it before its time. */
export function PollSheet({ air, onClose }: { air: Air; onClose: () => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const { poll } = air;
  return (
    <Sheet title={words.poll} words={staff} kind="side" detent="full" onClose={onClose}>
      <div className="col g6">
        {poll.now ? <Result air={air} /> : null}
        {poll.running ? null : <Composer air={air} />}
      </div>
    </Sheet>
  );
}

function Result({ air }: { air: Air }) {
  const words = useWords();
  const language = useLanguage();
  const now = useNow(air.serverNow);
  const { poll } = air;
  if (!poll.now) return null;
  const all = poll.votes.reduce((sum, votes) => sum + votes, 0);
  const leftMs = Date.parse(poll.now.closesAt) - now;
  return (
    <section className="col g3" aria-labelledby="poll-title">
      <h3 id="poll-title" dir="auto" lang={air.show.language}>
        {poll.now.question}
      </h3>
      <ol className="poll-bars">
        {poll.now.options.map((option, at) => {
          const votes = poll.votes[at] ?? 0;
          const part = all === 0 ? 0 : votes / all;
          return (
            <li key={option}>
              <div className="row between">
                <span dir="auto" lang={air.show.language}>
                  {option}
                </span>
                <b className="b nw">{words.pollVotes(votes, Math.round(part * 100))}</b>
              </div>
              <span className="meter" aria-hidden="true">
                <i style={{ width: `${part * 100}%` }} />
              </span>
            </li>
          );
        })}
      </ol>
      <p className="sm m">
        {words.pollCounted(all)}{' '}
        {poll.running ? (leftMs > 0 ? words.timeLeft(time(leftMs, 'left', language)) : words.pollClosing) : words.pollIsClosed}
      </p>
      <RefusedNote error={poll.close.error} />
      {poll.running ? (
        <Button busy={poll.close.isPending} onClick={() => poll.now && poll.close.mutate(poll.now.id)}>
          {words.pollClose}
        </Button>
      ) : null}
    </section>
  );
}

function Composer({ air }: { air: Air }) {
  const words = useWords();
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState<readonly { key: string; text: string }[]>(() => [blank(), blank()]);
  const [seconds, setSeconds] = useState<number>(60);
  const { open } = air.poll;
  const filled = options.map(({ text }) => text.trim()).filter((text) => text !== '');
  const ready = question.trim().length >= 3 && filled.length >= OPTIONS.least && new Set(filled).size === filled.length;
  const change = (key: string, text: string) => setOptions((all) => all.map((option) => (option.key === key ? { key, text } : option)));
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (ready) open.mutate({ question: question.trim(), options: filled, seconds });
  };
  return (
    <form className="col g4" onSubmit={start}>
      <Field
        label={words.pollQuestion}
        value={question}
        maxLength={120}
        lang={air.show.language}
        autoComplete="off"
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
      {options.map((option, at) => (
        <Field
          key={option.key}
          label={words.pollOption(at + 1)}
          value={option.text}
          maxLength={60}
          lang={air.show.language}
          autoComplete="off"
          onChange={(event) => change(option.key, event.currentTarget.value)}
          after={
            options.length > OPTIONS.least ? (
              <IconButton
                label={words.pollDropOption(at + 1)}
                onClick={() => setOptions((all) => all.filter(({ key }) => key !== option.key))}
              >
                <X size={17} />
              </IconButton>
            ) : null
          }
        />
      ))}
      {options.length < OPTIONS.most ? (
        <Button size="sm" icon={<Plus size={16} />} onClick={() => setOptions((all) => [...all, blank()])}>
          {words.pollAddOption}
        </Button>
      ) : null}
      <fieldset className="col">
        <legend className="lab">{words.pollLasts}</legend>
        <div className="row wrap" role="radiogroup" aria-label={words.pollLasts}>
          {LENGTHS_S.map((length) => (
            <Chip key={length} radio on={length === seconds} onClick={() => setSeconds(length)}>
              {length < 60 ? words.pollSeconds(length) : words.minutes(length / 60)}
            </Chip>
          ))}
        </div>
        <p className="sm m">{words.pollServer}</p>
      </fieldset>
      <RefusedNote error={open.error} />
      <Button type="submit" tone="solid" size="xl" busy={open.isPending} disabled={!ready}>
        {words.pollStart}
      </Button>
    </form>
  );
}

const blank = () => ({ key: crypto.randomUUID(), text: '' });
