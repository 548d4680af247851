import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines; the last line about an id is the truth. */
export interface Journal<T> {
  read(): T[];
  append(item: T): void;
  /** Replaces the whole file in one step. */
  rewrite(items: readonly T[]): void;
}

export function openJournal<T>(file: string): Journal<T> {
  mkdirSync(dirname(file), { recursive: true });
  return {
    read() {
      const items: T[] = [];
      for (const line of readOrEmpty(file).split('\n')) {
        const item = parse<T>(line);
        if (item) items.push(item);
      }
      return items;
    },
    append: (item) => appendFileSync(file, `${JSON.stringify(item)}\n`, { mode: 0o600 }),
    rewrite(items) {
      writeFileSync(`${file}.new`, items.map((item) => `${JSON.stringify(item)}\n`).join(''), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** A kill can cut the last line in half; the half was never answered to anybody. */
function parse<T>(line: string): T | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}
