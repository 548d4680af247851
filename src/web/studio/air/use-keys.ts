import { useEffect, useRef } from 'react';

/** Single keys for the whole page; silent while somebody types, holds a modifier, or a dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      const at = event.target;
      const typing = at instanceof HTMLElement && (at.isContentEditable || at.closest('input,textarea,select,[role=switch]') !== null);
      if (typing || document.querySelector('dialog[open]')) return;
      const run = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
