import type { Clock } from '#lib/clock.ts';
import type { Db } from '#platform/db.ts';
import type { Media } from '#rooms/media/index.ts';
import type { ShowRecord } from '#rooms/record/index.ts';
import type { Shows } from '#rooms/shows/index.ts';

/** What captions ask of the rooms below them. */
export interface CaptionsNeeds {
  readonly db: Db;
  readonly shows: Pick<Shows, 'facts'>;
  readonly record: ShowRecord;
  readonly media: Pick<Media, 'timeline'>;
  readonly clock: Clock;
}
