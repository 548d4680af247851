import { useEffect, useRef } from 'react';
import { createStore, type Store, useStore } from '../../client/store.ts';

const KEY = 'single-keys';
let choice: Store<boolean> | null = null;
const theChoice = (): Store<boolean> => (choice ??= createStore(localStorage.getItem(KEY) !== 'off'));

/** Whether letters alone do something: whoever speaks to their device would set them off by talking. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const store = theChoice();
  return [
    useStore(store),
    (on) => {
      store.set(on);
      localStorage.setItem(KEY, on ? 'on' : 'off');
    },
  ];
}

/** Letters, while nobody types, presses a button or has a sheet open. */
export function useShowKeys(keys: Readonly<Record<string, () => void>>): void {
  const [on] = useSingleKeys();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!on) return;
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const isBusy = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
      const act = latest.current[event.key.toLowerCase()];
      if (!act || isBusy || document.querySelector('dialog[open], :popover-open')) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [on]);
}
const OWN_KEYS = 'input, textarea, select, button, a, [contenteditable], [role=slider]';
