import type { ReactNode } from 'react';
import { ArrowRight, ChartBar, Mic, MicOff, SwitchCamera, Zap } from '../../staff/icons.ts';
import { IconButton } from '../../ui/button.tsx';
import { Pin } from '../../ui/icons.ts';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';
import type { Panels } from './use-panels.ts';

/** The control deck. The lit control is what is on air now; what cannot be done now says why. */
export function Deck({ air, panels }: { air: Air; panels: Panels }) {
  const words = useWords();
  const armed = air.undo.waiting.some((one) => one.key.startsWith('flash:'));
  if (!air.may.desk) return <p className="note">{words.watchOnly}</p>;
  return (
    <div className="deck">
      <Control name="p" lit={air.pins.length > 0} onClick={() => panels.show('pin')} label={air.pins.length > 0 ? words.pinned : words.pin}>
        <Pin size={21} />
      </Control>
      <Control
        name="f"
        lit={false}
        armed={armed}
        onClick={() => panels.show('flash')}
        label={armed ? words.flashArmed : words.flash}
        blocked={air.show.shelf.length === 0 ? words.shelfEmpty : null}
      >
        <Zap size={21} />
      </Control>
      {air.may.moderate ? (
        <Control name="o" lit={air.poll.running} onClick={() => panels.show('poll')} label={air.poll.running ? words.pollRuns : words.poll}>
          <ChartBar size={21} />
        </Control>
      ) : null}
      <Control
        name="→"
        lit={false}
        onClick={air.goNext}
        label={words.next}
        blocked={air.nextPart ? null : words.noNext}
        busy={air.moveTo.isPending}
      >
        <ArrowRight size={21} />
      </Control>
      <OwnDevices air={air} />
    </div>
  );
}

function Control({
  name,
  lit,
  armed = false,
  label,
  blocked = null,
  busy = false,
  onClick,
  children,
}: {
  name: string;
  lit: boolean;
  armed?: boolean;
  label: string;
  blocked?: string | null;
  busy?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`dk ${lit ? 'on' : ''} ${armed ? 'armed' : ''}`}
      disabled={blocked !== null || busy}
      aria-busy={busy || undefined}
      onClick={onClick}
    >
      <kbd className="kbd" aria-hidden="true">
        {name.toUpperCase()}
      </kbd>
      {children}
      <span>{label}</span>
      {blocked ? <small>{blocked}</small> : null}
    </button>
  );
}

export function OwnDevices({ air }: { air: Air }) {
  const words = useWords();
  const { stream, micOn, toggleMic, switchCamera } = air.publishing;
  if (!stream) return null;
  return (
    <div className="own">
      <IconButton label={micOn ? words.micOff : words.micOn} aria-pressed={!micOn} className={micOn ? '' : 'muted'} onClick={toggleMic}>
        {micOn ? <Mic size={20} /> : <MicOff size={20} />}
      </IconButton>
      <IconButton label={words.switchCamera} onClick={() => void switchCamera()}>
        <SwitchCamera size={20} />
      </IconButton>
    </div>
  );
}
