import type { ReactNode } from 'react';
import { money } from '../../client/format.ts';
import { Zap } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Check, Eye, MessageCircle, Pin, WifiOff } from '../../ui/icons.ts';
import { AdLabel } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';
import { WatchingCounter } from './counters.tsx';
import { OwnDevices } from './deck.tsx';
import { HoldButton } from './hold-button.tsx';
import { LiveView } from './live-view.tsx';
import { LostBanner } from './lost-banner.tsx';
import { RecordingNote } from './recording-note.tsx';
import { NextQuestion } from './next-question.tsx';
import { OpenPanel } from './panels.tsx';
import { PreparedLine } from './prepared-line.tsx';
import { StageBar } from './stage-bar.tsx';
import { Clock } from './top-bar.tsx';
import { UndoBar } from './undo-bar.tsx';
import type { Air } from './use-air.ts';
import { type Panels, usePanels } from './use-panels.ts';

/** A phone in one hand: the picture, one step at a time, three large buttons. */
export function PhoneAir({ air }: { air: Air }) {
  const words = useWords();
  const language = useLanguage();
  const panels = usePanels(air);
  return (
    <main className={`air phone night ${air.lost ? 'lost' : ''} ${air.stage.mine ? 'waits' : ''}`} data-theme="dark">
      <div className="stage phone-stage">
        <LiveView air={air} onDelay={() => {}} overlay={false} />
      </div>
      <header className="phone-top">
        <div className="row between">
          <OnAirPill air={air} />
          <span className="pill glass big-pill">
            <WatchingCounter air={air} label={<Eye size={19} aria-label={words.watching} />} />
          </span>
          <OwnDevices air={air} />
        </div>
        <AdLabel kind={words.labels[air.show.disclosure.kind]} text={air.show.disclosure.text} />
        <NextQuestion air={air} />
      </header>
      <div className="phone-low">
        {air.lost || air.publishing.failure ? <LostBanner air={air} /> : <StepCard air={air} onRun={() => panels.show('run')} />}
        <RecordingNote air={air} />
        <RefusedNote error={air.refused} />
        <StageBar air={air} />
        <Big air={air} panels={panels} />
        <div className="glass row strip">
          {air.may.seeOrders ? (
            <button type="button" className="grow" onClick={() => panels.show('orders')}>
              <b className="b">{words.ordersCount(air.show.totals.orders)}</b>
              <span className="xs">{words.seeOrders}</span>
            </button>
          ) : null}
          {air.may.moderate ? (
            <button type="button" className="grow" onClick={() => panels.show('poll')}>
              <b className="b">{words.poll}</b>
              <span className="xs">{air.poll.running ? words.pollRuns : words.pollAsk}</span>
            </button>
          ) : null}
          <span className="r">
            <b className="d">{money(air.show.totals.takenNet, language)}</b>
            <span className="xs">{words.taken}</span>
          </span>
        </div>
        <PreparedLine prepared={air.prepared} language={air.show.language} />
        {air.may.crew ? (
          <HoldButton label={words.holdToStop} hint={words.holdLonger} onHeld={air.end.run} busy={air.end.isPending} className="wide" />
        ) : null}
      </div>
      <UndoBar undo={air.undo} />
      <OpenPanel air={air} panels={panels} />
    </main>
  );
}

function OnAirPill({ air }: { air: Air }) {
  const words = useWords();
  if (air.lost) {
    return (
      <span className="pill amber big-pill">
        <WifiOff size={19} /> {words.reconnecting}
      </span>
    );
  }
  if (air.stage.mine) return <span className="pill amber big-pill">{words.notOnAir}</span>;
  return (
    <span className="pill on big-pill">
      <i className="dot" /> {words.youAreLive} <Clock air={air} />
    </span>
  );
}

function StepCard({ air, onRun }: { air: Air; onRun: () => void }) {
  const words = useWords();
  const run = air.show.runOfShow;
  const at = run.findIndex((segment) => segment.state === 'now');
  const step = run[at] ?? air.nextPart;
  if (!step) return null;
  return (
    <section className="stepcard" data-theme="light">
      <div className="row between">
        <button type="button" className="b m" onClick={onRun}>
          {at === -1 ? words.partStates.next : words.step(at + 1, run.length)}
        </button>
        <span className="pips" aria-hidden="true">
          {run.slice(0, 12).map((segment) => (
            <i key={segment.id} className={segment.state} />
          ))}
        </span>
      </div>
      <h1>{step.title}</h1>
      {step.notes ? <p>{step.notes}</p> : null}
      {air.nextPart && air.may.desk ? (
        <Button tone="solid" size="xl" wide icon={<Check size={22} />} busy={air.moveTo.isPending} onClick={air.goNext}>
          {at === -1 ? words.startParts : words.doneNext}
        </Button>
      ) : null}
    </section>
  );
}

function Big({ air, panels }: { air: Air; panels: Panels }) {
  const words = useWords();
  const waiting = air.questions.waiting.length;
  const pinned = air.show.shelf.find((item) => item.product.id === air.pins[0])?.product;
  return (
    <div className="bigs">
      <BigButton
        onClick={() => panels.show('chat')}
        label={words.chat}
        under={waiting > 0 ? words.questionsWait(waiting) : words.lines(air.view.chat.length)}
      >
        <MessageCircle size={27} />
      </BigButton>
      {air.may.desk ? (
        <>
          <BigButton
            lit={pinned !== undefined}
            onClick={() => panels.show('pin')}
            label={pinned?.title ?? words.pin}
            under={pinned ? words.onScreen : words.nothingPinned}
          >
            <Pin size={27} />
          </BigButton>
          <BigButton onClick={() => panels.show('flash')} label={words.flash} under={words.flashUnder}>
            <Zap size={27} />
          </BigButton>
        </>
      ) : null}
    </div>
  );
}

function BigButton({
  lit = false,
  label,
  under,
  onClick,
  children,
}: {
  lit?: boolean;
  label: string;
  under: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className={`big ${lit ? 'on' : ''}`} onClick={onClick}>
      {children}
      <span className="ell">{label}</span>
      <small>{under}</small>
    </button>
  );
}
