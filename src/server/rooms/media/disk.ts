import { statfs } from 'node:fs/promises';
import type { InstanceHealth } from '#contract/instance.ts';

export type DiskFacts = NonNullable<InstanceHealth['disk']>;

export interface Disk {
  /** Null until it was looked at. */
  facts(): DiskFacts | null;
  look(): Promise<void>;
  close(): void;
}

const LOOK_MS = 30_000;

/** Looks at the disk that recordings go to, and says when room gets scarce and when it is there again. */
export function createDisk(needs: {
  dir: string;
  warnBytes: number;
  reserveBytes: number;
  log: { warn(facts: object, sentence: string): void };
}): Disk {
  const { dir, warnBytes, reserveBytes, log } = needs;
  let facts: DiskFacts | null = null;
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  async function look(): Promise<void> {
    const found = await statfs(dir).catch(() => null);
    if (!found) return;
    const freeBytes = found.bavail * found.bsize;
    const level = freeBytes < reserveBytes ? 'full' : freeBytes < warnBytes ? 'low' : 'ok';
    if (level !== 'ok' && level !== facts?.level)
      log.warn({ freeMb: Math.floor(freeBytes / 1024 / 1024), level }, 'the disk of the recordings is getting full');
    facts = { level, freeBytes, totalBytes: found.blocks * found.bsize };
  }

  return { facts: () => facts, look, close: () => clearInterval(timer) };
}
