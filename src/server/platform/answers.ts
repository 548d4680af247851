import type { Clock } from '#lib/clock.ts';
import type { Answer } from './shared-answer.ts';

export interface AnswersNeeds {
  /** Never rejects: whatever goes wrong is an answer with a status of its own. */
  readonly ask: (path: string) => Promise<Answer>;
  readonly clock: Clock;
  /** How long an answer is handed out again, in ms; what its headers say when absent. */
  readonly keepMs?: (path: string, answer: Answer) => number;
  readonly mostBytes?: number;
  readonly mostFlights?: number;
}

export interface Answers {
  /** The kept answer at once, or the promise that everybody who asks meanwhile shares. Null: too much is under way. */
  get(path: string): Answer | Promise<Answer> | null;
  /** How long the longest kept pieces may stay has passed: forget them. */
  sweep(): void;
  readonly stats: () => { flights: number; kept: number; bytes: number; asked: number };
}

/** What never changes is asked for by everybody within a second or two of each other; after that by few. */
const KEEP_PIECE_MS = 15_000;
/** What changes answers who asks for the same now; who comes a second later wants the newest. */
const KEEP_CHANGING_MS = 1_000;
/** What is not there yet may be there at once; this only breaks a flood. */
const KEEP_REFUSAL_MS = 100;
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_FLIGHTS = 4_000;

/**
 * Each address is asked of the origin once, whoever waits for it, and kept for as long as it is of use.
 *
 * This is what a CDN's "request collapsing" does. nginx's lock polls twice a second, which costs a
 * low-latency viewer more than the whole way from the camera (measured: 272 ms at the median); here
 * everybody is woken by the answer itself.
 */
export function createAnswers({
  ask,
  clock,
  keepMs = keepByHeaders,
  mostBytes = MOST_BYTES,
  mostFlights = MOST_FLIGHTS,
}: AnswersNeeds): Answers {
  const flights = new Map<string, Promise<Answer>>();
  /** In the order of arrival, so the first is the oldest. */
  const kept = new Map<string, { readonly answer: Answer; readonly untilMs: number }>();
  let bytes = 0;
  let asked = 0;

  return {
    get(path) {
      const found = kept.get(path);
      if (found && found.untilMs > clock.now()) return found.answer;
      if (found) forget(path);
      return flights.get(path) ?? begin(path);
    },
    sweep() {
      const nowMs = clock.now();
      for (const [path, { untilMs }] of kept) if (untilMs <= nowMs) forget(path);
    },
    stats: () => ({ flights: flights.size, kept: kept.size, bytes, asked }),
  };

  function begin(path: string): Promise<Answer> | null {
    if (flights.size >= mostFlights) return null;
    asked++;
    const flight = ask(path).then((answer) => {
      flights.delete(path);
      keep(path, answer);
      return answer;
    });
    flights.set(path, flight);
    return flight;
  }

  function keep(path: string, answer: Answer): void {
    const forMs = keepMs(path, answer);
    if (forMs === 0 || answer.body.length > mostBytes) return;
    kept.set(path, { answer, untilMs: clock.now() + forMs });
    bytes += answer.body.length;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) return;
      forget(oldest);
    }
  }

  function forget(path: string): void {
    bytes -= kept.get(path)?.answer.body.length ?? 0;
    kept.delete(path);
  }
}

export function keepByHeaders(_path: string, { status, cacheControl }: Answer): number {
  if (status !== 200) return status === 404 ? KEEP_REFUSAL_MS : 0;
  if (cacheControl.includes('immutable')) return KEEP_PIECE_MS;
  const seconds = Number(/max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0);
  return Math.min(seconds * 1000, KEEP_CHANGING_MS);
}
