import type { FormEvent } from 'react';
import { RefusedNote } from '../../staff/refused.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ArrowUp, Pin } from '../../ui/icons.ts';
import type { AnswerDraft } from './use-answer.ts';
import type { Console } from './use-console.ts';
import { useWords } from './words.ts';
import { leaveOnEscape } from './write.tsx';

/** From here an answer goes out, under my own name and role; with the pin it stays above the chat. */
export function AnswerField({ room, draft }: { room: Console; draft: AnswerDraft }) {
  const words = useWords();
  const label = words.answerAs(room.me.name, words.labels[room.me.role]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    draft.send();
  };
  return (
    <form className="reply manswer" onSubmit={send}>
      <RefusedNote error={room.questions.answer.error} />
      <label className="inp">
        <span className="sr">{label}</span>
        <input
          ref={draft.field}
          value={draft.text}
          maxLength={300}
          autoComplete="off"
          placeholder={label}
          disabled={!draft.mayStart}
          onChange={(event) => draft.setText(event.currentTarget.value)}
          onKeyDown={leaveOnEscape}
        />
      </label>
      <IconButton label={words.pinToo} aria-pressed={draft.pin} className="mpin" onClick={() => draft.setPin(!draft.pin)}>
        <Pin size={19} />
      </IconButton>
      <IconButton
        label={words.send}
        type="submit"
        className="send"
        disabled={!draft.maySend}
        aria-busy={room.questions.answer.isPending || undefined}
      >
        <ArrowUp size={20} />
      </IconButton>
    </form>
  );
}
