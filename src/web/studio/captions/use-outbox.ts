import { useEffect, useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { api, ask } from '../../staff/api.ts';
import { useOnline } from '../../staff/connection.tsx';
import { createOutbox, type Outbox, type Unsent } from './outbox.ts';

const key = (showId: string) => `captions:${showId}`;

/** Kept per tab: a reload goes on, and a colleague's tab does not send mine. */
const keepIn = (showId: string) => ({
  read(): readonly Unsent[] {
    try {
      return JSON.parse(sessionStorage.getItem(key(showId)) ?? '[]') as Unsent[];
    } catch {
      return [];
    }
  },
  write(cues: readonly Unsent[]): void {
    try {
      sessionStorage.setItem(key(showId), JSON.stringify(cues));
    } catch {
      // Without storage they wait as long as the page.
    }
  },
});

export function useOutbox({ orgId, id: showId }: Pick<StaffShow, 'orgId' | 'id'>): Outbox | null {
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  const online = useOnline();
  useEffect(() => {
    const made = createOutbox({
      keep: keepIn(showId),
      send: ({ language, clientId, text, source, heardAtMs, replaces }) =>
        ask(
          api.POST('/api/orgs/{orgId}/shows/{showId}/captions/{language}', {
            params: { path: { orgId, showId, language } },
            body: { clientId, text, source, heardAtMs, replaces },
          }),
        ),
    });
    setOutbox(made);
    return () => made.close();
  }, [orgId, showId]);
  useEffect(() => {
    if (online) outbox?.wake();
  }, [online, outbox]);
  return outbox;
}
