import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { Me } from '#contract/accounts.ts';
import { type Answer, type Api, ask, type Refusal } from '../client/api.ts';
import { createStore, type Store, useStore } from '../client/store.ts';
import type { Router } from './router.ts';

/** What every screen may use; made once in main.tsx. */
export interface Tools {
  readonly api: Api;
  readonly router: Router;
  /** Who looks; null until the server said. */
  readonly me: Store<Me | null>;
  readonly online: Store<boolean>;
  readonly toast: Store<string | null>;
  /** Shows without countdowns, hearts and moving chat; of this device, and of the account where there is one. */
  readonly calm: Store<boolean>;
}

const Context = createContext<Tools | null>(null);
export const ToolsProvider = Context;
export function useTools(): Tools {
  const tools = useContext(Context);
  if (!tools) throw new Error('A screen is used outside the viewer.');
  return tools;
}
export const useMe = (): Me | null => useStore(useTools().me);
export const useOnline = (): boolean => useStore(useTools().online);

/** Calm mode, and the switch that remembers it here and, for somebody signed in, on all their devices. */
export function useCalm(): [boolean, () => void] {
  const { calm, me, api } = useTools();
  const toggle = () => {
    const next = !calm.get();
    calm.set(next);
    keepCalm(next);
    if (me.get()?.user) void ask(api.PUT('/api/me/calm', { body: { calm: next } }));
  };
  return [useStore(calm), toggle];
}

const CALM = 'calm';
function keepCalm(calm: boolean): void {
  try {
    localStorage.setItem(CALM, calm ? 'on' : 'off');
  } catch {
    // Without storage it holds as long as the page.
  }
}
function keptCalm(): boolean {
  try {
    return localStorage.getItem(CALM) === 'on';
  } catch {
    return false;
  }
}

export function createTools(api: Api, router: Router): Tools {
  const online = createStore(navigator.onLine);
  addEventListener('online', () => online.set(true));
  addEventListener('offline', () => online.set(false));
  return { api, router, online, me: createStore<Me | null>(null), toast: createStore<string | null>(null), calm: createStore(keptCalm()) };
}

export async function refreshMe({ api, me, calm }: Pick<Tools, 'api' | 'me' | 'calm'>): Promise<Me | null> {
  const answer = await ask(api.GET('/api/me'));
  if (answer.ok) me.set(answer.value as Me);
  // What was chosen with the account on another device holds here too.
  const chosen = me.get()?.calm ?? null;
  if (answer.ok && chosen !== null) {
    calm.set(chosen);
    keepCalm(chosen);
  }
  return me.get();
}

export type Loaded<T> = { state: 'loading' } | { state: 'refused'; refusal: Refusal } | { state: 'ready'; value: T };

/** Loads when `key` changes; keeps showing the old value while the new one of the same key comes. */
export function useLoad<T>(key: string, load: () => Promise<Answer<T>>): Loaded<T> & { reload: () => void } {
  const [loaded, setLoaded] = useState<{ key: string; now: Loaded<T> }>({ key, now: { state: 'loading' } });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    let current = true;
    void latest.current().then((answer) => {
      if (current)
        setLoaded({ key, now: answer.ok ? { state: 'ready', value: answer.value } : { state: 'refused', refusal: answer.refusal } });
    });
    return () => {
      current = false;
    };
  }, [key, round]);

  const now: Loaded<T> = loaded.key === key ? loaded.now : { state: 'loading' };
  return { ...now, reload: () => setRound((old) => old + 1) };
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const hear = () => setMatches(media.matches);
    hear();
    media.addEventListener('change', hear);
    return () => media.removeEventListener('change', hear);
  }, [query]);
  return matches;
}
export const useCalmMotion = (): boolean => useMedia('(prefers-reduced-motion: reduce)');

/** Renders again every second; @returns the given clock. */
export function useClock(now: () => number, everyMs = 1000): number {
  const [at, setAt] = useState(now);
  const clock = useRef(now);
  clock.current = now;
  useEffect(() => {
    const timer = setInterval(() => setAt(clock.current()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
