import type { Registers, RoomEvent } from '#contract/room.ts';
import { LIMITS } from '#platform/realtime/index.ts';
import type { PageRow } from './pages.sql.ts';

/**
 * A page as a reader of the socket's frames takes it: a frame per line, the last one a heartbeat, so that whoever lost
 * something notices. The same row and events give the same bytes in every process.
 */
export function pageText(epoch: string, { last, at, registers }: PageRow, events: readonly RoomEvent[]): string {
  const n = Math.round(at);
  const frames: object[] = [];
  for (let from = 0; from < events.length; from += LIMITS.frameEvents) {
    const v = events.slice(from, from + LIMITS.frameEvents);
    frames.push({ e: epoch, a: v[0]!.s, z: v.at(-1)!.s, n, v });
  }
  if (Object.keys(registers).length > 0) frames.push({ n, r: sorted(registers) });
  frames.push({ z: last, n });
  return frames.map((frame) => `${JSON.stringify(frame)}\n`).join('');
}

const sorted = (registers: Registers): Registers =>
  Object.fromEntries(Object.entries(registers).toSorted(([one], [other]) => (one < other ? -1 : 1)));
