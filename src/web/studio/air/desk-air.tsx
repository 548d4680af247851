import { useState } from 'react';
import { RefusedNote } from '../../staff/refused.tsx';
import { useWords } from '../words.ts';
import { Deck } from './deck.tsx';
import { LiveView } from './live-view.tsx';
import { LostBanner } from './lost-banner.tsx';
import { RecordingNote } from './recording-note.tsx';
import { NextQuestion } from './next-question.tsx';
import { OpenPanel } from './panels.tsx';
import { Prompter } from './prompter.tsx';
import { RunRail } from './run-rail.tsx';
import { StageBar } from './stage-bar.tsx';
import { Talk } from './talk.tsx';
import { TopBar } from './top-bar.tsx';
import { UndoBar } from './undo-bar.tsx';
import type { Air } from './use-air.ts';
import { usePanels } from './use-panels.ts';

/** Three columns: the plan, what viewers see and what can be done, what people say. */
export function DeskAir({ air }: { air: Air }) {
  const words = useWords();
  const panels = usePanels(air);
  const [delayMs, setDelay] = useState<number | null>(null);
  return (
    <main className={`air ${air.lost ? 'lost' : ''} ${air.stage.mine ? 'waits' : ''}`} data-theme="dark">
      <TopBar air={air} delayMs={delayMs} onKeys={() => panels.show('keys')} onCaptions={() => panels.show('captions')} />
      <div className="st">
        <RunRail air={air} onEdit={() => panels.show('run')} />
        <section aria-label={words.stage} className="stage-col">
          <div className="stage-row">
            <div className="stage night live-stage">
              <LiveView air={air} onDelay={setDelay} />
            </div>
            <div className="col g3 beside">
              <LostBanner air={air} />
              <RecordingNote air={air} />
              <RefusedNote error={air.refused} />
              <NextQuestion air={air} />
              <Prompter air={air} />
            </div>
          </div>
          <Deck air={air} panels={panels} />
          <StageBar air={air} />
        </section>
        <section aria-label={words.talk} className="talk-col">
          <Talk air={air} />
        </section>
      </div>
      <UndoBar undo={air.undo} />
      <OpenPanel air={air} panels={panels} />
    </main>
  );
}
