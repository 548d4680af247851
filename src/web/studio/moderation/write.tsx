import { type FormEvent, useEffect, useRef, useState } from 'react';
import { sentence } from '../../client/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ArrowUp, X } from '../../ui/icons.ts';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

/** What I say, under my own name and role; as a reply when a line was chosen for it. */
export function Write({ room, desk }: { room: Console; desk: Desk }) {
  const words = useWords();
  const language = useLanguage();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const { replyTo } = desk;
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo]);

  async function send(event: FormEvent) {
    event.preventDefault();
    const line = text.trim();
    if (line === '') return;
    setText('');
    desk.setReplyTo(null);
    const ack = await room.say(line, replyTo?.id ?? null);
    setRefused(ack.ok ? null : sentence(ack, language));
    if (ack.ok) return;
    // What was not sent comes back to be sent again, unless the next line is already begun.
    setText((now) => now || line);
    if (replyTo) desk.setReplyTo(replyTo);
  }

  const label = replyTo ? words.replyingTo(replyTo.name) : words.writeAs(room.me.name, words.labels[room.me.role]);
  return (
    <form className="reply" onSubmit={(event) => void send(event)}>
      {refused ? (
        <p className="xs stopc" role="alert">
          {refused}
        </p>
      ) : null}
      {replyTo ? (
        <p className="xs mm row">
          <span className="ell grow">
            {replyTo.name}: {replyTo.text}
          </span>
          <IconButton label={words.noReply} onClick={() => desk.setReplyTo(null)}>
            <X size={16} />
          </IconButton>
        </p>
      ) : null}
      <label className="inp">
        <span className="sr">{label}</span>
        <input
          ref={field}
          data-write
          value={text}
          maxLength={300}
          placeholder={label}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={leaveOnEscape}
        />
      </label>
      <IconButton label={words.send} type="submit" className="send" disabled={text.trim() === ''}>
        <ArrowUp size={20} />
      </IconButton>
    </form>
  );
}

/** Back to the keys that decide. */
export const leaveOnEscape = (event: { key: string; currentTarget: HTMLElement }) => {
  if (event.key === 'Escape') event.currentTarget.blur();
};
