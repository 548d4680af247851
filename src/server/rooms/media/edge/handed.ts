/** What a part and a segment are taken to last; the audience never counts more than the time that passed. */
const MEDIA_MS = { part: 200, seg: 2_000 } as const;

/** Milliseconds of media that a file of a stream brings to who watches it; 0 for playlists and the like. */
export function mediaMsOf(file: string): number {
  const kind = /^(?:[a-z0-9]+-)?(part|seg)-/.exec(file)?.[1] as keyof typeof MEDIA_MS | undefined;
  return kind ? MEDIA_MS[kind] : 0;
}
