import type { ReasonCode } from './reasons.ts';

/**
 * The facts of the room that need no schema. They live apart so that a browser can have them
 * without loading zod, which alone would take most of the viewer's budget.
 */

/**
 * What a client does about a problem.
 * `reconnect`: connect again with your position, after the goaway's `retry` or a growing random wait.
 * `repeat`: send the same command with the same id again, after `retryMs` or a second.
 * `later`: not before `retryMs` or the seconds given here.
 * `ask`: somebody must change something first: choose a name, take other words.
 * `stop`: it will not become better by trying. `mend`: the client is wrong.
 */
export type Remedy = 'reconnect' | 'repeat' | 'later' | 'ask' | 'stop' | 'mend';

interface Problem {
  readonly n: number;
  readonly remedy: Remedy;
  readonly says: string;
  /** How long `later` is when the answer does not say. */
  readonly afterMs?: number;
}

/** How a connection ends: WebSocket close codes. docs/protocol.md shows this table, and a test compares them. */
export const CLOSES = {
  lost: { n: 1006, remedy: 'reconnect', says: 'the connection broke without a word' },
  tooLarge: { n: 1009, remedy: 'mend', says: 'a message above 4 kB' },
  restart: { n: 4000, remedy: 'reconnect', says: 'the server restarts, or the log was replaced' },
  changed: { n: 4001, remedy: 'reconnect', says: 'you signed out, or your role changed: come in as who you are now' },
  protocol: { n: 4002, remedy: 'mend', says: 'a message we cannot read' },
  gone: { n: 4004, remedy: 'stop', says: 'no such show, or a draft of another crew' },
  lagging: { n: 4008, remedy: 'reconnect', says: 'too slow to follow; or follow by pages' },
  pages: { n: 4010, remedy: 'reconnect', says: 'enough sockets are open here for those who only watch: follow by pages' },
  limit: { n: 4029, remedy: 'later', afterMs: 60_000, says: 'too many sockets or messages' },
} as const satisfies Record<string, Problem>;
export type CloseName = keyof typeof CLOSES;

/** Why the server closes a socket. */
export const CLOSE = Object.fromEntries(Object.entries(CLOSES).map(([name, { n }]) => [name, n])) as {
  readonly [K in CloseName]: (typeof CLOSES)[K]['n'];
};

/** Why a command is refused; the keys are the `reason` of the answer. */
export const REFUSALS = {
  invalid_input: { n: 100, remedy: 'mend', says: 'no such command, or its data is wrong' },
  not_found: { n: 101, remedy: 'stop', says: 'what it is about does not exist, or not any more' },
  not_allowed: { n: 102, remedy: 'stop', says: 'your role does not allow it' },
  broken: { n: 103, remedy: 'repeat', says: 'something broke on our side' },
  busy: { n: 104, remedy: 'repeat', says: 'too much waits already' },
  show_not_live: { n: 105, remedy: 'stop', says: 'only while the show is live' },
  name_needed: { n: 110, remedy: 'ask', says: 'choose a name first, then connect again' },
  too_fast: { n: 111, remedy: 'later', afterMs: 1000, says: 'more than people may say in this time' },
  line_refused: { n: 112, remedy: 'ask', says: 'these words cannot be shown' },
  timed_out: { n: 113, remedy: 'later', afterMs: 60_000, says: 'a moderator paused you' },
  banned: { n: 114, remedy: 'stop', says: 'a moderator ended your part in this shop’s chat' },
  chat_paused: { n: 115, remedy: 'later', afterMs: 10_000, says: 'nobody may speak now; the mode says when' },
  question_closed: { n: 120, remedy: 'stop', says: 'answered or taken down' },
  too_many_questions: { n: 121, remedy: 'later', afterMs: 60_000, says: 'three of yours wait already' },
  poll_closed: { n: 130, remedy: 'stop', says: 'the poll is closed' },
} as const satisfies Partial<Record<ReasonCode, Problem>>;
export type RefusalCode = keyof typeof REFUSALS;

/** What to do about a close code; one that is not in the table is a broken connection. */
export function onClose(code: number): Problem {
  return Object.values(CLOSES).find(({ n }) => n === code) ?? CLOSES.lost;
}

/** The longest cue of captions: more than anybody reads before the next one. */
export const MAX_CUE_CHARS = 400;

/** What each counter means: shown when it is tapped. */
export const counterDefinitions = {
  watching: {
    en: 'People who received at least 10 seconds of this show’s picture or sound and still receive it. One person with two tabs counts once. Open pages without a picture, those who make the show, and a second device of the same account do not count.',
    nl: 'Mensen die minstens 10 seconden beeld of geluid van deze show kregen en het nog krijgen. Wie twee tabbladen open heeft telt één keer. Open pagina’s zonder beeld, wie de show maakt en een tweede toestel van dezelfde account tellen niet.',
  },
  sold: {
    en: 'Units paid for in this show or its replay, minus cancelled and refunded ones, and minus what the shop’s own people bought. Reserved units do not count until paid.',
    nl: 'Stuks die in deze show of de opname ervan betaald zijn, min geannuleerde en terugbetaalde, en min wat mensen van de winkel zelf kochten. Gereserveerde stuks tellen pas na betaling.',
  },
  left: {
    en: 'Units free to buy now: on hand minus reserved and sold, from the stock ledger.',
    nl: 'Stuks die nu te koop zijn: op voorraad min gereserveerd en verkocht, uit de voorraadadministratie.',
  },
} as const;
