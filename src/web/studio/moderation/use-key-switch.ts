import { useState } from 'react';

const KEY = 'desk-keys';

/** Single keys can be switched off: with speech input or a shaky hand they decide by accident. Kept in this browser. */
export function useKeySwitch() {
  const [on, setOn] = useState(read);
  return {
    on,
    set(next: boolean): void {
      setOn(next);
      try {
        localStorage.setItem(KEY, next ? 'on' : 'off');
      } catch {
        // Without storage it holds until the page is closed.
      }
    },
  };
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}
