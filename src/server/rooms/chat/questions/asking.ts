import { v7 as uuidv7 } from 'uuid';
import { OPEN_PER_PERSON, OPEN_PER_SHOW } from '#contract/questions.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { createTurns } from '#lib/turns.ts';
import type { Actor } from '#platform/actor.ts';
import { transact, type Tx } from '#platform/db.ts';
import type { RoomVoice } from '../room-part.ts';
import { type Asker, type AskerNeeds, type AskerRefusal, createAskers } from './asker.ts';
import {
  countWaiting,
  findCopy,
  findLeastWanted,
  findSame,
  insertQuestion,
  lockQuestions,
  placeQuestion,
  type QuestionRow,
  saveState,
} from './questions.sql.ts';
import { questionView } from './views.ts';
import { addWant, countWants, findWaiting, type Wanting, writeWants } from './wants.sql.ts';
import { sameWords } from './words.ts';

export interface Asked {
  readonly questionId: string;
  /** Its place in the record. */
  readonly seq: number;
}
type AskRefusal = AskerRefusal | 'question_closed' | 'too_many_questions' | 'busy';
interface AskWish {
  readonly text: string;
  readonly productId: string | null;
}
interface Asking extends Asker {
  readonly productId: string | null;
  readonly clientId: string;
}

/** What viewers do with questions: ask one, and say which they want answered. */
export function createAsking(needs: AskerNeeds, voice: RoomVoice) {
  const { db, shows, record, clock } = needs;
  const mayAsk = createAskers(needs);
  const askInTurn = createTurns<Asking, Outcome<Asked, AskRefusal>>({ work: askAll, mostAtOnce: 20, mostWaiting: 200, gatherMs: 5 });
  const wantInTurn = createTurns<Wanting, Outcome<void, 'question_closed'>>({
    work: wantAll,
    mostAtOnce: 500,
    mostWaiting: 5000,
    gatherMs: 20,
  });

  /** Asks once per person and client id. What somebody else asked already in the same words is wanted by one more. */
  async function ask(showId: string, actor: Actor, wish: AskWish, clientId: string): Promise<Outcome<Asked, AskRefusal>> {
    // A copy of what was asked before gets its answer, also when its words would now be a repetition.
    const copy = actor.visitorId && (await findCopy(db, showId, actor.visitorId, clientId));
    if (copy) return done({ questionId: copy.id, seq: copy.seq });
    const asker = await mayAsk(showId, actor, wish.text);
    if (!asker.ok) return asker;
    if (asker.value.text.length < 3) return refuse('line_refused', { why: 'empty' });
    // What is on screen is the browser's word; that the show sells it is ours.
    const isSold = wish.productId !== null && (await shows.isOnShelf(db, showId, wish.productId));
    const told = askInTurn(showId, { ...asker.value, productId: isSold ? wish.productId : null, clientId });
    return told ?? refuse('busy', { retryMs: 1000 });
  }

  async function askAll(showId: string, wishes: readonly Asking[]): Promise<Outcome<Asked, AskRefusal>[]> {
    const told = await transact(db, async (tx) => {
      await lockQuestions(tx, showId);
      const told: Outcome<Asked, AskRefusal>[] = [];
      for (const wish of wishes) told.push(await askOne(tx, showId, wish));
      return told;
    });
    await count(
      showId,
      told.flatMap((each) => (each.ok ? each.value.questionId : [])),
    );
    voice.tellCrew(showId, { k: 'desk', list: 'questions' });
    return told;
  }

  /** The list is locked, so what is read here is still true when it is written. */
  async function askOne(tx: Tx, showId: string, wish: Asking): Promise<Outcome<Asked, AskRefusal>> {
    const copy = await findCopy(tx, showId, wish.visitorId, wish.clientId);
    if (copy) return done({ questionId: copy.id, seq: copy.seq });
    const ban = await needs.standing.banIn(tx, wish.orgId, wish);
    // A shadow ban is not told.
    if (ban) return ban.kind === 'ban' ? refuse('banned') : refuse('line_refused', { why: 'word_list' });
    const words = sameWords(wish.text);
    const at = new Date(clock.now());
    const same = await findSame(tx, showId, words, wish.productId);
    if (same && isWaiting(same)) {
      await addWant(tx, same.id, wish, wish.clientId, at);
      return done({ questionId: same.id, seq: same.seq });
    }
    // Answered in words, or taken down: asking again changes nothing. What was said on camera may be asked again.
    if (same && (same.state === 'dropped' || same.answer_text !== null)) return refuse('question_closed');
    const waiting = await countWaiting(tx, showId, wish);
    if (waiting.mine >= OPEN_PER_PERSON) return refuse('too_many_questions');
    if (waiting.all >= OPEN_PER_SHOW) await makeRoom(tx, showId);
    return done(await write(tx, showId, wish, words, at));
  }

  async function makeRoom(tx: Tx, showId: string): Promise<void> {
    const least = await findLeastWanted(tx, showId);
    if (!least) return;
    await saveState(tx, least.id, 'dropped');
    await record.append(tx, showId, [{ k: 'question', d: { ...questionView(least), state: 'dropped' }, now: true }]);
  }

  async function write(tx: Tx, showId: string, wish: Asking, words: string, at: Date): Promise<Asked> {
    const { author, name, text, productId } = wish;
    const row = { id: uuidv7(), show_id: showId, author, name, text, words, product_id: productId, asked_at: at };
    await insertQuestion(tx, row, wish, wish.clientId);
    await addWant(tx, row.id, wish, null, at);
    const question = { id: row.id, text, author, name, at: at.toISOString(), productId, state: 'open' as const, answer: null };
    const { first } = await record.append(tx, showId, [{ k: 'question', d: question, now: true }]);
    await placeQuestion(tx, row.id, first);
    return { questionId: row.id, seq: first };
  }

  /** Of several wishes of one person for one question the last one holds; each is answered. */
  async function want(
    showId: string,
    actor: Actor,
    wish: { questionId: string; on: boolean },
  ): Promise<Outcome<void, 'name_needed' | 'show_not_live' | 'question_closed' | 'busy'>> {
    if (!actor.visitorId) return refuse('name_needed');
    if ((await shows.facts(db, showId))?.state !== 'live') return refuse('show_not_live');
    const told = wantInTurn(showId, { visitorId: actor.visitorId, userId: actor.user?.id ?? null, ...wish });
    return told ?? refuse('busy', { retryMs: 1000 });
  }

  async function wantAll(showId: string, wishes: readonly Wanting[]): Promise<Outcome<void, 'question_closed'>[]> {
    const ids = [...new Set(wishes.map((wish) => wish.questionId))];
    const waiting = await transact(db, async (tx) => {
      const waiting = await findWaiting(tx, showId, ids);
      const last = new Map(
        wishes.filter((wish) => waiting.has(wish.questionId)).map((wish) => [`${wish.questionId} ${wish.visitorId}`, wish]),
      );
      await writeWants(tx, [...last.values()], new Date(clock.now()));
      return waiting;
    });
    await count(showId, [...waiting]);
    return wishes.map((wish) => (waiting.has(wish.questionId) ? done(undefined) : refuse('question_closed')));
  }

  /** Counted from the rows, never added up. */
  async function count(showId: string, ids: readonly string[]): Promise<void> {
    for (const [id, asked] of await countWants(db, ids)) voice.show(showId, `asked:${id}`, asked);
  }

  return { ask, want };
}

const isWaiting = (row: QuestionRow): boolean => row.state === 'open' || row.state === 'next';
