import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import { llPlaylist, plainPlaylist, type ListedSegment, type LiveWindow, type RenditionReport } from '#lib/hls.ts';
import { PART_TARGET_MS } from './cut.ts';
import { FROM_THE_START, type InitPackage, type PackageSink, type PartPackage, type ResumePoint, type SegmentPackage } from './package.ts';
import { SEGMENT_MOST_MS } from './packager.ts';
import { type Answer, answerPreflight, NOT_ALLOWED, plainAnswer, sendAnswer } from '#platform/shared-answer.ts';
import { createWaiters } from './waiters.ts';

export interface HlsOriginNeeds {
  readonly clock: Clock;
  readonly resume?: ResumePoint;
  /** File names and playlists of a variant carry this: `aac` gives `index-aac.m3u8` and `aac-seg-7.m4s`. */
  readonly variant?: string;
  /** How far the other renditions are, when the playlist is written. */
  readonly reports?: () => readonly RenditionReport[];
  /** How long a reload may wait. hls.js gives up at max(3 parts, 0.8 TARGETDURATION), so stay below. */
  readonly mostWaitMs?: number;
  readonly mostWaiting?: number;
  /** Segments kept in memory. More than six target durations, or a delta update has nothing to skip. */
  readonly windowSegments?: number;
}

export interface HlsOrigin extends PackageSink {
  part(part: PartPackage): void;
  /** The newest part; null until there is one. */
  last(): { msn: number; part: number } | null;
  /** Where the first segment will stand, when that was not known at the beginning. Without effect once there is one. */
  startAt(resume: ResumePoint): void;
  /** Answers GET and HEAD for one file of the stream; `path` has no leading slash and may carry the query. */
  handle(req: IncomingMessage, res: ServerResponse, path: string): void;
  /** The show is over: playlists end with ENDLIST and stay readable. */
  end(): void;
  /** Answers everybody who waits. May be called twice. */
  close(): void;
  readonly stats: () => { waiting: number; segments: number; bytes: number; requests: number };
}

const PLAYLIST = 'application/vnd.apple.mpegurl';
const MP4 = 'video/mp4';
/** Parts and segments never change; an edge may keep them for the length of a show. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** A playlist that holds what was asked for answers everybody who asks for it: edges may share it. */
const ASKED = 'public, max-age=4';
const MOST_AHEAD = 2;
/** Players give a first playlist many seconds, but an error costs them a second or more each. */
const FIRST_SEGMENT_WAIT_MS = 5000;

interface OpenSegment {
  readonly start: PartPackage['segment'];
  readonly parts: PartPackage[];
}

interface Kept {
  readonly segment: SegmentPackage;
  /** Joined once, when somebody first asks for the whole segment. */
  body?: Buffer;
}

/**
 * The live window of one stream, in memory, and its HTTP face. Two thousand viewers ask for the same
 * bytes five times a second, so each part is one shared Buffer and each playlist is written once per part.
 */
