import { type FormEvent, type KeyboardEvent, useRef } from 'react';
import type { Language } from '#contract/common.ts';
import { time } from '../../../client/format.ts';
import { ArrowUp, Reply, Timer, X } from '../../../ui/icons.ts';
import { useLanguage } from '../../words.ts';
import { Appeal } from './appeal.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { SAY_FIELD } from './lines.tsx';
import type { MaySay } from './may-say.ts';
import type { Say } from './use-say.ts';
import { useChatWords } from './words.ts';

const LONGEST = 300;

/** Where one speaks, and why one may not at this moment. */
export function SayField({ host, say, waiting }: { host: string; say: Say; waiting: number }) {
  const w = useChatWords();
  const field = useRef<HTMLInputElement>(null);
  const { may } = say;
  const isShut = may.kind === 'paused' || may.kind === 'timed_out';
  if (may.kind === 'banned')
    return (
      <div className="sayform">
        <Limit say={say} />
        <Appeal key={String(may.appeal)} say={say} mayAsk={may.appeal} />
      </div>
    );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isShut) say.submit();
  };
  const insert = (emoji: string) => {
    const input = field.current;
    const at = input?.selectionStart ?? say.draft.length;
    const next = say.draft.slice(0, at) + emoji + say.draft.slice(input?.selectionEnd ?? at);
    if (next.length > LONGEST) return;
    say.setDraft(next);
    input?.focus();
    requestAnimationFrame(() => input?.setSelectionRange(at + emoji.length, at + emoji.length));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && say.replyTo) {
      event.preventDefault();
      say.setReplyTo(null);
    }
  };

  return (
    <form className="sayform" onSubmit={submit}>
      <Limit say={say} />
      {say.replyTo ? (
        <p className="saynote glass">
          <Reply size={16} aria-hidden="true" />
          <span className="grow ell">
            <b className="b">{w.replying(say.replyTo.name)}</b> <bdi className="m">{say.replyTo.text}</bdi>
          </span>
          <button type="button" className="ib" aria-label={w.noReply} onClick={() => say.setReplyTo(null)}>
            <X size={16} />
          </button>
        </p>
      ) : null}
      <div className="say glass">
        <input
          ref={field}
          id={SAY_FIELD}
          value={say.draft}
          maxLength={LONGEST}
          onChange={(event) => say.setDraft(event.currentTarget.value)}
          onKeyDown={onKey}
          placeholder={isShut ? w.paused : waiting > 0 ? w.linesWait(waiting) : w.sayTo(host)}
          aria-label={w.sayTo(host)}
          aria-describedby={may.kind === 'yes' ? undefined : LIMIT}
          readOnly={isShut}
          enterKeyHint="send"
          autoComplete="off"
        />
        {isShut ? null : <EmojiPicker onPick={insert} />}
        <button type="submit" className="ib send" aria-label={w.send} disabled={isShut || say.draft.trim() === ''}>
          <ArrowUp size={20} />
        </button>
      </div>
    </form>
  );
}

const LIMIT = 'say-limit';

/** Slow mode, a pause, a time-out or a ban, in words and with the seconds that are left. */
function Limit({ say: { may } }: { say: Say }) {
  const w = useChatWords();
  const language = useLanguage();
  const text = limitText(may, w, language);
  if (text === null) return null;
  // Seconds that run are not read out one by one; a decision is.
  const isSaid = may.kind === 'banned' || may.kind === 'paused';
  return (
    <p id={LIMIT} className={`saynote glass ${may.kind}`} role={isSaid ? 'status' : undefined}>
      <Timer size={16} aria-hidden="true" />
      <span className="grow">{text}</span>
    </p>
  );
}

function limitText(may: MaySay, w: ReturnType<typeof useChatWords>, language: Language): string | null {
  const because = (reason: string | null) => (reason ? ` ${w.because(w.reasons[reason] ?? reason)}` : '');
  switch (may.kind) {
    case 'yes':
      return null;
    case 'slow':
      return w.slow(may.seconds);
    case 'wait':
      return w.wait(may.seconds);
    case 'paused':
      return w.paused;
    case 'timed_out':
      return w.timedOut(time(may.seconds * 1000, 'left', language)) + because(may.reason);
    case 'banned':
      return w.banned + because(may.reason);
  }
}
