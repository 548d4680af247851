import { useEffect } from 'react';
import { useSingleKeys } from '../use-show-keys.ts';
import { useCaptionChoice } from './choice.ts';

/** The key c, except while somebody types. */
export function useCaptionKey(active: boolean): void {
  const { on, change } = useCaptionChoice();
  const [single] = useSingleKeys();
  useEffect(() => {
    if (!active || !single) return;
    const hear = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]') !== null;
      if (event.key.toLowerCase() !== 'c' || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      change({ on: !on });
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [active, single, on, change]);
}
