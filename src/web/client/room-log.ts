import type { Caption } from '#contract/captions.ts';
import type { Question } from '#contract/questions.ts';
import type { ChatLine, Registers, RoomEvent, RoomState } from '#contract/room.ts';

/** How many chat lines a screen keeps. */
export const CHAT_KEPT = 60;
const QUESTIONS_KEPT = 60;
/** How many cues: those of the last half minute, in several languages. */
const CUES_KEPT = 40;
/** An event waits for its picture this long at most: a stalled player must not hide a price. */
export const HOLD_MS = 30_000;
const HELD_MAX = 500;

export const emptyRoom = (): RoomState => ({
  show: { state: 'scheduled', media: { state: 'none', generation: 0 }, recordingStop: null, pins: [], nowSegmentId: null },
  chat: [],
  captions: { tracks: [], cues: [] },
  mode: { slowSeconds: 0, paused: false, auto: false },
  pinned: null,
  questions: [],
  poll: null,
  registers: {},
});

/** What one event changes. Pure: the same log gives the same state everywhere. */
export function apply(state: RoomState, event: RoomEvent): RoomState {
  switch (event.k) {
    case 'show.state':
      return { ...state, show: { ...state.show, state: event.d.state } };
    case 'media':
      return { ...state, show: { ...state.show, media: event.d } };
    case 'recording':
      return { ...state, show: { ...state.show, recordingStop: event.d.reason } };
    case 'pin':
      return { ...state, show: { ...state.show, pins: event.d.productIds } };
    case 'segment':
      return { ...state, show: { ...state.show, nowSegmentId: event.d.segmentId } };
    case 'chat':
      return { ...state, chat: [...state.chat, event.d].slice(-CHAT_KEPT) };
    case 'chat.hidden':
      return { ...state, chat: withoutLine(state.chat, event.d.id) };
    case 'chat.shown':
      return { ...state, chat: withLineAgain(state.chat, event.d.line) };
    case 'chat.repeat':
      return { ...state, chat: state.chat.map((line) => (line.id === event.d.id ? { ...line, repeats: event.d.repeats } : line)) };
    case 'chat.ban':
      return event.d.earlier && !event.d.lifted ? { ...state, chat: state.chat.filter((line) => line.author !== event.d.author) } : state;
    case 'chat.mode':
      return { ...state, mode: event.d };
    case 'chat.pinned':
      return { ...state, pinned: event.d.pinned };
    case 'question':
      return { ...state, questions: withQuestion(state.questions, event.d) };
    case 'poll':
      return { ...state, poll: event.d };
    case 'caption.track': {
      const { trackId, language, label } = event.d;
      const others = state.captions.tracks.filter((track) => track.language !== language);
      const cues = state.captions.cues.filter((cue) => cue.language !== language);
      return { ...state, captions: { tracks: [...others, { trackId, language, label }], cues } };
    }
    case 'caption':
      return { ...state, captions: { ...state.captions, cues: withCue(state.captions.cues, event.d) } };
    default:
      return state;
  }
}

/** Who answered it quotes it no more. */
const withoutLine = (lines: readonly ChatLine[], id: string): ChatLine[] =>
  lines
    .filter((line) => line.id !== id)
    .map((line) => (line.replyTo?.id === id ? { ...line, replyTo: { ...line.replyTo, text: '' } } : line));

/** By its time among the others; on a screen that is full, one older than all of them stays away. */
function withLineAgain(lines: readonly ChatLine[], again: ChatLine): ChatLine[] {
  if (lines.some((line) => line.id === again.id)) return [...lines];
  return [...lines, again].toSorted((a, b) => a.at.localeCompare(b.at)).slice(-CHAT_KEPT);
}

/** In the order they were asked; a screen that keeps too many lets go of those that are done first. */
function withQuestion(questions: readonly Question[], question: Question): Question[] {
  const others = questions.filter(({ id }) => id !== question.id);
  if (question.state === 'dropped') return others;
  const all = [...others, question].toSorted((a, b) => a.at.localeCompare(b.at));
  if (all.length <= QUESTIONS_KEPT) return all;
  const first = all.findIndex(({ state }) => state === 'answered');
  return all.toSpliced(Math.max(first, 0), 1);
}

function withCue(cues: readonly Caption[], cue: Caption): Caption[] {
  const others = cues.filter(({ id }) => id !== cue.replaces);
  // An empty text only takes the other back.
  return cue.text === '' ? others : [...others, cue].slice(-CUES_KEPT);
}

export const withRegisters = (state: RoomState, registers: Registers): RoomState => ({
  ...state,
  registers: { ...state.registers, ...registers },
});

/**
 * Holds events until the picture reaches them, so that a pin appears when the host shows the product.
 * Without a picture (`release` not called yet) nothing waits. Order is kept within one kind:
 * an urgent event takes its held elders of the same kind with it.
 */
export function createHold(needs: { now: () => number; show: (event: RoomEvent) => void }) {
  let held: { event: RoomEvent; since: number }[] = [];
  let picture: number | null = null;

  function letGo(wanted: (entry: { event: RoomEvent; since: number }) => boolean): void {
    const going = held.filter(wanted);
    held = held.filter((entry) => !going.includes(entry));
    for (const entry of going) needs.show(entry.event);
  }

  return {
    take(event: RoomEvent): void {
      const urgent = event.now === true || picture === null || event.t <= picture;
      if (urgent) {
        letGo((entry) => entry.event.k === event.k);
        needs.show(event);
        return;
      }
      held.push({ event, since: needs.now() });
      if (held.length > HELD_MAX) needs.show(held.shift()!.event);
    },
    /** The picture has reached this wall-clock time; null when there is no picture any more. */
    release(wallClockMs: number | null): void {
      picture = wallClockMs;
      letGo(({ event, since }) => wallClockMs === null || event.t <= wallClockMs || needs.now() - since >= HOLD_MS);
    },
    /** A snapshot replaces everything that waited. */
    clear(): void {
      held = [];
    },
  };
}
