import type { ReasonCode } from './reasons.ts';
import type { Notice, Registers, RoomEvent, RoomState } from './room.ts';

/** Every frame that the server sends, by its name in docs/protocol.md. `n` is the server's clock in ms since 1970. */
export interface ServerFrames {
  /** Forget what you had. */
  snapshot: { e: string; s: number; n: number; state: RoomState };
  /** `a` is the first and `z` the last seq inside. */
  events: { e: string; a: number; z: number; n: number; v: RoomEvent[]; r?: Registers };
  registers: { n: number; r: Registers };
  heartbeat: { z: number; n: number };
  ack: AckFrame;
  /** `pn` counts the notices of one person and show, `pa` is the one you had before; without them it is not kept. */
  private: { p: Notice; pn?: number; pa?: number };
  /** Your number of notices was of another time: this is where they stand. */
  inbox: { pn: number };
  /** `follow` sends those who only watch to the pages. */
  goaway: { bye: number; retry?: Retry; follow?: 'pages' };
}
export type ServerFrame = ServerFrames[keyof ServerFrames];

/** The answer to the command `i`. */
export type AckFrame =
  | { i: string; ok: true; s?: number; w?: 'held' | 'sampled' }
  | { i: string; ok: false; reason: ReasonCode; retryMs?: number };

/** Come back at a random moment in between. */
export interface Retry {
  min: number;
  max: number;
}

export interface CommandFrame {
  i?: string;
  c: string;
  d: unknown;
}
