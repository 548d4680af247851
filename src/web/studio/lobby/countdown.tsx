import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../words.ts';

/** Three seconds to breathe in, and the last moment to stop. Esc or the button stops it. */
export function Countdown({ onZero, onStop }: { onZero: () => void; onStop: () => void }) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [left, setLeft] = useState(3);
  const zero = useRef(onZero);
  zero.current = onZero;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (left === 0) return zero.current();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <dialog
      ref={dialog}
      className="countdown night"
      aria-label={words.startsIn}
      onCancel={(event) => {
        event.preventDefault();
        onStop();
      }}
    >
      <b aria-live="assertive">{left}</b>
      <Button onClick={onStop}>{words.stopCountdown}</Button>
    </dialog>
  );
}
