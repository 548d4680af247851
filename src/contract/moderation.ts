import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { CHAT_LABELS, ChatLine, ChatMode } from './room.ts';
import { EVERY_STAFF_ROLE, route, staff, visitor } from './route.ts';

/** Why the rules in memory held a line, or a person decided. Words for people are the screens' own. */
export const MODERATION_REASONS = [
  'link',
  'outside_payment',
  'phone_number',
  'email_address',
  'word_list',
  'look_alike',
  'same_words',
  'capitals',
  'spam',
  'insult',
  'hate',
  'fraud',
  'private_data',
  'other',
] as const;
export const ModerationReason = z.enum(MODERATION_REASONS);
export type ModerationReason = z.infer<typeof ModerationReason>;

/**
 * What a moderator does. `shadow_ban`: the person sees their own lines and nobody else does.
 * A pause or a ban that names a line hides it too; a ban also hides what the person said before in this show.
 */
export const DECISIONS = ['allow', 'hide', 'time_out', 'ban', 'shadow_ban'] as const;

/** A line that waits. Only the crew sees it; its sender sees "waiting". Nobody decides within five minutes: it stays hidden. */
export const HeldLine = z.object({
  id: Id,
  author: z.string(),
  name: z.string(),
  label: z.enum(CHAT_LABELS).nullable(),
  text: z.string(),
  at: Instant,
  expiresAt: Instant,
  reasons: z.array(ModerationReason).min(1),
  /** What helps to decide. */
  context: z.object({
    firstLineAt: Instant.nullable(),
    heldTonight: z.int(),
    hiddenTonight: z.int(),
    boughtAt: Instant.nullable(),
  }),
});
export type HeldLine = z.infer<typeof HeldLine>;

/** One decision. It applies five seconds after it was made, and can be taken back before and after. */
export const Decision = z.object({
  id: Id,
  kind: z.enum(DECISIONS),
  author: z.string(),
  name: z.string(),
  /** The line it was about, when it was about one. */
  line: z.object({ id: Id, text: z.string() }).nullable(),
  reason: ModerationReason.nullable(),
  note: z.string().nullable(),
  /** When a pause or ban ends; null for one without an end, and for the others. */
  until: Instant.nullable(),
  by: z.object({ userId: z.string(), name: z.string() }),
  at: Instant,
  appliesAt: Instant,
  state: z.enum(['waiting', 'applied', 'undone']),
});
export type Decision = z.infer<typeof Decision>;

/** Everything the moderator's desk shows beside the chat itself. */
export const ModerationDesk = z.object({
  mode: ChatMode,
  held: z.array(HeldLine).max(100),
  /** The newest first. */
  decided: z.array(Decision).max(50),
  linesPerMinute: z.int(),
  tonight: z.object({ held: z.int(), allowed: z.int(), hidden: z.int(), timedOut: z.int(), banned: z.int() }),
  now: Instant,
});
export type ModerationDesk = z.infer<typeof ModerationDesk>;

/** Somebody who spoke, for the list of people and its search. */
export const ChatPerson = z.object({
  author: z.string(),
  name: z.string(),
  label: z.enum(CHAT_LABELS).nullable(),
  lines: z.int(),
  hidden: z.int(),
  lastAt: Instant,
  timedOutUntil: Instant.nullable(),
  banned: z.enum(['ban', 'shadow_ban']).nullable(),
});
export type ChatPerson = z.infer<typeof ChatPerson>;

/** Words that hold a line (a moderator looks) or refuse it at once. `*` stands for any letters. Never an expression. */
export const WordList = z.object({
  hold: z.array(z.string().trim().min(2).max(60)).max(2000),
  refuse: z.array(z.string().trim().min(2).max(60)).max(2000),
  version: z.int(),
});
export type WordList = z.infer<typeof WordList>;

/** A ban of the shop, with what it was matched by. */
export const Ban = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(['ban', 'shadow_ban']),
  reason: ModerationReason,
  note: z.string().nullable(),
  showTitle: z.string(),
  by: z.string(),
  at: Instant,
  until: Instant.nullable(),
  /** By what the person is known again. */
  known: z.object({ account: z.boolean(), device: z.boolean(), payment: z.boolean() }),
  appeal: z.object({ text: z.string(), at: Instant }).nullable(),
});
export type Ban = z.infer<typeof Ban>;

/** What holds for whoever asks, with the reason and what they can do about it. */
export const Standing = z.object({
  timedOut: z.object({ until: Instant, reason: ModerationReason.nullable() }).nullable(),
  ban: z
    .object({
      reason: ModerationReason,
      note: z.string().nullable(),
      at: Instant,
      until: Instant.nullable(),
      appeal: z.object({ text: z.string(), at: Instant }).nullable(),
    })
    .nullable(),
});
export type Standing = z.infer<typeof Standing>;

