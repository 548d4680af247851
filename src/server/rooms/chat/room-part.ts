import type { z } from 'zod';
import type { Ack, Notice, Registers, RoomState } from '#contract/room.ts';
import type { Actor } from '#platform/actor.ts';
import type { Executor } from '#platform/db.ts';
import type { KeptNotice } from './inbox/inbox.ts';

/** Whoever gives a command: over a socket, or by POST. */
export interface Speaker {
  readonly showId: string;
  /** Asked anew, because a socket outlives sessions, roles and names. */
  actor(): Promise<Actor>;
}

export interface RoomCommand {
  readonly data: z.ZodType;
  /** @param id the client's own id of this command: the same again is the same wish */
  obey(who: Speaker, data: unknown, id: string | null): Promise<Ack>;
}

/** One thing people do in a room: what they may say for it, what a newcomer must know of it, and its numbers. */
export interface RoomPart {
  /** By the name that stands in the frame. */
  readonly commands: Readonly<Record<string, RoomCommand>>;
  /** Read in the snapshot's transaction, so that it is the state as of the snapshot's seq. */
  state?(tx: Executor, showId: string): Promise<Partial<RoomState>>;
  /** Its registers as they are now; asked every few seconds while somebody is there. */
  numbers?(showId: string): Promise<Registers>;
}

/** What a part can say to the people in a room. */
export interface RoomVoice {
  /** Shows a number that was just derived. */
  show(showId: string, name: string, value: number): void;
  /** To one person, on all their screens, now or when they come back; kept when it answers. In a transaction: `inbox.put`. */
  tell(showId: string, visitorId: string, notice: KeptNotice): Promise<void>;
  /** A list of the crew changed: whoever has it open reads it again. Not kept. */
  tellCrew(showId: string, notice: Extract<Notice, { k: 'desk' }>): void;
}

/** Types what a command's handler gets by its schema. */
export const roomCommand = <S extends z.ZodType>(
  data: S,
  obey: (who: Speaker, data: z.output<S>, id: string | null) => Promise<Ack>,
): RoomCommand => ({ data, obey: (who, input, id) => obey(who, input as z.output<S>, id) });
