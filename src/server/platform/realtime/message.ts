import type { Ack } from '#contract/room.ts';

/** What a client sends: `{"i":clientId,"c":command,"d":data}`. */
export interface Command {
  /** The client's id of this command; null for commands that are not answered. */
  readonly id: string | null;
  readonly name: string;
  readonly data: unknown;
}

export type { Ack };

/** @returns null when we cannot read it */
export function readCommand(raw: Buffer): Command | null {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { i, c, d } = value as { i?: unknown; c?: unknown; d?: unknown };
    if (typeof c !== 'string' || c.length > 40) return null;
    if (i !== undefined && (typeof i !== 'string' || i.length < 1 || i.length > 64)) return null;
    return { id: i ?? null, name: c, data: d };
  } catch {
    return null;
  }
}

export const ackText = (id: string, ack: Ack): string => JSON.stringify({ i: id, ...ack });

/** Only the `at` of a client that follows: the last seq it has. */
export function readAt(data: unknown): number | null {
  const z = (data as { z?: unknown } | null | undefined)?.z;
  return typeof z === 'number' && Number.isSafeInteger(z) && z >= 0 ? z : null;
}

/** How many writes a second a client wants; only one or "every tick" exist. @returns null when it is no number */
export function readRate(data: unknown): number | null {
  const perSecond = (data as { perSecond?: unknown } | null | undefined)?.perSecond;
  return typeof perSecond === 'number' && perSecond >= 1 ? perSecond : null;
}
