import type { Chapter } from '#contract/replay.ts';
import type { useReplayWords } from './words.ts';

/** A product's chapter is named by its product; a talk by the run of show, when it has a name there. */
export const chapterName = (chapter: Chapter, r: ReturnType<typeof useReplayWords>): string =>
  chapter.product?.title ?? chapter.title ?? (chapter.id === 0 ? r.welcome : r.talk);
