import { constants, setPriority } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Frame } from 'node-av';
import type { FromLadder, RungFrame, ToLadder } from './protocol.ts';
import type { RungName } from '#contract/media.ts';
import type { Rung } from './rungs.ts';
import { openDecoder, openScaler, type Scaler, type SourceDecoder } from './scaler.ts';

/**
 * Makes the smaller pictures. Its own process: native code fed with strangers' bytes, and more work
 * than everything else a stream needs, so it runs when the machine has nothing better to do.
 *
 * Parts wait here in line; a word about the rungs does not, so that one that became too much ends
 * although parts are waiting. Ends with its parent.
 */
const tell = (message: FromLadder) => process.connected && process.send!(message);
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});

// Yields to everybody, and to the top rendition first.
setPriority(constants.priority.PRIORITY_LOW);

interface Line {
  readonly scaler: Scaler;
  /** Pictures made so far, counted as the worker counts frames: the next one's index. */
  next: number;
  /** Its first key frame was shown. */
  begun: boolean;
}

const av = await import('node-av').catch(() => null);
const waiting: Exclude<ToLadder, { do: 'rungs' }>[] = [];
const lines = new Map<RungName, Line>();
const keyIndexes = new Set<number>();
let wanted: readonly Rung[] = [];
let source: { sps: Uint8Array; pps: Uint8Array } | null = null;
let decoder: SourceDecoder | null = null;
let fed = 0;
let made: RungFrame[] = [];
let working = false;

if (!av) {
  tell({ is: 'absent' });
} else {
  av.Log.setLevel(av.AV_LOG_QUIET);
  process.on('message', (message: ToLadder) => {
    if (message.do === 'rungs') return keepOnly(message.rungs);
    waiting.push(message);
    if (!working) void work(av).catch(fail);
  });
  tell({ is: 'ready' });
}

function fail(error: unknown): void {
  tell({ is: 'failed', message: String(error).slice(0, 500) });
  process.exit(1);
}

async function work(ffmpeg: NonNullable<typeof av>): Promise<void> {
  working = true;
  for (let message = waiting.shift(); message; message = waiting.shift()) {
    if (message.do === 'source') changeSource(message);
    else await makePart(ffmpeg, message);
  }
  working = false;
}

function keepOnly(rungs: readonly Rung[]): void {
  wanted = rungs;
  for (const name of lines.keys()) if (!rungs.some((rung) => rung.name === name)) closeLine(name);
}

/** Everything that went in comes out before the next camera begins. */
function changeSource(next: { sps: Uint8Array; pps: Uint8Array }): void {
  source = next;
  if (decoder) for (const { frame, index } of decoder.drain()) show(frame, index);
  for (const [name, line] of lines) fillUntil(name, line, fed);
  tell({ is: 'made', id: null, frames: takeMade() });
  for (const name of lines.keys()) closeLine(name);
  keyIndexes.clear();
}

async function makePart(ffmpeg: NonNullable<typeof av>, part: Extract<ToLadder, { do: 'part' }>): Promise<void> {
  if (part.startsSegment && source) openLines(ffmpeg, part.first);
  fed = part.first;
  for (const sample of part.samples) {
    const index = fed++;
    if (!decoder) continue;
    if (sample.keyframe) keyIndexes.add(index);
    for (const shown of decoder.decode(sample, index)) show(shown.frame, shown.index);
    // Between two pictures a word about the rungs may come in.
    await breathe();
  }
  tell({ is: 'made', id: part.id, frames: takeMade() });
}

function openLines(ffmpeg: NonNullable<typeof av>, first: number): void {
  const begin = wanted.filter(({ name }) => !lines.has(name));
  if (begin.length === 0 || !source) return;
  decoder ??= openDecoder(ffmpeg, source.sps, source.pps);
  for (const rung of begin) {
    const scaler = openScaler(ffmpeg, rung);
    lines.set(rung.name, { scaler, next: first, begun: false });
    tell({ is: 'opened', rung: rung.name, first, sps: scaler.sps, pps: scaler.pps });
  }
}

/**
 * Order of decoding and of showing agree at key frames and nowhere else (a source may reorder), so
 * pictures are counted in between; what the decoder left out is made up for by repeating the last one.
 */
function show(frame: Frame, index: number): void {
  const keyframe = keyIndexes.delete(index);
  for (const [name, line] of lines) {
    if (!line.begun && !(keyframe && index === line.next)) continue;
    line.begun = true;
    if (keyframe) fillUntil(name, line, index);
    add(name, line, frame, keyframe);
  }
}

function fillUntil(name: RungName, line: Line, index: number): void {
  while (line.begun && line.next < index) add(name, line, null, false);
}

function add(name: RungName, line: Line, frame: Frame | null, keyframe: boolean): void {
  made.push({ rung: name, ...line.scaler.encode(frame, keyframe) });
  line.next++;
}

function takeMade(): RungFrame[] {
  const taken = made;
  made = [];
  return taken;
}

/** The decoder rests while nobody needs it: it can begin again at any key frame. */
function closeLine(name: RungName): void {
  lines.get(name)?.scaler.close();
  lines.delete(name);
  if (lines.size > 0) return;
  decoder?.close();
  decoder = null;
  keyIndexes.clear();
}
