import type { Question } from '#contract/questions.ts';
import type { ReplayQuestion } from '#contract/replay.ts';
import { momentOf, positionOf, type Span } from '#lib/replay-timeline.ts';

/** What a stretch of a show is about. */
type Subject = { readonly productId: string } | { readonly productId: null; readonly title: string | null };

/** Something in the show's record that changed what the show was about. */
export type Turn = { readonly seq: number; readonly atMs: number } & (
  | { readonly kind: 'pin'; readonly productIds: readonly string[] }
  | { readonly kind: 'segment'; readonly segmentId: string }
);

export interface Scene {
  /** Of the turn that began it; 0 for the beginning of the show. */
  readonly id: number;
  readonly productId: string | null;
  /** What the run of show calls it. */
  readonly title: string | null;
  readonly atMs: number;
  readonly endMs: number;
  /** On the wall clock. */
  readonly startedMs: number;
  readonly endedMs: number;
}

export interface ChapterNeeds {
  /** In the order of the record. */
  readonly turns: readonly Turn[];
  readonly run: ReadonlyMap<string, { readonly title: string; readonly productId: string | null }>;
  readonly spans: readonly Span[];
  readonly durationMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** Shorter than this it was a slip of the finger. */
const SLIP_MS = 2_000;
/** Shorter than this it was a glance, unless there is no more of it. */
const GLANCE_MS = 10_000;

/**
 * The chapters of a replay. What was pinned, or what the run of show moved to, holds until the next turn; turns that
 * fall into a hole of the recording leave nothing; glances belong to what was before.
 */
export function chaptersOf(needs: ChapterNeeds): Scene[] {
  return joined(withoutGlances(joined(scenesOf(needs))));
}

function scenesOf({ turns, run, spans, durationMs, startedMs, endedMs }: ChapterNeeds): Scene[] {
  const began: { id: number; startedMs: number; subject: Subject }[] = [];
  let first: { id: number; startedMs: number; subject: Subject } = { id: 0, startedMs, subject: { productId: null, title: null } };
  for (const turn of turns) {
    const scene = { id: turn.seq, startedMs: turn.atMs, subject: subjectOf(turn, run, began.at(-1)?.subject ?? first.subject) };
    if (turn.atMs >= endedMs) break;
    // What was pinned before going live is what the show begins with.
    if (turn.atMs <= startedMs) first = { ...scene, id: 0, startedMs };
    else began.push(scene);
  }
  const all = [first, ...began];
  return all.flatMap(({ id, startedMs: from, subject }, at) => {
    const until = all[at + 1]?.startedMs ?? endedMs;
    const atMs = at === 0 ? 0 : Math.round(positionOf(spans, from));
    const next = all[at + 1];
    const endMs = next ? Math.round(positionOf(spans, next.startedMs)) : Math.round(durationMs);
    const scene = { id, productId: subject.productId, title: 'title' in subject ? subject.title : null, atMs, endMs };
    return endMs > atMs ? [{ ...scene, startedMs: from, endedMs: until }] : [];
  });
}

function subjectOf(turn: Turn, run: ChapterNeeds['run'], before: Subject): Subject {
  if (turn.kind === 'segment') {
    const segment = run.get(turn.segmentId);
    // A segment that was taken out of the plan later has no name any more, but it was a turn.
    return segment?.productId ? { productId: segment.productId } : { productId: null, title: segment?.title ?? null };
  }
  const [productId] = turn.productIds;
  if (productId) return { productId };
  // Nothing is pinned any more: a talk goes on as the talk it was.
  return before.productId === null ? before : { productId: null, title: null };
}

/** Neighbours about the same are one. */
function joined(scenes: readonly Scene[]): Scene[] {
  const out: Scene[] = [];
  for (const scene of scenes) {
    const last = out.at(-1);
    if (last && last.productId === scene.productId && last.title === scene.title) out[out.length - 1] = grown(last, scene);
    else out.push(scene);
  }
  return out;
}

function withoutGlances(scenes: readonly Scene[]): Scene[] {
  const longest = new Map<string, number>();
  for (const scene of scenes) {
    const name = nameOf(scene);
    if (name !== null) longest.set(name, Math.max(lengthOf(scene), longest.get(name) ?? 0));
  }
  const isGlance = (scene: Scene) => {
    const length = lengthOf(scene);
    const name = nameOf(scene);
    if (length < SLIP_MS) return true;
    // Of equal glances at one thing all stay: they are all there is of it.
    return length < GLANCE_MS && (name === null || longest.get(name)! > length);
  };
  const out: Scene[] = [];
  let lead: Scene | null = null;
  for (const scene of scenes) {
    const last = out.at(-1);
    if (!isGlance(scene)) {
      out.push(lead ? { ...scene, atMs: lead.atMs, startedMs: lead.startedMs } : scene);
      lead = null;
    } else if (last) out[out.length - 1] = grown(last, scene);
    else lead ??= scene;
  }
  // A show of nothing but glances is still a show.
  return out.length > 0 ? out : scenes.slice(0, 1).map((scene) => grown(scene, scenes.at(-1)!));
}

/** What a reader would look for; null for a talk that nobody named. */
const nameOf = (scene: Scene): string | null => scene.productId ?? scene.title;
const lengthOf = (scene: Scene): number => scene.endMs - scene.atMs;
const grown = (scene: Scene, by: Scene): Scene => ({ ...scene, endMs: by.endMs, endedMs: by.endedMs });

/** A moment that was lost in a hole of the recording, and one after its end, is not there to be heard. */
const LOST_MS = 15_000;

/**
 * What was answered, where it was answered. The newest event of a question holds: what was taken down later is gone.
 * Answers in words stand whether or not there is a picture of that moment; words of after the show have no moment.
 */
export function answersOf(questions: readonly Question[], needs: Pick<ChapterNeeds, 'spans' | 'durationMs' | 'endedMs'>): ReplayQuestion[] {
  const newest = new Map(questions.map((question) => [question.id, question]));
  const answers = [...newest.values()].flatMap(({ id, text, state, answer, productId }): ReplayQuestion[] => {
    if (state !== 'answered' || !answer) return [];
    const wallClockMs = Date.parse(answer.at);
    const atMs = Math.min(Math.round(positionOf(needs.spans, wallClockMs)), Math.round(needs.durationMs));
    const isShown = Math.abs((momentOf(needs.spans, atMs) ?? 0) - wallClockMs) <= LOST_MS;
    if (wallClockMs > needs.endedMs || (answer.text === null && !isShown)) return [];
    return [{ id, text, atMs, answer: answer.text, answeredBy: answer.name, productId }];
  });
  return answers.toSorted((one, other) => one.atMs - other.atMs);
}
