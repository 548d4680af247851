import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { route, staff, visitor } from './route.ts';

/** `next`: the host reads it next. `dropped`: taken off the list by the crew. */
export const QUESTION_STATES = ['open', 'next', 'answered', 'dropped'] as const;

/** Waiting at once, of one person and of a show: with more the one that fewest people want is dropped. */
export const OPEN_PER_PERSON = 3;
export const OPEN_PER_SHOW = 50;
/** A question that waits longer is late. */
export const IN_TIME_MS = 180_000;

/** A question as everybody sees it. How many ask it is the register `asked:<id>`. */
export const Question = z.object({
  id: Id,
  text: z.string(),
  /** Opaque and stable within the show, as in chat. */
  author: z.string(),
  name: z.string(),
  at: Instant,
  /** The product on screen when it was asked. */
  productId: Id.nullable(),
  state: z.enum(QUESTION_STATES),
  /** Given in words, or by the host on camera (`text` is then null). */
  answer: z.object({ text: z.string().nullable(), name: z.string(), at: Instant }).nullable(),
});
export type Question = z.infer<typeof Question>;

/** Commands in the room. `ask` answers with the question's place in the log. */
export const AskCommand = z.object({ text: z.string().trim().min(3).max(200), productId: Id.nullable().default(null) });
/** One vote per person; the one who asked has theirs already and keeps it. */
export const WantCommand = z.object({ questionId: Id, on: z.boolean() });

/** A question as the crew sees it. */
export const QueuedQuestion = Question.extend({
  asked: z.int(),
  /** Who of the crew answers it; null is nobody yet. */
  assignee: z.object({ userId: z.string(), name: z.string() }).nullable(),
  assignedAt: Instant.nullable(),
});
export type QueuedQuestion = z.infer<typeof QueuedQuestion>;

/** Somebody of the crew who has the desk open now. */
export const TeamMember = z.object({
  userId: z.string(),
  name: z.string(),
  role: z.enum(['host', 'producer', 'moderator', 'staff']),
  /** Questions given to them that wait. */
  open: z.int(),
  answered: z.int(),
  /** Seconds from being asked to being answered; null before the first. */
  averageSeconds: z.int().nullable(),
});
export type TeamMember = z.infer<typeof TeamMember>;

export const QuestionDesk = z.object({
  questions: z.array(QueuedQuestion).max(100),
  team: z.array(TeamMember).max(50),
  /** Answered within three minutes, of all that were answered or are older than that. */
  inTime: z.object({ answered: z.int(), of: z.int() }),
  now: Instant,
});
export type QuestionDesk = z.infer<typeof QuestionDesk>;

/** Text that was written ahead. `approved`: a seller admin read exactly these words; changing them takes it away. */
export const ReadyAnswer = z.object({
  id: Id,
  text: z.string().trim().min(2).max(300),
  /** The product it is about; null fits all. */
  productId: Id.nullable(),
  approved: z.boolean(),
});
export type ReadyAnswer = z.infer<typeof ReadyAnswer>;

/** An answer that outlives the show, on the page of its product. */
export const ProductAnswer = z.object({
  questionId: Id,
  question: z.string(),
  /** Null: answered on camera; see `moment`. */
  answer: z.string().nullable(),
  answeredBy: z.string(),
  at: Instant,
  asked: z.int(),
  showSlug: z.string(),
  showTitle: z.string(),
  /** Where the replay of that show has the moment; null while there is no replay of it. */
  replayAtMs: z.int().nullable(),
});
export type ProductAnswer = z.infer<typeof ProductAnswer>;

const crew = staff('moderator', 'host', 'producer');
const OfShow = z.object({ orgId: Id, showId: Id });
const OfQuestion = OfShow.extend({ questionId: Id });
const OfOrg = z.object({ orgId: Id });
const OfReady = OfOrg.extend({ answerId: Id });
export const questionsRoutes = {
  /** Every question of a show, also after it ended; for screens that follow by pages or read the replay. */
  questions: route({
    method: 'GET',
    path: '/api/shows/:showId/questions',
    access: visitor,
    summary: 'What was asked, and how it was answered',
    params: z.object({ showId: Id }),
    /** `mine`: you asked it. `wanted`: you are among those who want it answered. */
    response: z.object({
      items: z.array(Question.extend({ asked: z.int(), mine: z.boolean(), wanted: z.boolean() })).max(500),
    }),
  }),
  questionDesk: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/questions',
    access: crew,
    summary: 'The queue of questions, the chat team and its pace. Asking keeps you on the team list',
    params: OfShow,
    response: QuestionDesk,
    ratePerMinute: 600,
  }),
  assignQuestion: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/questions/:questionId',
    access: crew,
    summary: 'Give a question to somebody, mark it as next, or drop it. One question is next; an answered one can only be dropped',
    params: OfQuestion,
    body: z.object({ state: z.enum(['open', 'next', 'dropped']).optional(), assigneeId: z.string().nullable().optional() }),
    response: QueuedQuestion,
    refuses: ['not_found', 'question_closed'],
  }),
  answerQuestion: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/questions/:questionId/answer',
    access: crew,
    summary: 'Answer in words, or say that the host answers on camera now. The same again changes nothing',
    params: OfQuestion,
    body: z.object({
      text: z.string().trim().min(2).max(300).nullable(),
      readyAnswerId: Id.nullable().default(null),
      pin: z.boolean().default(false),
    }),
    response: QueuedQuestion,
    refuses: ['not_found', 'question_closed', 'show_not_live'],
  }),
  readyAnswers: route({
    method: 'GET',
    path: '/api/orgs/:orgId/ready-answers',
    access: staff('moderator', 'host', 'producer', 'seller_admin'),
    summary: 'Answers written ahead',
    params: OfOrg,
    response: z.object({ items: z.array(ReadyAnswer).max(500) }),
  }),
  saveReadyAnswer: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/ready-answers/:answerId',
    access: staff('moderator', 'host', 'producer', 'seller_admin'),
    summary: 'Write an answer ahead; the id is yours. Only a seller admin may set approved',
    params: OfReady,
    body: ReadyAnswer.omit({ id: true }),
    response: ReadyAnswer,
    refuses: ['not_allowed', 'not_found', 'too_many_answers'],
  }),
  removeReadyAnswer: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/ready-answers/:answerId',
    access: staff('moderator', 'host', 'producer', 'seller_admin'),
    summary: 'Remove an answer that was written ahead',
    params: OfReady,
    refuses: ['not_found'],
  }),
  productAnswers: route({
    method: 'GET',
    path: '/api/products/:productId/answers',
    access: visitor,
    summary: 'What people asked about a product and were answered in shows',
    params: z.object({ productId: Id }),
    response: z.object({ items: z.array(ProductAnswer).max(50) }),
  }),
};
