import type { z } from 'zod';
import type { Me } from '#contract/accounts.ts';
import type { Ban, Decision, HeldLine, ModerationDesk, WordList } from '#contract/moderation.ts';
import type { QuestionDesk, QueuedQuestion, ReadyAnswer } from '#contract/questions.ts';
import type { RoomState, roomRoutes } from '#contract/room.ts';
import type { StaffShow } from '#contract/shows.ts';
import { member, pan, room, show } from './facts.ts';

/** Facts for looking at the moderator's desk, as in its picture. */
const id = (nr: number) => `0193f000-0000-7000-8000-${String(nr).padStart(12, '0')}`;
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const ELS = { userId: 'u1', name: 'Els Maes' };
const JORIS = { userId: 'u2', name: 'Joris Maes' };

export const moderator: Me = {
  ...member,
  name: 'Els',
  user: { ...member.user!, id: ELS.userId, name: ELS.name },
  memberships: [{ ...member.memberships[0]!, roles: ['moderator'] }],
};
export const host: Me = { ...moderator, name: 'Marit', memberships: [{ ...member.memberships[0]!, roles: ['host'] }] };
export const admin: Me = { ...moderator, memberships: [{ ...member.memberships[0]!, roles: ['seller_admin'] }] };

export const staffShow = (more: Partial<StaffShow> = {}): StaffShow => ({
  ...show(),
  orgId: id(90),
  checklist: [],
  encoder: { whipUrl: '/whip/x', rtmpUrl: null, hasKey: false, keyRotatedAt: null },
  totals: { soldUnits: 23, takenNet: { minor: 181_700, currency: 'EUR' }, orders: 23, holds: 2 },
  ...more,
});

const held = (
  nr: number,
  name: string,
  reason: HeldLine['reasons'][number],
  text: string,
  context: Partial<HeldLine['context']>,
): HeldLine => ({
  id: id(600 + nr),
  author: `stranger-${nr}`,
  name,
  label: null,
  text,
  at: secondsAgo(20 * nr),
  expiresAt: secondsAgo(20 * nr - 300),
  reasons: [reason],
  context: { firstLineAt: secondsAgo(460), heldTonight: 1, hiddenTonight: 0, boughtAt: null, ...context },
});
export const heldLines = [
  held(1, 'dealz4u', 'outside_payment', 'cheaper at my page, pay here: pay-fast.example', { heldTonight: 4 }),
  held(2, 'Tom W.', 'phone_number', 'call me 0470 ** ** ** for a used one', { boughtAt: '2026-11-05T12:00:00.000Z' }),
];
export const decision = (nr: number, more: Partial<Decision>): Decision => ({
  id: id(700 + nr),
  kind: 'hide',
  author: `decided-${nr}`,
  name: 'sara_v',
  line: null,
  reason: 'same_words',
  note: null,
  until: null,
  by: ELS,
  at: secondsAgo(40 * nr),
  appliesAt: secondsAgo(40 * nr - 5),
  state: 'applied',
  ...more,
});
const decided = [
  decision(1, {}),
  decision(2, { kind: 'allow', name: 'Birgit', reason: 'word_list' }),
  decision(3, { kind: 'time_out', name: 'mr.steel', reason: 'link', by: JORIS }),
  decision(4, { kind: 'allow', name: 'Mirte', reason: 'capitals', by: JORIS }),
];
export const desk = (more: Partial<ModerationDesk> = {}): ModerationDesk => ({
  mode: { slowSeconds: 10, paused: false, auto: false },
  held: heldLines,
  decided,
  linesPerMinute: 42,
  tonight: { held: 42, allowed: 33, hidden: 6, timedOut: 2, banned: 1 },
  now: secondsAgo(0),
  ...more,
});

