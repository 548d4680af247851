/**
 * Playlist text (RFC 8216bis): low-latency, plain live, and video on demand.
 * Pure: a window of segments in, text out. Times in milliseconds.
 */

export interface ListedPart {
  readonly uri: string;
  readonly durationMs: number;
  /** Decoding can start here. */
  readonly independent: boolean;
}

export interface ListedSegment {
  readonly uri: string;
  readonly durationMs: number;
  /** When its first frame was captured, ms since 1970. */
  readonly wallClockMs: number;
  readonly initUri: string;
  /** Something a decoder cannot carry over changed before this segment. */
  readonly discontinuity: boolean;
  readonly parts: readonly ListedPart[];
}

export interface LiveWindow {
  readonly mediaSequence: number;
  /** How many discontinuities lie before the first listed segment. */
  readonly discontinuitySequence: number;
  readonly targetDurationS: number;
  readonly partTargetMs: number;
  readonly segments: readonly ListedSegment[];
  /** The segment being filled, null until its first part. */
  readonly open: Omit<ListedSegment, 'uri' | 'durationMs'> | null;
  /** The part that will come next; null when nothing more comes. */
  readonly hintUri: string | null;
  readonly ended: boolean;
  readonly reports?: readonly RenditionReport[];
}

/** How far another rendition of the same stream is, so that a player can change over without asking first. */
export interface RenditionReport {
  readonly uri: string;
  readonly lastMsn: number;
  readonly lastPart: number;
}

/** Parts older than this many segments help nobody and make every reload longer. */
const SEGMENTS_WITH_PARTS = 3;
const SKIP_TARGETS = 6;

/** PART-HOLD-BACK must be at least three part targets; less than 0.6 s stalls on an ordinary network. */
export const partHoldBackMs = (partTargetMs: number): number => Math.max(3 * partTargetMs, 600);

/**
 * How many leading segments a delta update may leave out: those that end more than
 * CAN-SKIP-UNTIL before the end of the playlist.
 */
export function skippable(window: LiveWindow): number {
  const boundaryMs = SKIP_TARGETS * window.targetDurationS * 1000;
  const openMs = window.open?.parts.reduce((sum, part) => sum + part.durationMs, 0) ?? 0;
  let fromEndMs = openMs;
  for (let at = window.segments.length - 1; at >= 0; at--) {
    if (fromEndMs > boundaryMs) return at + 1;
    fromEndMs += window.segments[at]?.durationMs ?? 0;
  }
  return 0;
}

/** The low-latency playlist; with `delta`, a delta update (EXT-X-SKIP) when there is enough to skip. */
export function llPlaylist(window: LiveWindow, { delta = false } = {}): string {
  const skipped = delta ? skippable(window) : 0;
  const lines = [
    ...head(window),
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(partHoldBackMs(window.partTargetMs))},CAN-SKIP-UNTIL=${SKIP_TARGETS * window.targetDurationS}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(window.partTargetMs)}`,
    ...sequences(window),
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
  ];
  const withParts = window.segments.length - SEGMENTS_WITH_PARTS;
  let init: string | null = null;
  window.segments.slice(skipped).forEach((segment, at) => {
    lines.push(...before(segment, init));
    if (skipped + at >= withParts) lines.push(...segment.parts.map(partLine));
    lines.push(...segmentLines(segment));
    init = segment.initUri;
  });
  if (window.open) lines.push(...before(window.open, init), ...window.open.parts.map(partLine));
  if (window.hintUri && !window.ended) lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${window.hintUri}"`);
  if (!window.ended) lines.push(...(window.reports ?? []).map(reportLine));
  if (window.ended) lines.push('#EXT-X-ENDLIST');
  return text(lines);
}

/** Whole segments only, for players and caches that know nothing of parts. */
export function plainPlaylist(window: LiveWindow): string {
  return text([...head(window), ...sequences(window), ...listing(window.segments), ...(window.ended ? ['#EXT-X-ENDLIST'] : [])]);
}

/** A finished recording. Segments keep their live names, so caches stay warm. */
export function vodPlaylist(segments: readonly ListedSegment[]): string {
  const longestMs = segments.reduce((longest, segment) => Math.max(longest, segment.durationMs), 0);
  return text([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(longestMs / 1000))}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...listing(segments.map((segment, at) => (at === 0 ? { ...segment, discontinuity: false } : segment))),
    '#EXT-X-ENDLIST',
  ]);
}

const head = (window: LiveWindow): string[] => ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${window.targetDurationS}`];

const sequences = (window: LiveWindow): string[] => [
  `#EXT-X-MEDIA-SEQUENCE:${window.mediaSequence}`,
  `#EXT-X-DISCONTINUITY-SEQUENCE:${window.discontinuitySequence}`,
];

function listing(segments: readonly ListedSegment[]): string[] {
  return segments.flatMap((segment, at) => [...before(segment, segments[at - 1]?.initUri ?? null), ...segmentLines(segment)]);
}

type SegmentStart = Pick<ListedSegment, 'initUri' | 'discontinuity' | 'wallClockMs'>;

/**
 * What stands before a segment's parts. Every segment carries its date: holes that were closed up would let it drift.
 * The discontinuity is written on the first listed segment too: the sequence counts only those that have left.
 */
function before(segment: SegmentStart, lastInit: string | null): string[] {
  return [
    ...(segment.discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(segment.initUri !== lastInit ? [`#EXT-X-MAP:URI="${segment.initUri}"`] : []),
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.wallClockMs).toISOString()}`,
  ];
}

const partLine = (part: ListedPart): string =>
  `#EXT-X-PART:DURATION=${seconds(part.durationMs)},URI="${part.uri}"${part.independent ? ',INDEPENDENT=YES' : ''}`;

const reportLine = (report: RenditionReport): string =>
  `#EXT-X-RENDITION-REPORT:URI="${report.uri}",LAST-MSN=${report.lastMsn},LAST-PART=${report.lastPart}`;

const segmentLines = (segment: ListedSegment): string[] => [`#EXTINF:${seconds(segment.durationMs)},`, segment.uri];

const seconds = (ms: number): string => (ms / 1000).toFixed(5);
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
