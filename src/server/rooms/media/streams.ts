import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import type { Db } from '#platform/db.ts';
import * as rows from './streams.sql.ts';
import type { Place } from './worker/stage.ts';
import type { RecordingStop } from './worker/messages.ts';

/** Who may publish on which stream. Tickets and keys are random, and stored as hashes only. */
export const TICKET_MS = 60_000;

export type PublishRefusal = 'ticket_expired' | 'key_wrong' | 'not_found';

export interface Streams {
  open(streamId: string, keepSeconds: number | null): Promise<void>;
  close(streamId: string): Promise<void>;
  /** One more start of the stream's worker. @returns null when the stream is not open */
  nextGeneration(streamId: string): Promise<number | null>;
  find(streamId: string): Promise<rows.StreamRow | null>;
  listOpen(): Promise<rows.StreamRow[]>;
  issueTicket(streamId: string, wish?: Partial<Omit<Place, 'spot'>>): Promise<{ ticket: string; spot: string; expiresAt: Date }>;
  /** @returns false when it was like that already */
  recordingStopped(streamId: string, stop: RecordingStop | null): Promise<boolean>;
  /** The old key stops working at once; who publishes with it goes on until they stop. */
  rotateKey(streamId: string): Promise<Outcome<{ key: string }, 'not_found'>>;
  /** Decides whether this secret may publish, and on which stream. Takes the ticket when it is one. */
  admit(secret: string | null, streamId: string | null): Promise<Outcome<Admission, PublishRefusal>>;
}

export interface Admission {
  readonly streamId: string;
  /** Null for an encoder with a key. */
  readonly place: Place | null;
}

const KEY_PREFIX = 'key_';
const TICKET_PREFIX = 'ticket_';

export function createStreams({ db, clock }: { db: Db; clock: Clock }): Streams {
  const now = () => new Date(clock.now());
  return {
    open: (id, keepSeconds) => rows.openStreamRow(db, { id, keepSeconds, now: now() }),
    close: (streamId) => rows.closeStreamRow(db, streamId, now()),
    nextGeneration: (streamId) => rows.raiseGeneration(db, streamId),
    find: (streamId) => rows.findStream(db, streamId),
    listOpen: () => rows.listOpenStreams(db),
    recordingStopped: (streamId, stop) => rows.setRecordingStop(db, streamId, stop),
    async issueTicket(streamId, { holder = null, name = null, backstage = false } = {}) {
      const ticket = newSecret(TICKET_PREFIX);
      const place: Place = { spot: randomUUID(), holder, name, backstage };
      const expiresAt = await rows.insertTicket(db, { hash: hashOf(ticket), streamId, place, lastsMs: TICKET_MS });
      return { ticket, spot: place.spot, expiresAt };
    },
    async rotateKey(streamId) {
      const key = newSecret(KEY_PREFIX);
      return (await rows.setKey(db, streamId, hashOf(key), now())) ? done({ key }) : refuse('not_found');
    },
    async admit(secret, streamId) {
      if (secret?.startsWith(TICKET_PREFIX) && streamId) {
        const taken = await rows.takeTicket(db, hashOf(secret), streamId);
        return taken ? whenOpen(await rows.findStream(db, streamId), taken.place) : refuse('ticket_expired');
      }
      const stream = secret ? await rows.findByKey(db, hashOf(secret)) : null;
      return stream && (streamId === null || stream.id === streamId) ? whenOpen(stream, null) : refuse('key_wrong');
    },
  };
}

const whenOpen = (stream: rows.StreamRow | null, place: Place | null): Outcome<Admission, 'not_found'> =>
  stream?.state === 'open' ? done({ streamId: stream.id, place }) : refuse('not_found');

/** 256 random bits: nothing to guess, so a fast hash is enough. */
const newSecret = (prefix: string) => prefix + randomBytes(32).toString('base64url');
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
