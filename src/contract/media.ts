/**
 * Media addresses, raw HTTP (not JSON): standard WHIP (RFC 9725), WHEP and LL-HLS.
 *   POST   /whip/:streamId       Bearer ticket or key, application/sdp -> 201, Location, answer
 *   POST   /whip                 Bearer key only; the key names the stream (encoders)
 *   DELETE /whip/:streamId/:sessionId
 *   POST   /whep/:streamId       application/sdp -> 201, Location, answer; 406 when no codec fits, 503 when full
 *   DELETE /whep/:streamId/:viewerId
 *   GET    /live/:streamId/index.m3u8 (LL-HLS), plain.m3u8, index-aac.m3u8, init-N.mp4, seg-N.m4s, part-N-K.m4s, thumb.jpg
 *   GET    /replay/:streamId/index.m3u8 and the same segments, poster.jpg, thumbs/N.jpg (one per REPLAY_THUMB_MS); 410 when it is not kept any more
 *   GET    /clips/:clipId.mp4
 */
export const mediaPaths = {
  whip: (streamId: string) => `/whip/${streamId}`,
  whep: (streamId: string) => `/whep/${streamId}`,
  live: (streamId: string) => `/live/${streamId}/index.m3u8`,
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
