import { type ReactNode, type TouchEvent, useEffect, useRef, useState } from 'react';
import type { RoomView } from '../../../client/room.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ChevronDown, ChevronUp, CircleQuestionMark, EyeOff, MessageCircle } from '../../../ui/icons.ts';
import type { ShowRoom } from '../use-room.ts';
import { ChatLines } from './lines.tsx';
import { PinnedAnswer } from './pinned-answer.tsx';
import { RolesLegend } from './role-note.tsx';
import type { Say } from './use-say.ts';
import { useChatWords } from './words.ts';
import './chat.css';

/** How far a finger goes to the right before the chat goes with it, and how straight. */
const SWIPE = { right: 70, aside: 40 };

/** `open`: over the picture, or the column. `tall`: large on a phone, for reading. `folded`: a button stands for it. */
export type ChatFold = 'open' | 'tall' | 'folded';

/** Calm folds the chat away and brings it back; in between people do as they like. */
export function useChatFold(calm: boolean) {
  const [fold, setFold] = useState<ChatFold>(calm ? 'folded' : 'open');
  const before = useRef(calm);
  useEffect(() => {
    if (before.current === calm) return;
    before.current = calm;
    setFold(calm ? 'folded' : 'open');
  }, [calm]);
  return { fold, setFold, toggle: () => setFold((now) => (now === 'folded' ? 'open' : 'folded')) };
}
export type Folding = ReturnType<typeof useChatFold>;

interface PanelProps {
  view: RoomView;
  room: ShowRoom | null;
  say: Say;
  folding: Folding;
  calm: boolean;
  offline: boolean;
  onHelp: () => void;
}

/** On a phone: over the picture, swiped away or enlarged, each also by a button. */
export function PhoneChat({ view, room, say, folding, calm, offline, onHelp }: PanelProps) {
  const w = useChatWords();
  const from = useRef<{ x: number; y: number } | null>(null);
  const { fold, setFold } = folding;
  const missed = useMissed(room, fold === 'folded');
  if (fold === 'folded')
    return (
      <div className="talk-folded">
        <ShowChat missed={missed} label={w.chat} onShow={() => setFold('open')} />
      </div>
    );
  const isTall = fold === 'tall';
  const swiped = ({ changedTouches }: TouchEvent) => {
    const touch = changedTouches[0];
    if (!from.current || !touch) return;
    const [right, aside] = [touch.clientX - from.current.x, Math.abs(touch.clientY - from.current.y)];
    from.current = null;
    if (right > SWIPE.right && aside < SWIPE.aside) setFold('folded');
  };
  return (
    <section
      className={`chatbox ${isTall ? 'tall glass' : ''}`}
      onTouchStart={({ touches }) => (from.current = touches[0] ? { x: touches[0].clientX, y: touches[0].clientY } : null)}
      onTouchEnd={swiped}
    >
      <div className="chattools">
        {isTall ? <RolesLegend /> : null}
        <span className="end" />
        {isTall ? <HelpButton onHelp={onHelp} /> : null}
        <IconButton label={isTall ? w.smaller : w.larger} aria-expanded={isTall} onClick={() => setFold(isTall ? 'open' : 'tall')}>
          {isTall ? <ChevronDown size={18} /> : <ChevronUp size={18} />}
        </IconButton>
        <IconButton label={w.hide} onClick={() => setFold('folded')}>
          <EyeOff size={17} />
        </IconButton>
      </div>
      <PinnedAnswer pinned={view.pinned} />
      <ChatLines lines={view.chat} room={room} say={say} isTall={isTall} isWide={false} still={calm} offline={offline} />
    </section>
  );
}

/** On a desk: under its heading, in a column of its own. */
export function DeskChat({ view, room, say, folding, calm, offline }: Omit<PanelProps, 'onHelp'>) {
  const w = useChatWords();
  const isFolded = folding.fold === 'folded';
  const missed = useMissed(room, isFolded);
  if (isFolded)
    return (
      <div className="calm-pad">
        {calm ? <p className="m">{w.calmChat}</p> : null}
        <ShowChat missed={missed} label={w.show} onShow={() => folding.setFold('open')} />
      </div>
    );
  return (
    <>
      <PinnedAnswer pinned={view.pinned} />
      <ChatLines lines={view.chat} room={room} say={say} isTall isWide still={calm} offline={offline} />
    </>
  );
}

/** @param children what else stands in this column: a tab per thing */
export function ChatHead({ folding, onHelp, children }: { folding: Folding; onHelp: () => void; children: ReactNode }) {
  const w = useChatWords();
  const isFolded = folding.fold === 'folded';
  return (
    <header className="chathead">
      {children}
      <span className="end" />
      <RolesLegend />
      <HelpButton onHelp={onHelp} />
      <IconButton label={isFolded ? w.show : w.hide} aria-expanded={!isFolded} onClick={folding.toggle}>
        {isFolded ? <MessageCircle size={17} /> : <EyeOff size={17} />}
      </IconButton>
    </header>
  );
}

const HelpButton = ({ onHelp }: { onHelp: () => void }) => (
  <IconButton label={useChatWords().help} onClick={onHelp}>
    <CircleQuestionMark size={18} />
  </IconButton>
);

function ShowChat({ missed, onShow, label }: { missed: number; onShow: () => void; label: string }) {
  const w = useChatWords();
  return (
    <button type="button" className="btn sm glass showchat" aria-label={missed > 0 ? w.showNew(missed) : w.show} onClick={onShow}>
      <MessageCircle size={17} aria-hidden="true" />
      {label}
      {missed > 0 ? <span className="n">{Math.min(missed, 99)}</span> : null}
    </button>
  );
}

/** Lines that came while nobody saw them. */
function useMissed(room: ShowRoom | null, isFolded: boolean): number {
  const [missed, setMissed] = useState(0);
  useEffect(() => {
    setMissed(0);
    if (!isFolded) return;
    return room?.hear((event) => {
      if (event.k === 'chat') setMissed((count) => count + 1);
    });
  }, [room, isFolded]);
  return missed;
}
