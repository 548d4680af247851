/**
 * The room as pages, for those who only watch: the same frames as on the socket, gathered for a second, at addresses
 * whose answer never changes, so that any cache beside the video may hand them out. Needs no schema, so that a browser
 * has it without zod.
 *
 * `GET /live/rooms/:showId/now` says where the room is: a line of `PagesNow`, then the snapshot frame. It holds for a second.
 * `GET /live/rooms/:showId/:epoch/:n` is page n: frames, one per line, the last one a heartbeat. Asked for before it is
 * there, it is held until it is, a few seconds at most.
 *
 * All of it is the same for everybody: no cookie, no token, no `Vary`, always gzip. 404: no such show or page, or a log
 * that was replaced; ask for `now`. 503: ask again a second later.
 */
export interface PagesNow {
  /** The epoch of the log, a part of the address of its pages. */
  readonly e: string;
  /** The newest page. */
  readonly p: number;
  /** The last seq of each of the newest pages, the newest last: whoever has a seq of these goes on with the page after it. */
  readonly ends: readonly number[];
  /** The server's clock when the newest page was published. */
  readonly n: number;
  /** A busy room has a page this often, in ms, and a quiet one at least this often. */
  readonly everyMs: number;
  readonly quietMs: number;
}

export const nowPath = (showId: string): string => `/live/rooms/${showId}/now`;
export const pagePath = (showId: string, epoch: string, n: number): string => `/live/rooms/${showId}/${epoch}/${n}`;
