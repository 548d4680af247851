import { Button } from '../../ui/button.tsx';
import { Ring } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';
import { UNDO_MS } from './undo.ts';
import { useNow } from './use-now.ts';
import type { Undo } from './use-undo.ts';

/** What is about to happen, and the way back. Stands where nothing else is pressed. */
export function UndoBar({ undo }: { undo: Undo }) {
  return (
    <div className="undo-bar" role="status">
      {undo.waiting.length > 0 ? <Waiting undo={undo} /> : null}
    </div>
  );
}

function Waiting({ undo }: { undo: Undo }) {
  const words = useWords();
  const now = useNow();
  return undo.waiting.map((one) => {
    const leftMs = Math.max(0, one.endsAtMs - now);
    return (
      <p key={one.key} className="undo">
        <span aria-hidden="true">
          <Ring part={leftMs / UNDO_MS} size={30} stroke={3}>
            {Math.ceil(leftMs / 1000)}
          </Ring>
        </span>
        <span className="grow">{one.label}</span>
        <Button size="sm" onClick={() => undo.undo(one.key)}>
          {words.undo}
        </Button>
      </p>
    );
  });
}
