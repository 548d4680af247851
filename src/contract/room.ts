import { z } from 'zod';
import { Caption, CaptionTrack } from './captions.ts';
import { Id, Instant } from './common.ts';
import { Counted, CounterFacts } from './counting.ts';
import { Poll, type VoteCommand } from './polls.ts';
import { type AskCommand, Question, type WantCommand } from './questions.ts';
import { REASONS, type ReasonCode } from './reasons.ts';
import { EVERY_STAFF_ROLE, route, staff, visitor } from './route.ts';
import { MediaState, Offer, SHOW_STATES } from './shows.ts';

/** The room, protocol v1: docs/protocol.md says how it is spoken, `frames.ts` what travels, `wire.ts` what goes wrong. */

/** Who speaks; set by the server from roles and orders, never by the sender. */
export const CHAT_LABELS = ['host', 'staff', 'moderator', 'affiliate', 'sample', 'bought'] as const;
export const ChatLine = z.object({
  id: Id,
  /** Opaque and stable within the show. */
  author: z.string(),
  name: z.string(),
  label: z.enum(CHAT_LABELS).nullable(),
  /** What the label is about: what was bought in this show or given as a sample, or how an affiliate is paid. */
  about: z.string().optional(),
  text: z.string(),
  language: z.string().nullable(),
  at: Instant,
  /** The line this answers: enough to show it when it is long gone from the screen. */
  replyTo: z.object({ id: Id, name: z.string(), text: z.string() }).optional(),
  /** Authors whose names stand in the text after an @, as the server found them. */
  mentions: z.array(z.string()).max(5).optional(),
  /** How many more people said the same within a minute; absent is none. */
  repeats: z.int().optional(),
});
export type ChatLine = z.infer<typeof ChatLine>;

/** How one may speak now. */
export const ChatMode = z.object({
  /** Seconds between two lines of one person; 0 is off. */
  slowSeconds: z.int().min(0).max(300),
  /** Nobody but the crew may speak. */
  paused: z.boolean(),
  /** The server slowed the chat down by itself, and will let go by itself. */
  auto: z.boolean(),
});
export type ChatMode = z.infer<typeof ChatMode>;

/** An answer that stays above the chat. */
export const PinnedAnswer = z.object({
  name: z.string(),
  label: z.enum(CHAT_LABELS).nullable(),
  text: z.string(),
  question: z.object({ id: Id, text: z.string() }).nullable(),
});
export type PinnedAnswer = z.infer<typeof PinnedAnswer>;

/** Why nothing is recorded: no room, a disk that is not fast enough, or anything else it said. */
export const RecordingStop = z.enum(['disk_full', 'disk_slow', 'disk_broken']);
export type RecordingStop = z.infer<typeof RecordingStop>;

const event = <K extends string, D extends z.ZodType>(k: K, d: D) =>
  z.object({
    s: z.int(),
    /** Server time, ms since 1970. */
    t: z.number(),
    k: z.literal(k),
    /** True: show at once; otherwise when the picture reaches `t`. */
    now: z.boolean().optional(),
    d,
  });

