import { useState } from 'react';
import { useKeys } from '../air/use-keys.ts';
import type { Console } from './use-console.ts';
import { useKeySwitch } from './use-key-switch.ts';
import { type Subject, type Wish, wishAbout, wishAboutHeld } from './wish.ts';
import type { HeldLine } from '#contract/moderation.ts';
import type { DeskLine } from './lines.ts';

/** What is open over the desk. `why` asks for the reason of a decision. */
type Open = 'keys' | 'people' | 'elsewhere' | { readonly why: Subject; readonly kind: Wish['kind']; readonly reason: Wish['reason'] };

/** What this one person does here: what is open, what they answer to, and the keys. */
export function useDesk(room: Console) {
  const [open, setOpen] = useState<Open | null>(null);
  const [replyTo, setReplyTo] = useState<DeskLine | null>(null);
  const [readyId, setReady] = useState<string | null>(null);
  const keys = useKeySwitch();
  const { held, question, moderation } = room;

  const decideHeld = (kind: Wish['kind'], line: HeldLine) => moderation.decide(wishAboutHeld(kind, line));
  const why = (about: Subject, kind: Wish['kind'], reason: Wish['reason'] = null) => setOpen({ why: about, kind, reason });
  const whyHeld = (kind: Wish['kind']) => held.now && why(held.now, kind, held.now.reasons[0] ?? null);

  const decisions: Record<string, () => unknown> = {
    a: () => held.now && decideHeld('allow', held.now),
    h: () => held.now && decideHeld('hide', held.now),
    t: () => held.now && decideHeld('time_out', held.now),
    b: () => whyHeld('ban'),
    r: () => whyHeld('hide'),
    j: () => held.move(1),
    k: () => held.move(-1),
    z: () => moderation.undoLast(),
    q: () => (question.rows.at(-1)?.id === question.now?.id ? question.choose(question.rows[0]?.id ?? null) : question.move(1)),
    '/': () => setOpen('people'),
    w: () => document.querySelector<HTMLInputElement>('[data-write]')?.focus(),
    ...Object.fromEntries(room.ready.map(({ id }, at) => [String(at + 1), () => question.now && setReady(id)])),
  };
  useKeys({ ...(keys.on ? decisions : {}), '?': () => setOpen('keys') });

  return {
    open,
    show: setOpen,
    close: () => setOpen(null),
    keys,
    decideHeld,
    decide: (kind: Wish['kind'], about: Subject) => moderation.decide(wishAbout(kind, about)),
    why,
    replyTo,
    setReplyTo,
    /** The ready answer that stands in the answer field. */
    readyId,
    setReady,
  };
}
export type Desk = ReturnType<typeof useDesk>;
