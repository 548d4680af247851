import type { z } from 'zod';
import { IN_TIME_MS, type QuestionDesk, type QueuedQuestion, type questionsRoutes, type TeamMember } from '#contract/questions.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { attempt, type Executor, type Tx } from '#platform/db.ts';
import type { Entry } from '#rooms/record/index.ts';
import { findMode, savePinned } from '../moderation/mode.sql.ts';
import type { ChatNeeds } from '../needs.ts';
import type { RoomVoice } from '../room-part.ts';
import type { Label } from '../lines/speaker.ts';
import { findMember, findPace, findTeam, savePresence } from './desk.sql.ts';
import {
  findCurrent,
  findNext,
  findQuestion,
  lockQuestions,
  type QuestionRow,
  saveAnswer,
  saveAssignee,
  saveState,
} from './questions.sql.ts';
import { findReady } from './ready.sql.ts';
import { questionView, queuedView } from './views.ts';
import { countWants } from './wants.sql.ts';

/** A desk asks every few seconds; who did not for this long closed it. */
const PRESENT_MS = 30_000;
const MOST_WAITING = 60;
const MOST_ANSWERED = 40;
const MOST_MEMBERS = 50;

type Marking = z.output<(typeof questionsRoutes)['assignQuestion']['body']>;
type Answering = z.output<(typeof questionsRoutes)['answerQuestion']['body']>;
interface Place {
  readonly orgId: string;
  readonly showId: string;
}

