/**
 * Media addresses, raw HTTP (not JSON): standard WHIP (RFC 9725), WHEP and LL-HLS.
 *   POST   /whip/:streamId       Bearer ticket or key, application/sdp -> 201, Location, answer
 *   POST   /whip                 Bearer key only; the key names the stream (encoders)
 *   DELETE /whip/:streamId/:sessionId
 *   POST   /whep/:streamId       application/sdp -> 201, Location, answer; 406 when no codec fits, 503 when full
 *   DELETE /whep/:streamId/:viewerId
 *   GET    /live/:streamId/index.m3u8 (LL-HLS), plain.m3u8, init-N.mp4, seg-N.m4s, part-N-K.m4s, thumb.jpg
 *   GET    /live/:streamId/main.m3u8, main-plain.m3u8: every quality; qualities.json: the same for a menu
 *   GET    /live/:streamId/index-V.m3u8, plain-V.m3u8, V-init-N.mp4, V-seg-N.m4s, V-part-N-K.m4s: V is 720p, 480p, 240p, audio or aac
 *   GET    /replay/:streamId/index.m3u8 (?from=N&to=N lists only these segments) and the same segments, poster.jpg,
 *          thumbs/N.jpg (one per REPLAY_THUMB_MS); 410 when it is not kept any more
 *   GET    /clips/:clipId.mp4
 */
export const mediaPaths = {
  whip: (streamId: string) => `/whip/${streamId}`,
  whep: (streamId: string) => `/whep/${streamId}`,
  live: (streamId: string) => `/live/${streamId}/index.m3u8`,
  qualities: (streamId: string) => `/live/${streamId}/qualities.json`,
  thumb: (streamId: string) => `/live/${streamId}/thumb.jpg`,
  replay: (streamId: string) => `/replay/${streamId}/index.m3u8`,
  /** 360 pixels wide; 404 while there is none, or nothing on the server can make one. */
  replayPoster: (streamId: string) => `/replay/${streamId}/poster.jpg`,
  /** @param atMs a position on the replay's timeline */
  replayThumb: (streamId: string, atMs: number) => `/replay/${streamId}/thumbs/${Math.max(0, Math.floor(atMs / REPLAY_THUMB_MS))}.jpg`,
  clip: (clipId: string) => `/clips/${clipId}.mp4`,
} as const;

/** A replay has a small picture for every so many milliseconds of its timeline. */
export const REPLAY_THUMB_MS = 10_000;

/** Smaller pictures an operator may allow, by their short side. */
export const RUNG_SIDES = [720, 480, 240] as const;
export type RungSide = (typeof RUNG_SIDES)[number];
export type RungName = `${RungSide}p`;

/** When smaller pictures are made: for shows with many viewers, always, or never. Made only while somebody watches them. */
export interface LadderSettings {
  readonly when: 'auto' | 'always' | 'never';
  /** With `auto`: from so many viewers on. */
  readonly fromViewers: number;
  readonly sides: readonly RungSide[];
}

/** `GET /live/:streamId/qualities.json`: what can be had now, and if nothing smaller than the source, why. */
export interface Qualities {
  /** Null until there is a picture, or when the show is sound only. Bits are what was measured. */
  readonly source: {
    readonly width: number;
    readonly height: number;
    readonly framesPerSecond: number;
    readonly bitsPerSecond: number;
  } | null;
  /** From the largest down. Bits are the most it uses. `dropped`: this machine could not keep up; it may be had again later. */
  readonly rungs: readonly {
    readonly name: RungName;
    readonly width: number;
    readonly height: number;
    readonly bitsPerSecond: number;
    readonly state: 'ready' | 'running' | 'dropped';
  }[];
  /** Null when the show has no sound. */
  readonly audioBitsPerSecond: number | null;
  readonly why: 'off' | 'few_viewers' | 'not_installed' | 'source_small' | null;
}
