import type { Clock } from '#lib/clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import type { ArrivedMedia, PublisherSession } from './publisher-session.ts';

/**
 * Who is on stage and who waits behind it.
 *
 * A host who waits backstage is connected and sends, and nobody sees it. Called on stage, they go on
 * with their next key frame; whoever was on keeps sending until that very moment, so that viewers see
 * no hole, and waits backstage from then on.
 */
export interface Place {
  /** Names this connection towards people; the session's id is its secret. */
  readonly spot: string;
  /** Who it is: the same person on another connection has the same holder. Null for an encoder with a key. */
  readonly holder: string | null;
  readonly name: string | null;
  readonly backstage: boolean;
}

/** A publisher that was let in: not yet sending, on stage, or behind it. */
export interface Admitted {
  readonly session: PublisherSession;
  readonly place: Place;
  readonly openedMs: number;
  /** When media last came; null before the first. */
  heardMs: number | null;
}

export interface Seat {
  readonly spot: string;
  readonly holder: string | null;
  readonly name: string | null;
  /** Media arrives: it can go on at once. */
  readonly ready: boolean;
}

export interface StageState {
  readonly onAir: Seat | null;
  readonly backstage: readonly Seat[];
}

export type CallRefusal = 'not_found' | 'not_ready';

/** Hosts who wait, and encoders that were sent behind the stage; each costs a connection and nothing more. */
export const MAX_BACKSTAGE = 4;
/** Media this old means that nobody is there. */
const READY_MS = 1_500;
/** Encoders answer a request within a second, those that ignore requests with their next group of pictures. */
const CALL_MS = 4_000;
const ASK_AGAIN_MS = 350;
/** As long as a host may be away on stage. */
const SILENT_MS = 120_000;
const STATE_EVERY_MS = 250;

interface Call {
  readonly admitted: Admitted;
  readonly untilMs: number;
  askedMs: number;
  readonly settle: (outcome: Outcome<void, CallRefusal>) => void;
}

export interface StageNeeds {
  readonly clock: Clock;
  readonly current: () => Admitted | null;
  /** Told only when it is another one than before. */
  readonly onState: (state: StageState) => void;
  readonly drop: (admitted: Admitted) => void;
}

export interface Stage {
  readonly isFull: boolean;
  /** Behind the stage, from the door or from the stage. */
  wait(admitted: Admitted): void;
  has(admitted: Admitted): boolean;
  find(id: string): Admitted | undefined;
  /** Asks this one on stage. Resolves when they are on; refused when no key frame comes in time. */
  call(spot: string): Promise<Outcome<void, CallRefusal>>;
  /** Is this the piece with which the one who was called goes on? */
  begins(admitted: Admitted, piece: ArrivedMedia): boolean;
  /** They go on now. */
  enter(admitted: Admitted): void;
  /** They are gone. */
  forget(admitted: Admitted): void;
  tick(nowMs: number): void;
  close(): Promise<void>;
}

export function createStage({ clock, current, onState, drop }: StageNeeds): Stage {
  const waiting = new Map<string, Admitted>();
  let called: Call | null = null;
  let told = '{"onAir":null,"backstage":[]}';
  let lookedMs = 0;

  return {
    get isFull() {
      return waiting.size >= MAX_BACKSTAGE;
    },
    wait(admitted) {
      waiting.set(admitted.place.spot, admitted);
      if (waiting.size > MAX_BACKSTAGE) drop(waiting.values().next().value!);
      tell();
    },
    has: (admitted) => waiting.get(admitted.place.spot) === admitted,
    find: (id) => [...waiting.values()].find(({ session }) => session.id === id),
    call(spot) {
      const admitted = waiting.get(spot);
      // Asked twice, or by two people: they are on already.
      if (!admitted) return Promise.resolve(current()?.place.spot === spot ? done(undefined) : refuse('not_found'));
      if (!isReady(admitted)) return Promise.resolve(refuse('not_ready'));
      settle(refuse('not_ready'));
      return new Promise((resolve) => {
        called = { admitted, untilMs: clock.now() + CALL_MS, askedMs: clock.now(), settle: resolve };
        admitted.session.askForKeyFrame();
      });
    },
    begins: (admitted, piece) => called?.admitted === admitted && (piece.startsKeyFrame || !admitted.session.has.video),
    enter(admitted) {
      waiting.delete(admitted.place.spot);
      settle(done(undefined));
    },
    forget(admitted) {
      if (waiting.get(admitted.place.spot) !== admitted) return;
      waiting.delete(admitted.place.spot);
      if (called?.admitted === admitted) settle(refuse('not_found'));
      tell();
    },
    tick(nowMs) {
      for (const { session } of waiting.values()) session.tick(nowMs);
      for (const one of waiting.values()) if (nowMs - (one.heardMs ?? one.openedMs) > SILENT_MS) drop(one);
      if (called) waitForKeyFrame(called, nowMs);
      if (nowMs - lookedMs >= STATE_EVERY_MS) tell();
    },
    async close() {
      settle(refuse('not_found'));
      await Promise.all([...waiting.values()].map(({ session }) => session.close()));
      waiting.clear();
    },
  };

  function settle(outcome: Outcome<void, CallRefusal>): void {
    const settled = called;
    called = null;
    settled?.settle(outcome);
  }

  function waitForKeyFrame(call: Call, nowMs: number): void {
    if (nowMs > call.untilMs) return settle(refuse('not_ready'));
    if (nowMs - call.askedMs < ASK_AGAIN_MS) return;
    call.askedMs = nowMs;
    call.admitted.session.askForKeyFrame();
  }

  function tell(): void {
    lookedMs = clock.now();
    const onAir = current();
    const state: StageState = { onAir: onAir && seatOf(onAir), backstage: [...waiting.values()].map(seatOf) };
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    onState(state);
  }

  function seatOf(admitted: Admitted): Seat {
    const { spot, holder, name } = admitted.place;
    return { spot, holder, name, ready: isReady(admitted) };
  }

  function isReady({ heardMs }: Admitted): boolean {
    return heardMs !== null && clock.now() - heardMs < READY_MS;
  }
}