/** What the crew does with questions. */
export function createQuestionDesk(needs: Pick<ChatNeeds, 'db' | 'shows' | 'record' | 'clock'>, voice: RoomVoice) {
  const { db, shows, record, clock } = needs;

  /** The desk as it is now. Whoever asks is on the team for half a minute. */
  async function look({ orgId, showId }: Place, actor: Actor): Promise<Outcome<QuestionDesk, 'not_found'>> {
    if ((await shows.facts(db, showId))?.orgId !== orgId) return refuse('not_found');
    const now = clock.now();
    await savePresence(db, showId, memberOf(actor, orgId), new Date(now));
    const rows = await findCurrent(db, showId, { waiting: MOST_WAITING, answered: MOST_ANSWERED });
    return done({
      questions: await queued(db, rows),
      team: await findTeam(db, showId, new Date(now - PRESENT_MS), MOST_MEMBERS),
      inTime: await findPace(db, showId, new Date(now - IN_TIME_MS), IN_TIME_MS / 1000),
      now: new Date(now).toISOString(),
    });
  }

  async function queued(ex: Executor, rows: readonly QuestionRow[]): Promise<QueuedQuestion[]> {
    const asked = await countWants(
      ex,
      rows.map((row) => row.id),
    );
    return rows.map((row) => queuedView(row, asked.get(row.id) ?? 0));
  }

  /** One verb on one question of the list: locked, changed, told. */
  async function change<R extends string>(
    { orgId, showId }: Place,
    questionId: string,
    act: (tx: Tx, row: QuestionRow) => Promise<Outcome<void, R>>,
  ): Promise<Outcome<QueuedQuestion, R | 'not_found'>> {
    const told = await attempt<QueuedQuestion, R | 'not_found'>(db, async (tx) => {
      if ((await shows.facts(tx, showId))?.orgId !== orgId) return refuse('not_found');
      await lockQuestions(tx, showId);
      const row = await findQuestion(tx, showId, questionId);
      if (!row) return refuse('not_found');
      const acted = await act(tx, row);
      if (!acted.ok) return acted;
      const [view] = await queued(tx, [(await findQuestion(tx, showId, questionId))!]);
      return done(view!);
    });
    if (told.ok) voice.tellCrew(showId, { k: 'desk', list: 'questions' });
    return told;
  }

  /** Gives it to somebody, marks it as next, or takes it down. What it is already changes nothing. */
  function mark(place: Place & { questionId: string }, wish: Marking, actor: Actor) {
    return change<'not_found' | 'question_closed'>(place, place.questionId, async (tx, row) => {
      const state = wish.state ?? row.state;
      const isDone = row.state === 'answered' || row.state === 'dropped';
      // An answer that was wrong can be taken down; nothing else of what is done changes.
      if (isDone && state !== row.state && state !== 'dropped') return refuse('question_closed');
      if (isDone && wish.assigneeId !== undefined) return refuse('question_closed');
      if (wish.assigneeId !== undefined && wish.assigneeId !== row.assignee_id) {
        const assignee = wish.assigneeId === null ? null : await memberNamed(tx, place, wish.assigneeId, actor);
        if (wish.assigneeId !== null && !assignee) return refuse('not_found');
        await saveAssignee(tx, row.id, assignee, new Date(clock.now()));
      }
      if (state !== row.state) await move(tx, place.showId, row, state);
      return done(undefined);
    });
  }

  /** Who reads one question puts the one before it back. */
  async function move(tx: Tx, showId: string, row: QuestionRow, state: QuestionRow['state']): Promise<void> {
    const entries: Entry[] = [];
    const before = state === 'next' ? await findNext(tx, showId) : null;
    if (before) {
      await saveState(tx, before.id, 'open');
      entries.push({ k: 'question', d: { ...questionView(before), state: 'open' }, now: true });
    }
    await saveState(tx, row.id, state);
    entries.push({ k: 'question', d: { ...questionView(row), state }, now: true });
    if (state === 'dropped' && (await findMode(tx, showId)).pinned?.question?.id === row.id) {
      await savePinned(tx, showId, null, null);
      entries.push({ k: 'chat.pinned', d: { pinned: null }, now: true });
    }
    await record.append(tx, showId, entries);
  }

  async function memberNamed(tx: Tx, { orgId, showId }: Place, userId: string, actor: Actor) {
    if (userId === actor.user!.id) return memberOf(actor, orgId);
    const member = await findMember(tx, showId, userId);
    return member && { userId: member.user_id, name: member.name };
  }

  /** In words, or on camera now. The same answer again changes nothing; another one comes too late. */
  function answer(place: Place & { questionId: string }, wish: Answering, actor: Actor) {
    return change<'question_closed' | 'show_not_live'>(place, place.questionId, async (tx, row) => {
      if (row.state === 'answered' && row.answer_text === wish.text) return done(undefined);
      if (row.state === 'answered' || row.state === 'dropped') return refuse('question_closed');
      // Words can be added after the show too; a picture only while there is one.
      if (wish.text === null && (await shows.facts(tx, place.showId))?.state !== 'live') return refuse('show_not_live');
      const { userId, name } = memberOf(actor, place.orgId);
      const at = new Date(clock.now());
      const ready = wish.readyAnswerId === null ? null : await findReady(tx, place.orgId, wish.readyAnswerId);
      // Changed words are one's own.
      const readyAnswerId = ready && ready.text === wish.text ? ready.id : null;
      await saveAnswer(tx, row.id, { text: wish.text, readyAnswerId, userId, name, at });
      const question = questionView({ ...row, state: 'answered', answer_text: wish.text, answered_name: name, answered_at: at });
      const entries: Entry[] = [{ k: 'question', d: question, now: true }];
      if (wish.pin && wish.text !== null) {
        const pinned = { name, label: labelOf(actor, place.orgId), text: wish.text, question: { id: row.id, text: row.text } };
        await savePinned(tx, place.showId, null, pinned);
        entries.push({ k: 'chat.pinned', d: { pinned }, now: true });
      }
      await record.append(tx, place.showId, entries);
      return done(undefined);
    });
  }

  return { look, mark, answer };
}

/** Staff routes admit nobody without an account. */
function memberOf(actor: Actor, orgId: string): { userId: string; name: string; role: TeamMember['role'] } {
  const { id, name } = actor.user!;
  return { userId: id, name, role: roleOf(actor, orgId) };
}

function roleOf(actor: Actor, orgId: string): TeamMember['role'] {
  if (hasRole(actor, orgId, ['host'])) return 'host';
  if (hasRole(actor, orgId, ['moderator'])) return 'moderator';
  return hasRole(actor, orgId, ['producer']) ? 'producer' : 'staff';
}

function labelOf(actor: Actor, orgId: string): Label {
  const role = roleOf(actor, orgId);
  return role === 'host' || role === 'moderator' ? role : 'staff';
}