export function createHlsOrigin(needs: HlsOriginNeeds): HlsOrigin {
  const { clock, variant } = needs;
  const resume = needs.resume ?? FROM_THE_START;
  const windowSegments = needs.windowSegments ?? 16;
  const prefix = variant ? `${variant}-` : '';
  const playlistName = variant ? `index-${variant}.m3u8` : 'index.m3u8';
  const plainName = variant ? `plain-${variant}.m3u8` : 'plain.m3u8';
  const files = new RegExp(
    `^${prefix}(?:init-(?<init>\\d{1,12})\\.mp4|seg-(?<seg>\\d{1,12})\\.m4s|part-(?<of>\\d{1,12})-(?<part>\\d{1,4})\\.m4s)$`,
  );

  const inits = new Map<number, InitPackage>();
  const kept: Kept[] = [];
  let open: OpenSegment | null = null;
  let discontinuities = resume.discontinuities;
  let nextSegment = resume.nextSegment;
  let ended = false;
  let requests = 0;
  let texts = new Map<string, Buffer>();
  const mostWaiting = needs.mostWaiting ?? 10_000;
  const waiters = createWaiters({ clock, mostWaitMs: needs.mostWaitMs ?? 1200, mostWaiting, refuse: busy });
  const early = createWaiters({ clock, mostWaitMs: FIRST_SEGMENT_WAIT_MS, mostWaiting, refuse: busy });

  function startAt(point: ResumePoint): void {
    if (hasContent()) return;
    nextSegment = point.nextSegment;
    discontinuities = point.discontinuities;
  }

  function init(made: InitPackage): void {
    inits.set(made.n, made);
  }

  function part(made: PartPackage): void {
    if (open?.start.n !== made.segment.n) open = { start: made.segment, parts: [] };
    open.parts.push(made);
    changed();
  }

  function segment(made: SegmentPackage): void {
    open = null;
    nextSegment = made.n + 1;
    kept.push({ segment: made });
    while (kept.length > windowSegments) forgetOldest();
    changed();
  }

  function forgetOldest(): void {
    const gone = kept.shift();
    if (gone?.segment.discontinuity) discontinuities++;
    const oldest = kept[0]?.segment.init ?? 0;
    for (const n of inits.keys()) if (n < oldest) inits.delete(n);
  }

  function changed(): void {
    texts = new Map();
    early.wake();
    waiters.wake();
  }

  function end(): void {
    ended = true;
    changed();
  }

  function handle(req: IncomingMessage, res: ServerResponse, path: string): void {
    requests++;
    const [name = '', query = ''] = path.split('?', 2);
    if (req.method === 'OPTIONS') return answerPreflight(res);
    if (req.method !== 'GET' && req.method !== 'HEAD') return sendAnswer(res, NOT_ALLOWED);
    if (name === playlistName) return answerLive(res, new URLSearchParams(query));
    if (name === plainName) return whenReady(res, () => sendText(res, 'plain'));
    const file = files.exec(name)?.groups;
    if (!file) return sendAnswer(res, plainAnswer(404, 'There is no such file in this stream.'));
    if (file['init']) return sendBytes(res, inits.get(Number(file['init']))?.body);
    if (file['seg']) return sendBytes(res, segmentBytes(Number(file['seg'])));
    answerPart(res, Number(file['of']), Number(file['part']));
  }

  function answerLive(res: ServerResponse, query: URLSearchParams): void {
    const kind = query.get('_HLS_skip') ? 'delta' : 'live';
    const msn = wholeNumber(query.get('_HLS_msn'));
    const index = wholeNumber(query.get('_HLS_part'));
    if (msn === 'bad' || index === 'bad' || (index !== null && msn === null)) {
      return sendAnswer(res, plainAnswer(400, '_HLS_msn and _HLS_part are whole numbers, and a part needs its segment.'));
    }
    const send = () => sendText(res, kind);
    if (msn === null) return whenReady(res, send);
    if (msn > newest() + MOST_AHEAD) return sendAnswer(res, plainAnswer(400, 'This asks for a segment too far ahead.'));
    const sendAsked = () => sendText(res, kind, ASKED);
    if (exists(msn, index)) return sendAsked();
    // The old playlist is a good answer too: the player asks again, and its own timeout never strikes.
    const sendOld = () => (hasContent() ? send() : notYet(res));
    waiters.wait(res, () => exists(msn, index), sendAsked, sendOld);
  }

  function answerPart(res: ServerResponse, of: number, index: number): void {
    const found = partAt(of, index);
    if (found) return sendBytes(res, found.body);
    // Only the hinted part is worth waiting for; it may turn out never to come when a key frame ends the segment.
    const hinted = !ended && of === (open?.start.n ?? nextSegment) && index === (open?.parts.length ?? 0);
    if (!hinted) return sendAnswer(res, plainAnswer(404, 'This part is not there.'));
    const settled = () => partAt(of, index) !== undefined || newest() > of || ended;
    const send = () => sendBytes(res, partAt(of, index)?.body);
    waiters.wait(res, settled, send, () => notYet(res));
  }

  /** hls.js takes a playlist without a whole segment for an error. */
  function whenReady(res: ServerResponse, send: () => void): void {
    const ready = () => kept.length > 0;
    if (ready()) return send();
    early.wait(res, ready, send, () => notYet(res));
  }

  function last(): { msn: number; part: number } | null {
    if (open) return { msn: open.start.n, part: open.parts.length - 1 };
    const done = kept.at(-1)?.segment;
    return done ? { msn: done.n, part: done.parts.length - 1 } : null;
  }

  const hasContent = (): boolean => kept.length > 0 || open !== null;
  /** The segment that is being filled, or will be next. */
  const newest = (): number => open?.start.n ?? nextSegment;

  function exists(msn: number, index: number | null): boolean {
    if (!hasContent()) return false;
    const done = kept.at(-1)?.segment;
    if (ended || msn < (done?.n ?? newest())) return true;
    if (index === null) return done !== undefined && msn <= done.n;
    if (done && msn === done.n) return index < done.parts.length || open !== null;
    return open?.start.n === msn && index < open.parts.length;
  }

  function partAt(of: number, index: number): PartPackage | undefined {
    if (open?.start.n === of) return open.parts[index];
    return kept.find(({ segment }) => segment.n === of)?.segment.parts[index];
  }

  function segmentBytes(n: number): Buffer | undefined {
    const found = kept.find(({ segment }) => segment.n === n);
    if (found) found.body ??= Buffer.concat(found.segment.parts.map(({ body }) => body));
    return found?.body;
  }

  function sendText(res: ServerResponse, kind: 'live' | 'delta' | 'plain', cacheControl = 'no-cache'): void {
    let body = texts.get(kind);
    if (!body) texts.set(kind, (body = Buffer.from(writePlaylist(kind))));
    sendShared(res, body, PLAYLIST, cacheControl);
  }

  function writePlaylist(kind: 'live' | 'delta' | 'plain'): string {
    const window = liveWindow();
    return kind === 'plain' ? plainPlaylist(window) : llPlaylist(window, { delta: kind === 'delta' });
  }

  function liveWindow(): LiveWindow {
    return {
      mediaSequence: kept[0]?.segment.n ?? newest(),
      discontinuitySequence: discontinuities,
      targetDurationS: SEGMENT_MOST_MS / 1000,
      partTargetMs: PART_TARGET_MS,
      segments: kept.map(({ segment }) => listed(segment)),
      open: open && { ...open.start, initUri: initUri(open.start.init), parts: open.parts.map(listedPart) },
      hintUri: partUri(newest(), open?.parts.length ?? 0),
      ended,
      ...(needs.reports && { reports: needs.reports() }),
    };
  }

  const initUri = (n: number): string => `${prefix}init-${n}.mp4`;
  const partUri = (of: number, index: number): string => `${prefix}part-${of}-${index}.m4s`;
  const listedPart = (made: PartPackage) => ({ ...made, uri: partUri(made.segment.n, made.index) });
  const listed = (made: SegmentPackage): ListedSegment => ({
    ...made,
    uri: `${prefix}seg-${made.n}.m4s`,
    initUri: initUri(made.init),
    parts: made.parts.map(listedPart),
  });

  function stats() {
    const parts = [...kept.flatMap(({ segment }) => segment.parts), ...(open?.parts ?? [])];
    return {
      waiting: waiters.count() + early.count(),
      segments: kept.length,
      bytes: parts.reduce((sum, { body }) => sum + body.length, 0),
      requests,
    };
  }

  function close(): void {
    early.close();
    waiters.close();
  }

  return { last, startAt, init, part, segment, handle, end, close, stats };
}