/** Every durable thing that happens in a show, in the order of its log. */
export const RoomEvent = z.discriminatedUnion('k', [
  event('show.state', z.object({ state: z.enum(SHOW_STATES), at: Instant })),
  event('media', z.object({ state: MediaState, generation: z.int() })),
  event('media.segment', z.object({ n: z.int(), sha256: z.string(), startsAtMs: z.number(), durationMs: z.number() })),
  /** The disk refused or has no room to spare: the show goes on, and this piece will be missing from the replay. */
  event('recording', z.object({ state: z.enum(['recording', 'stopped']), reason: RecordingStop.nullable() })),
  /** Another host is on stage; null for an encoder that nobody signed in for. */
  event('stage', z.object({ name: z.string().nullable() })),
  event('pin', z.object({ productIds: z.array(Id).max(3) })),
  event('segment', z.object({ segmentId: Id, startedAt: Instant })),
  /** The shelf or a product on it changed: read the show again. */
  event('shelf', z.object({ productIds: z.array(Id) })),
  event('price', z.object({ productId: Id, variantId: Id, minor: z.int(), currency: z.string() })),
  event('offer', z.object({ productId: Id, offer: Offer })),
  event('stock', z.object({ productId: Id, variantId: Id, threshold: z.enum(['sold_out', 'back']) })),
  event('sold', z.object({ productId: Id, variantId: Id, quantity: z.int() })),
  event('chat', ChatLine),
  event('chat.hidden', z.object({ id: Id, by: z.enum(['author', 'moderator']) })),
  /** A hidden line is shown again, because the decision was taken back: by its time among the others. */
  event('chat.shown', z.object({ id: Id, line: ChatLine })),
  /** The same words from more people: the line stands for them all. */
  event('chat.repeat', z.object({ id: Id, repeats: z.int() })),
  /** Takes a place and tells nothing: somebody's line that nobody else is shown. */
  event('chat.void', z.object({})),
  event('chat.mode', ChatMode),
  /** What stays above the chat until it is taken down; null takes it down. */
  event('chat.pinned', z.object({ pinned: PinnedAnswer.nullable() })),
  /** From here on nobody is shown a line of this author; with `earlier` those before are dropped too. What is shown again when it is lifted comes as `chat.shown`. */
  event('chat.ban', z.object({ author: z.string(), until: Instant.nullable(), earlier: z.boolean(), lifted: z.boolean() })),
  /** A question as it is now; the newest event of an id holds. */
  event('question', Question),
  /** A poll as it is now. Votes are registers while it is open and `counts` when it is closed. */
  event('poll', Poll),
  /** What the counters said, once a minute while the show is live. */
  event('counted', Counted),
  /** A language begins, or begins anew: cues of its earlier track hold no more. */
  event('caption.track', CaptionTrack.extend({ imported: z.boolean() })),
  event('caption', Caption),
]);
export type RoomEvent = z.infer<typeof RoomEvent>;
export type RoomEventKind = RoomEvent['k'];
export type RoomEventData<K extends RoomEventKind> = Extract<RoomEvent, { k: K }>['d'];

/**
 * `watching`, `sold`, `hearts`, `left:<variantId>`, `asked:<questionId>` (people who want it answered, with the one who
 * asked) and `votes:<pollId>:<option>`: numbers derived on the server.
 */
export type Registers = Record<string, number>;

export interface RoomState {
  show: z.infer<typeof RoomShowState>;
  /** The last lines, oldest first, at most 50. */
  chat: ChatLine[];
  /** The languages, and the last cues that hold, oldest first, at most 12. */
  captions: { tracks: CaptionTrack[]; cues: Caption[] };
  mode: ChatMode;
  pinned: PinnedAnswer | null;
  /** Those that are open or next, and the last answered; at most 60, in the order they were asked. */
  questions: Question[];
  /** The last poll, while it is open and for ten minutes after it closed. */
  poll: Poll | null;
  registers: Registers;
}
export const RoomShowState = z.object({
  state: z.enum(SHOW_STATES),
  media: z.object({ state: MediaState, generation: z.int() }),
  /** Null while the show is recorded. */
  recordingStop: RecordingStop.nullable(),
  pins: z.array(Id),
  nowSegmentId: Id.nullable(),
});

/** Commands over the socket. */
export const ChatCommand = z.object({
  text: z.string().trim().min(1).max(300),
  language: z.string().max(12).nullable().default(null),
  /** The id of the line this answers. */
  replyTo: Id.nullable().default(null),
});
export const HeartsCommand = z.object({ n: z.int().min(1).max(20) });

/** What may be sent, by the name of the command. */
export interface RoomCommands {
  chat: z.input<typeof ChatCommand>;
  hearts: z.input<typeof HeartsCommand>;
  ask: z.input<typeof AskCommand>;
  want: z.input<typeof WantCommand>;
  vote: z.input<typeof VoteCommand>;
}
/** Words may wait for a connection; what counts people at this moment may not. */
export type QueuedCommand = 'chat' | 'ask';

