import type { WordList } from '#contract/moderation.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { ChatNeeds } from '../needs.ts';
import { compileWords, foldForWords, isUsableWord, type WordMatcher } from './word-matcher.ts';
import { findWordList, findWordVersion, saveWordList } from './words.sql.ts';

/** What another process saved holds here after this time. */
const LOOK_MS = 1000;
/** Shops whose lists are compiled here. */
const MAX_SHOPS = 200;

interface Kept {
  lookedAt: number;
  version: number;
  matchers: Promise<{ hold: WordMatcher; refuse: WordMatcher }>;
}
export type WordVerdict = 'hold' | 'refuse' | null;
export const NO_WORDS: WordList = { hold: [], refuse: [], version: 0 };

/** The words of each shop, compiled once per version. */
export function createWords({ db, clock }: Pick<ChatNeeds, 'db' | 'clock'>) {
  const shops = new Map<string, Kept>();

  async function verdict(orgId: string, text: string): Promise<WordVerdict> {
    const { hold, refuse: refused } = await (await keptOf(orgId)).matchers;
    if (hold.size + refused.size === 0) return null;
    const folded = foldForWords(text);
    if (refused.test(folded)) return 'refuse';
    return hold.test(folded) ? 'hold' : null;
  }

  async function keptOf(orgId: string): Promise<Kept> {
    const known = shops.get(orgId);
    if (known && clock.now() - known.lookedAt < LOOK_MS) return known;
    if (known) {
      known.lookedAt = clock.now();
      if ((await findWordVersion(db, orgId)) === known.version) return known;
    }
    return keep(orgId, (await findWordList(db, orgId)) ?? NO_WORDS);
  }

  function keep(orgId: string, list: WordList): Kept {
    const made = Promise.all([compileWords(list.hold), compileWords(list.refuse)]).then(([hold, refused]) => ({ hold, refuse: refused }));
    const kept = { lookedAt: clock.now(), version: list.version, matchers: made };
    shops.delete(orgId);
    if (shops.size >= MAX_SHOPS) shops.delete(shops.keys().next().value!);
    shops.set(orgId, kept);
    made.catch(() => shops.delete(orgId));
    return kept;
  }

  async function save(orgId: string, list: WordList, userId: string): Promise<Outcome<WordList, 'word_list_wrong' | 'conflict'>> {
    const wrong = [...list.hold, ...list.refuse].filter((word) => !isUsableWord(word));
    if (wrong.length > 0) return refuse('word_list_wrong', { words: wrong.slice(0, 20) });
    if (!(await saveWordList(db, orgId, list, userId, new Date(clock.now())))) return refuse('conflict');
    const saved = { ...list, version: list.version + 1 };
    await keep(orgId, saved).matchers;
    return done(saved);
  }

  return { verdict, save, list: async (orgId: string): Promise<WordList> => (await findWordList(db, orgId)) ?? NO_WORDS };
}
export type Words = ReturnType<typeof createWords>;
