import { createStore, type Store, useStore } from '../../../client/store.ts';

export const SIZES = ['s', 'm', 'l', 'xl'] as const;
export const BACKS = ['none', 'half', 'solid'] as const;

/** How this person reads along; the same in every show. */
export interface CaptionChoice {
  readonly on: boolean;
  /** Null: the page's language, as far as there is one. */
  readonly language: string | null;
  readonly size: (typeof SIZES)[number];
  readonly back: (typeof BACKS)[number];
}

const KEY = 'captions';
/** On where there are any: whoever needs them must not look for them first. */
const AT_FIRST: CaptionChoice = { on: true, language: null, size: 'm', back: 'solid' };

let choice: Store<CaptionChoice> | null = null;

/** Read when the first show is opened; changed in one tab it holds in this one. */
function theChoice(): Store<CaptionChoice> {
  if (choice) return choice;
  const store = (choice = createStore<CaptionChoice>(read()));
  store.subscribe(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(store.get()));
    } catch {
      // Without storage it holds as long as the page.
    }
  });
  return store;
}

export function useCaptionChoice() {
  const store = theChoice();
  return {
    ...useStore(store),
    change: (next: Partial<CaptionChoice>) => store.set((now) => ({ ...now, ...next })),
  };
}

function read(): CaptionChoice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<CaptionChoice>;
    return {
      on: kept.on ?? AT_FIRST.on,
      language: typeof kept.language === 'string' ? kept.language : null,
      size: SIZES.find((size) => size === kept.size) ?? AT_FIRST.size,
      back: BACKS.find((back) => back === kept.back) ?? AT_FIRST.back,
    };
  } catch {
    return AT_FIRST;
  }
}
