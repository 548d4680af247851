import { useState } from 'react';
import type { Air } from './use-air.ts';
import { useKeys } from './use-keys.ts';

export type Panel = 'pin' | 'flash' | 'keys' | 'run' | 'chat' | 'orders' | 'captions' | 'poll';

/** Which sheet is open, and the keys that open them. */
export function usePanels(air: Air) {
  const [open, setOpen] = useState<Panel | null>(null);
  useKeys({
    p: () => air.may.desk && setOpen('pin'),
    f: () => air.may.desk && setOpen('flash'),
    m: () => air.publishing.stream && air.publishing.toggleMic(),
    ArrowRight: () => air.may.desk && air.goNext(),
    c: () => air.may.moderate && air.prepared.sendNext(),
    o: () => air.may.moderate && setOpen('poll'),
    z: () => air.may.moderate && air.moderation.undoLast(),
    '?': () => setOpen('keys'),
  });
  return { open, show: setOpen, close: () => setOpen(null) };
}
export type Panels = ReturnType<typeof usePanels>;