/** One answer per body and way of caching, so that what is alike for all is made once. */
const answers = new WeakMap<Buffer, Map<string, Answer>>();

function sendShared(res: ServerResponse, body: Buffer, contentType: string, cacheControl: string): void {
  let ways = answers.get(body);
  if (!ways) answers.set(body, (ways = new Map()));
  let answer = ways.get(cacheControl);
  if (!answer) ways.set(cacheControl, (answer = { status: 200, contentType, cacheControl, body }));
  sendAnswer(res, answer);
}

function sendBytes(res: ServerResponse, body: Buffer | undefined): void {
  if (body) sendShared(res, body, MP4, IMMUTABLE);
  else sendAnswer(res, NO_PIECE);
}

const NO_PIECE = plainAnswer(404, 'This piece is not there, or no longer.');
const NOT_YET = plainAnswer(503, 'The stream has not begun.');
const BUSY = plainAnswer(503, 'Too many are waiting here.');
export const notYet = (res: ServerResponse): void => sendAnswer(res, NOT_YET);
const busy = (res: ServerResponse): void => sendAnswer(res, BUSY);

function wholeNumber(text: string | null): number | null | 'bad' {
  if (text === null) return null;
  return /^\d{1,12}$/.test(text) ? Number(text) : 'bad';
}
