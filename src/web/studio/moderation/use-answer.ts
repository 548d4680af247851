import { useEffect, useRef, useState } from 'react';
import type { ReadyAnswer } from '#contract/questions.ts';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';

/**
 * The answer that is being written for the chosen question. A key or a tap puts ready words into the field;
 * sending them is one more key, because an answer cannot be taken back.
 */
export function useAnswer(room: Console, { readyId, setReady }: Desk) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [pin, setPin] = useState(false);
  const { answer } = room.questions;
  const questionId = room.question.now?.id ?? null;
  const ready = room.ready.find(({ id }) => id === readyId) ?? null;

  // The next question does not inherit what was begun for this one.
  useEffect(() => {
    setText('');
    setPin(false);
    setReady(null);
  }, [questionId, setReady]);

  function put(one: ReadyAnswer) {
    setReady(one.id);
    setText(one.text);
    field.current?.focus();
  }
  const latest = useRef(put);
  latest.current = put;
  useEffect(() => {
    if (ready) latest.current(ready);
  }, [ready]);

  return {
    field,
    text,
    setText,
    pin,
    setPin,
    put,
    readyId: ready?.text === text ? ready.id : null,
    mayStart: questionId !== null,
    maySend: questionId !== null && text.trim().length >= 2 && !answer.isPending,
    send() {
      const line = text.trim();
      if (questionId === null || line.length < 2 || answer.isPending) return;
      answer.mutate({ questionId, text: line, readyAnswerId: ready?.text === line ? ready.id : null, pin });
    },
  };
}
export type AnswerDraft = ReturnType<typeof useAnswer>;
