import type { Poll } from '#contract/polls.ts';
import type { Question } from '#contract/questions.ts';
import type { Registers } from '#contract/room.ts';

/** A result stays on the screen for this long. */
const RESULT_MS = 90_000;

/** Votes per option: what is counted now, or was when it closed. */
export const votesOf = (poll: Poll, registers: Registers): number[] =>
  poll.counts ?? poll.options.map((_, option) => registers[`votes:${poll.id}:${option}`] ?? 0);

/** Whole percents that add up to 100, so that nobody has to wonder; the largest remainders are rounded up. */
export function sharesOf(votes: readonly number[]): number[] {
  const all = votes.reduce((sum, n) => sum + n, 0);
  if (all === 0) return votes.map(() => 0);
  const exact = votes.map((n) => (n * 100) / all);
  const shares = exact.map(Math.floor);
  const missing = 100 - shares.reduce((sum, n) => sum + n, 0);
  const byRemainder = exact
    .map((share, at) => ({ at, remainder: share - Math.floor(share) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  for (const { at } of byRemainder.slice(0, missing)) shares[at]! += 1;
  return shares;
}

/** Open, or closed a moment ago. */
export const isShown = (poll: Poll, now: number): boolean => poll.counts === null || now - Date.parse(poll.closesAt) < RESULT_MS;

/** The one that is read next, then by how many ask it (the older one first), then what was answered, the newest first. */
export function mostAskedFirst(questions: readonly Question[], asked: (question: Question) => number): Question[] {
  const rank = (question: Question) => ({ next: 0, open: 1, answered: 2, dropped: 3 })[question.state];
  return questions.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.state === 'answered' ? (b.answer?.at ?? '').localeCompare(a.answer?.at ?? '') : asked(b) - asked(a) || a.at.localeCompare(b.at)),
  );
}

/** Keeps the places of those that have one; new ones come last. */
export function keepOrder(kept: readonly string[], sorted: readonly string[]): string[] {
  const there = new Set(sorted);
  const known = new Set(kept);
  return [...kept.filter((id) => there.has(id)), ...sorted.filter((id) => !known.has(id))];
}
