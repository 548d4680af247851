import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';

const HOLD_MS = 1_200;

/** Does its work only when held: a slip of the finger must not end a show. Keys hold too (Enter or Space). */
export function HoldButton({
  label,
  hint,
  onHeld,
  busy,
  className = '',
}: {
  label: string;
  hint: string;
  onHeld: () => void;
  busy: boolean;
  className?: string;
}) {
  const [holding, setHolding] = useState(false);
  const [short, setShort] = useState(false);
  const held = useRef(onHeld);
  held.current = onHeld;

  useEffect(() => {
    if (!holding) return;
    setShort(false);
    const timer = setTimeout(() => {
      setHolding(false);
      held.current();
    }, HOLD_MS);
    return () => clearTimeout(timer);
  }, [holding]);

  const letGo = () => {
    if (holding) setShort(true);
    setHolding(false);
  };
  const onKey = (down: boolean) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!down) letGo();
    else if (!event.repeat) setHolding(true);
  };
  return (
    <Button
      tone="stop"
      size="sm"
      busy={busy}
      className={`hold ${holding ? 'holding' : ''} ${className}`}
      onPointerDown={() => setHolding(true)}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={onKey(true)}
      onKeyUp={onKey(false)}
      onBlur={letGo}
    >
      <span aria-live="polite">{short ? hint : label}</span>
    </Button>
  );
}
