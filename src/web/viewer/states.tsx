import { Skeleton } from '../ui/parts.tsx';
import { useWords } from './words.ts';

/** While a page's code or facts come: its shape, not a spinner. */
export function Waiting() {
  const w = useWords();
  return (
    <div className="page col g4">
      <Skeleton width="60%" height="44px" label={w.loading} />
      <Skeleton height="280px" radius="14px" />
      <Skeleton width="80%" />
      <Skeleton width="40%" />
    </div>
  );
}