const moderators = staff('moderator', 'host', 'producer');
const OfShow = z.object({ orgId: Id, showId: Id });
export const moderationRoutes = {
  moderationDesk: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/moderation',
    access: moderators,
    summary: 'Held lines, decisions and how the chat is set',
    params: OfShow,
    response: ModerationDesk,
    ratePerMinute: 600,
  }),
  decide: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/moderation/decisions',
    access: moderators,
    summary: 'Decide about a line or a person; applies after five seconds. The same id again is the same decision',
    params: OfShow,
    body: z.object({
      id: Id,
      kind: z.enum(DECISIONS),
      /** One of both at least. */
      lineId: Id.nullable().default(null),
      author: z.string().max(64).nullable().default(null),
      /** Of a pause: 10 to 86,400. Of a ban: null has no end. */
      seconds: z.int().min(10).max(31_536_000).nullable().default(null),
      reason: ModerationReason.nullable().default(null),
      note: z.string().trim().max(300).nullable().default(null),
    }),
    response: Decision,
    refuses: ['not_found', 'not_allowed', 'reason_needed', 'decision_final', 'conflict'],
    ratePerMinute: 600,
  }),
  undoDecision: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/shows/:showId/moderation/decisions/:decisionId',
    access: moderators,
    summary: 'Take a decision back: before it applies as if it never was, after it as a new event',
    params: OfShow.extend({ decisionId: Id }),
    /** Taken back before is taken back: a second press changes nothing. */
    response: Decision,
    refuses: ['not_found'],
    ratePerMinute: 600,
  }),
  setChatMode: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/moderation/mode',
    access: moderators,
    summary: 'Slow mode and pause',
    params: OfShow,
    body: z.object({
      slowSeconds: z.union([z.literal(0), z.literal(5), z.literal(10), z.literal(30), z.literal(120)]),
      paused: z.boolean(),
    }),
    response: ChatMode,
    refuses: ['not_found', 'show_not_live'],
  }),
  chatPeople: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/moderation/people',
    access: moderators,
    summary: 'Who spoke, and what was decided about them',
    params: OfShow,
    query: z.object({ search: z.string().max(60).default('') }),
    response: z.object({ items: z.array(ChatPerson).max(200) }),
  }),
  pinAnswer: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/moderation/pinned',
    access: moderators,
    summary: 'Keep a line of the crew above the chat, or take it down',
    params: OfShow,
    body: z.object({ lineId: Id.nullable() }),
    refuses: ['not_found', 'show_not_live'],
  }),
  wordList: route({
    method: 'GET',
    path: '/api/orgs/:orgId/words',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Words that hold or refuse a line in this shop',
    params: z.object({ orgId: Id }),
    response: WordList,
  }),
  saveWordList: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/words',
    access: staff('moderator', 'producer', 'seller_admin'),
    summary: 'Replace the word list; holds from the next line on in every show',
    params: z.object({ orgId: Id }),
    body: WordList,
    response: WordList,
    refuses: ['word_list_wrong', 'conflict'],
  }),
  bans: route({
    method: 'GET',
    path: '/api/orgs/:orgId/bans',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Who may not speak in this shop',
    params: z.object({ orgId: Id }),
    response: z.object({ items: z.array(Ban).max(500) }),
  }),
  liftBan: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/bans/:banId',
    access: staff('moderator', 'producer', 'seller_admin'),
    summary: 'Let somebody speak again',
    params: z.object({ orgId: Id, banId: Id }),
    refuses: ['not_found'],
  }),
  /** A page that was closed and opened again: what of its person is not in everybody's snapshot. */
  myLines: route({
    method: 'GET',
    path: '/api/shows/:showId/chat/mine',
    access: visitor,
    summary: 'Your own last lines in this show, and whether you may speak',
    params: z.object({ showId: Id }),
    response: z.object({
      /** Oldest first. Without a place (`s`) a line waits for a moderator, or more was said than anybody can read. */
      items: z.array(ChatLine.extend({ s: z.int().nullable(), w: z.enum(['held', 'sampled']).nullable() })).max(30),
      standing: Standing,
    }),
    refuses: ['not_found'],
  }),
  appealBan: route({
    method: 'POST',
    path: '/api/shows/:showId/ban-appeal',
    access: visitor,
    summary: 'Ask the shop to look at your ban again; once more replaces the text',
    params: z.object({ showId: Id }),
    body: z.object({ text: z.string().trim().min(1).max(1000) }),
    refuses: ['not_found'],
    ratePerMinute: 10,
  }),
};
