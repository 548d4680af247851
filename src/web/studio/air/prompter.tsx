import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Plus } from '../../ui/icons.ts';
import { Minus } from '../../staff/icons.ts';
import { useWords } from '../words.ts';
import { PreparedLine } from './prepared-line.tsx';
import type { Air } from './use-air.ts';

const SIZES = [16, 21, 28, 36] as const;

/** The notes of the part on air, large enough to read from where the host stands; below it what comes next. */
export function Prompter({ air }: { air: Air }) {
  const words = useWords();
  const [size, setSize] = useState(1);
  const now = air.show.runOfShow.find((segment) => segment.state === 'now');
  return (
    <section className="prompter card" aria-labelledby="prompter-title">
      <header className="row between">
        <h2 id="prompter-title" className="xs mm">
          {now ? words.notesFor(now.title) : words.prompter}
        </h2>
        <span className="row g1" role="group" aria-label={words.textSize}>
          <IconButton label={words.textSmaller} disabled={size === 0} onClick={() => setSize(size - 1)}>
            <Minus size={17} />
          </IconButton>
          <span className="sm m" aria-hidden="true">
            {words.textSize}
          </span>
          <IconButton label={words.textLarger} disabled={size === SIZES.length - 1} onClick={() => setSize(size + 1)}>
            <Plus size={17} />
          </IconButton>
        </span>
      </header>
      <p className="say" tabIndex={0} style={{ fontSize: SIZES[size] }}>
        {now ? now.notes || words.noNotes : air.nextPart ? words.notStarted : words.noPartsBody}
      </p>
      <PreparedLine prepared={air.prepared} language={air.show.language} />
      {air.nextPart ? (
        <footer>
          <p className="xs mm">{words.comesNext}</p>
          <b className="b">{air.nextPart.title}</b>
          {air.nextPart.notes ? <p className="sm m">{air.nextPart.notes}</p> : null}
        </footer>
      ) : null}
    </section>
  );
}