/** The answer to a command, as the socket's ack frame and the POST give it. */
export const Ack = z.union([
  z.object({
    ok: z.literal(true),
    /** Its place in the log, when it is there. */
    s: z.int().optional(),
    /** `held`: a moderator looks first. `sampled`: kept, and not shown to all, because nobody can read so fast. */
    w: z.enum(['held', 'sampled']).optional(),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.enum(Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]]),
    retryMs: z.number().optional(),
  }),
]);
export type Ack = z.infer<typeof Ack>;

/** What the room says to one person alone, as `{"p":Notice,"pn":n}`. All but `desk` are kept for people who are away. */
export const Notice = z.discriminatedUnion('k', [
  /** What became of a line of yours that a moderator looked at. */
  z.object({ k: z.literal('line'), clientId: z.string(), state: z.enum(['held', 'shown', 'hidden']) }),
  z.object({ k: z.literal('timed_out'), until: Instant, reason: z.string() }),
  z.object({ k: z.literal('banned'), reason: z.string(), appeal: z.boolean() }),
  /** For the crew: something on this list changed, read it again. */
  z.object({ k: z.literal('desk'), list: z.enum(['moderation', 'questions', 'team']) }),
]);
export type Notice = z.infer<typeof Notice>;

const Params = z.object({ showId: Id });
export const roomRoutes = {
  /** For those who follow by pages, or have no WebSocket: the same handlers, the same answers. */
  command: route({
    method: 'POST',
    path: '/api/shows/:showId/commands',
    access: visitor,
    summary: 'Do in the room what a socket can do',
    params: Params,
    body: z.object({ i: z.string().min(1).max(64), c: z.string().max(40), d: z.unknown() }),
    response: Ack,
    ratePerMinute: 300,
  }),
  /** The same facts with the method and time, for the popover behind each counter. */
  counters: route({
    method: 'GET',
    path: '/api/shows/:showId/counters',
    access: visitor,
    summary: 'The counters, how they are counted, and as of when',
    params: Params,
    response: CounterFacts,
  }),
  /** For clients without a WebSocket, and for repairing a gap. */
  log: route({
    method: 'GET',
    path: '/api/shows/:showId/log',
    access: visitor,
    summary: 'A page of the show’s log',
    params: Params,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      /** Instead of `after`: begin with what was said behind this moment, ms since 1970. */
      at: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    response: z.object({ epoch: z.string(), last: z.int(), events: z.array(RoomEvent) }),
  }),
  /** For those who follow by pages. */
  inbox: route({
    method: 'GET',
    path: '/api/shows/:showId/inbox',
    access: visitor,
    summary: 'What the room said to you alone: the newest hundred at most',
    params: Params,
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    response: z.object({ last: z.int(), items: z.array(z.object({ n: z.int(), at: Instant, notice: Notice })).max(100) }),
  }),
  say: route({
    method: 'POST',
    path: '/api/shows/:showId/chat',
    access: visitor,
    summary: 'Say a line (same handler as the socket)',
    params: Params,
    body: ChatCommand.extend({ clientId: z.string().min(8).max(64) }),
    /** `w` as in the ack: the line is kept, and not shown to all. */
    response: ChatLine.extend({ w: z.enum(['held', 'sampled']).optional() }),
    refuses: ['name_needed', 'too_fast', 'line_refused', 'timed_out', 'banned', 'chat_paused', 'show_not_live', 'busy'],
  }),
  hideLine: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/shows/:showId/chat/:lineId',
    access: staff('moderator', 'host', 'producer'),
    summary: 'Hide a line; it stays as evidence',
    params: z.object({ orgId: Id, showId: Id, lineId: Id }),
  }),
  timeOut: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/timeouts',
    access: staff('moderator', 'host', 'producer'),
    summary: 'Pause somebody’s chat',
    params: z.object({ orgId: Id, showId: Id }),
    body: z.object({ author: z.string().max(64), seconds: z.int().min(10).max(86_400) }),
  }),
  staffChat: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/chat',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Lines with hidden ones marked',
    params: z.object({ orgId: Id, showId: Id }),
    query: z.object({ before: z.coerce.number().int().optional() }),
    response: z.object({ items: z.array(ChatLine.extend({ s: z.int(), hidden: z.boolean() })) }),
  }),
};