const queued = (
  nr: number,
  text: string,
  ageS: number,
  name: string,
  asked: number,
  assignee: QueuedQuestion['assignee'],
): QueuedQuestion => ({
  id: id(800 + nr),
  text,
  author: `asks-${nr}`,
  name,
  at: secondsAgo(ageS),
  productId: pan.id,
  state: 'open',
  answer: null,
  asked,
  assignee,
  assignedAt: assignee ? secondsAgo(30) : null,
});
export const questions = (more: Partial<QuestionDesk> = {}): QuestionDesk => ({
  questions: [
    queued(1, 'Does it rust on a boat?', 250, 'Aoife', 5, JORIS),
    queued(2, 'Handle gets hot?', 92, 'Noor', 3, null),
    queued(3, 'Is the 32 coming back?', 52, 'Mirte', 2, ELS),
    queued(4, 'Can you engrave it?', 40, 'Ilse', 1, null),
  ],
  team: [
    { ...JORIS, role: 'producer', open: 1, answered: 5, averageSeconds: 41 },
    { ...ELS, role: 'moderator', open: 1, answered: 3, averageSeconds: 55 },
  ],
  inTime: { answered: 8, of: 12 },
  now: secondsAgo(0),
  ...more,
});
export const readyAnswers: ReadyAnswer[] = [
  { id: id(901), text: 'Warm after 10 minutes, so use a cloth. Spec sheet, line 7.', productId: pan.id, approved: true },
  { id: id(902), text: 'On a gas hob, keep the flame under the pan, not the grip.', productId: pan.id, approved: true },
  { id: id(903), text: 'Ask Marit to hold it on camera.', productId: null, approved: false },
];

const SAID: [string, RoomState['chat'][number]['label'], string][] = [
  ['Saar', null, 'Can you show the bottom of the pan?'],
  ['Marit', 'host', 'Bottom coming up, 3 mm thick'],
  ['Tom W.', 'bought', 'Flat on my glass hob, no wobble'],
  ['Noor', null, 'Does it work on induction?'],
  ['Joris', 'staff', 'Yes, all hobs. Spec sheet, line 4.'],
  ['Kofi A.', 'bought', 'Have the 24 since March, still slick'],
  ['Lars', 'sample', 'Heavier than I expected'],
  ['Marit', 'host', '1.9 kg Lars, it’s on the scale now'],
  ['Aoife', null, 'Ok that slid'],
  ['Els', 'moderator', 'Please keep links out of chat, thanks'],
  ['Mirte', null, 'Is the 32 coming back?'],
  ['Yasmin', 'bought', 'Got the fish slice with it, good pair'],
  ['Pieter', null, 'What oil do you use?'],
];
const chat: RoomState['chat'] = SAID.map(([name, label, text], nr) => ({
  id: id(500 + nr),
  author: `says-${name}`,
  name,
  label,
  text,
  language: 'en',
  at: secondsAgo(60 - nr * 4),
}));
export const hiddenLine = { ...chat[0]!, id: id(550), name: 'sara_v', author: 'decided-1', text: 'buy at mine', at: secondsAgo(3) };
export const record: z.infer<(typeof roomRoutes)['staffChat']['response']>['items'] = [
  ...chat.map((line, s) => ({ ...line, s, hidden: false })),
  { ...hiddenLine, s: 99, hidden: true },
];
export const deskRoom = (more: Partial<RoomState> = {}): RoomState => ({
  ...room(),
  chat,
  mode: { slowSeconds: 10, paused: false, auto: false },
  ...more,
});
export const people = ['Noor', 'Kofi A.', 'dealz4u'].map((name, nr) => ({
  author: `says-${name}`,
  name,
  label: nr === 1 ? ('bought' as const) : null,
  lines: 9 - nr,
  hidden: nr === 2 ? 3 : 0,
  lastAt: secondsAgo(20),
  timedOutUntil: null,
  banned: nr === 2 ? ('ban' as const) : null,
}));

export { pan as product } from './facts.ts';
export const wordList: WordList = { hold: ['bitcoin', 'cheaper at'], refuse: ['pay*fast'], version: 3 };
export const bans: Ban[] = [
  {
    id: id(950),
    name: 'dealz4u',
    kind: 'ban',
    reason: 'outside_payment',
    note: 'Fourth link in ten minutes.',
    showTitle: 'Pans that last: the egg test',
    by: ELS.name,
    at: secondsAgo(4000),
    until: null,
    known: { account: false, device: true, payment: true },
    appeal: { text: 'I only meant to help. It was my brother’s shop, I will not do it again.', at: secondsAgo(600) },
  },
  {
    id: id(951),
    name: 'bestdeals22',
    kind: 'shadow_ban',
    reason: 'spam',
    note: null,
    showTitle: 'Pans that last: the egg test',
    by: JORIS.name,
    at: secondsAgo(3000),
    until: secondsAgo(-86_400),
    known: { account: true, device: true, payment: false },
    appeal: null,
  },
];
