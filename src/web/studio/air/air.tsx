import type { StaffShow } from '#contract/shows.ts';
import { DeskAir } from './desk-air.tsx';
import { PhoneAir } from './phone-air.tsx';
import { useNarrow } from '../use-narrow.ts';
import { useAir } from './use-air.ts';

const NARROW = '(max-width: 900px)';

/** The show on air. One state, two arrangements: a desk with everything in view, a phone with one thing at a time. */
export function Air({ show }: { show: StaffShow }) {
  const air = useAir(show);
  return useNarrow(NARROW) ? <PhoneAir air={air} /> : <DeskAir air={air} />;
}
