import { useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { useDesk } from '../captions/use-desk.ts';
import { useOutbox } from '../captions/use-outbox.ts';

const key = (showId: string) => `prepared:${showId}`;

/**
 * The lines that were prepared for this show, sent one by one as captions while the host says them. Which is next is
 * known by this tab: another screen may stand at another line.
 */
export function usePrepared(show: StaffShow, serverNow: () => number, enabled: boolean) {
  const { language } = show;
  const desk = useDesk(show, language, enabled);
  const outbox = useOutbox(show);
  const [at, setAt] = useState(() => readAt(show.id));
  const lines = desk.data?.script ?? [];
  const next = lines[at] ?? null;
  const goTo = (line: number) => {
    setAt(line);
    keepAt(show.id, line);
  };
  return {
    lines,
    at,
    next,
    goTo,
    /** The host says it now, so this is when it is heard. */
    sendNext(): void {
      if (next === null || !outbox) return;
      if (outbox.add({ language, text: next, source: 'prompter', heardAtMs: serverNow(), replaces: null })) goTo(at + 1);
    },
  };
}
export type Prepared = ReturnType<typeof usePrepared>;

function readAt(showId: string): number {
  try {
    return Number(sessionStorage.getItem(key(showId)) ?? 0) || 0;
  } catch {
    return 0;
  }
}
function keepAt(showId: string, at: number): void {
  try {
    sessionStorage.setItem(key(showId), String(at));
  } catch {
    // Without storage a reload begins at the first line.
  }
}
