import { useSyncExternalStore } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { DeskAir } from './desk-air.tsx';
import { PhoneAir } from './phone-air.tsx';
import { useAir } from './use-air.ts';

const NARROW = '(max-width: 900px)';

/** The show on air. One state, two arrangements: a desk with everything in view, a phone with one thing at a time. */
export function Air({ show }: { show: StaffShow }) {
  const air = useAir(show);
  return useNarrow() ? <PhoneAir air={air} /> : <DeskAir air={air} />;
}

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(NARROW).matches,
  );
}
