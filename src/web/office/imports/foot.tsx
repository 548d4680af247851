import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';

/** The way back, what holds now, and the one way on. */
export function Foot({ back, onBack, say, children }: { back: string; onBack: () => void; say: string; children: ReactNode }) {
  return (
    <div className="import-foot">
      <Button onClick={onBack}>{back}</Button>
      <span className="sm m grow">{say}</span>
      {children}
    </div>
  );
}
