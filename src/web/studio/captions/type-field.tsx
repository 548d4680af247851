import { type KeyboardEvent, useRef, useState } from 'react';
import type { Caption } from '#contract/captions.ts';
import { MAX_CUE_CHARS } from '#contract/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/parts.tsx';
import { useWords } from './words.ts';

/** One field, made for speed: Enter sends, arrow up mends the last line, Ctrl Z takes it back. */
export function TypeField({
  language,
  correcting,
  disabled,
  heardNow,
  onSend,
  onLeave,
  onCorrectLast,
  onTakeBackLast,
}: {
  language: string;
  correcting: Caption | null;
  disabled: boolean;
  heardNow: () => number;
  /** @returns false when it was not taken: the words stay */
  onSend: (text: string, heardAtMs: number) => boolean;
  onLeave: () => void;
  onCorrectLast: () => void;
  onTakeBackLast: () => void;
}) {
  const words = useWords();
  const [text, setText] = useState(correcting?.text ?? '');
  const [full, setFull] = useState(false);
  /** When the first word of this line was heard. */
  const heardAtMs = useRef<number | null>(null);

  function change(next: string) {
    heardAtMs.current = next.trim() === '' ? null : (heardAtMs.current ?? heardNow());
    setText(next);
  }

  function send() {
    if (text.trim() === '') return;
    const taken = onSend(text.trim(), heardAtMs.current ?? heardNow());
    setFull(!taken);
    if (taken) change('');
  }

  function press(event: KeyboardEvent) {
    // A half-composed character is not finished by Enter.
    if (event.nativeEvent.isComposing) return;
    const isEmpty = text === '' && correcting === null;
    const act =
      event.key === 'Enter' && !event.shiftKey
        ? send
        : event.key === 'Escape' && correcting
          ? onLeave
          : event.key === 'ArrowUp' && isEmpty
            ? onCorrectLast
            : event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && isEmpty
              ? onTakeBackLast
              : null;
    if (!act) return;
    event.preventDefault();
    act();
  }

  const label = correcting ? words.correcting : words.field;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="lab" htmlFor="caption-field">
        {label}
      </label>
      <div className="row cdesk-field">
        <div className="inp">
          <textarea
            id="caption-field"
            rows={2}
            maxLength={MAX_CUE_CHARS}
            lang={language}
            value={text}
            disabled={disabled}
            autoFocus
            autoComplete="off"
            enterKeyHint="send"
            aria-describedby="caption-hint"
            onChange={(event) => change(event.currentTarget.value)}
            onKeyDown={press}
          />
        </div>
        <Button type="submit" tone="solid" disabled={disabled || text.trim() === ''}>
          {words.send}
        </Button>
      </div>
      <p id="caption-hint" className="xs mm row wrap">
        {correcting ? words.correctingHint : words.asHeard}
        {correcting
          ? null
          : words.keys.map(([key, does]) => (
              <span key={key} className="row g1">
                <kbd className="kbd">{key}</kbd> {does}
              </span>
            ))}
      </p>
      {full ? (
        <Note tone="stop" role="alert">
          {words.full}
        </Note>
      ) : null}
    </form>
  );
}
