/** People read about seventeen characters a second; below two seconds nobody finds the text, above eight it is stale. */
const PER_CHAR_MS = 60;
const LEAST_MS = 2000;
const MOST_MS = 8000;

export const readingMs = (text: string): number => Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, 600 + text.length * PER_CHAR_MS)));
