/**
 * WebVTT (W3C): text to cues and back. Pure. Times in milliseconds.
 *
 * A captions file is somebody's work of hours: what we cannot use is named with its line and its words, so that
 * nothing is lost silently. Styling (tags, positions, regions) is dropped on purpose: the viewer's own settings decide.
 */
export interface VttCue {
  readonly startMs: number;
  readonly endMs: number;
  /** Plain text; lines are separated by one newline, none is empty. */
  readonly text: string;
}

export type VttTrouble = 'timing' | 'ends_before_start' | 'empty' | 'too_long' | 'too_many';
export interface VttProblem {
  /** From 1. */
  readonly line: number;
  readonly code: VttTrouble;
  /** What stands there. */
  readonly text: string;
}

/** @returns null when this is no WebVTT at all */
export function readVtt(
  file: string,
  limits: { readonly maxCues: number; readonly maxChars: number },
): { cues: readonly (VttCue & { readonly line: number })[]; problems: readonly VttProblem[] } | null {
  const lines = file
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '\uFFFD')
    .split(/\r\n|\r|\n/);
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return null;
  const cues: (VttCue & { line: number })[] = [];
  const problems: VttProblem[] = [];
  let at = endOfBlock(lines, 0);
  while (at < lines.length) {
    if (lines[at] === '') at++;
    else at = readBlock(at);
  }
  return { cues, problems };

  /** @returns the line behind the block */
  function readBlock(from: number): number {
    const end = endOfBlock(lines, from);
    if (/^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(lines[from]!) && !lines[from]!.includes('-->')) return end;
    // A cue may have a name of its own above its times.
    const timing = lines[from]!.includes('-->') ? from : from + 1;
    if (timing >= end || !lines[timing]!.includes('-->')) return refuse(from, 'timing', end);
    // A forgotten blank line: the next times begin the next cue.
    const next = lines.findIndex((line, n) => n > timing && n < end && line.includes('-->'));
    readCue(from, timing, next === -1 ? end : next);
    return next === -1 ? end : next;
  }

  function readCue(from: number, timing: number, end: number): void {
    const times = TIMES.exec(lines[timing]!);
    if (!times) return void refuse(timing, 'timing', end);
    const [startMs, endMs] = [parseStamp(times[1]!), parseStamp(times[2]!)];
    if (endMs <= startMs) return void refuse(timing, 'ends_before_start', end);
    const text = plainText(lines.slice(timing + 1, end).join('\n'));
    if (text === '') return void refuse(from, 'empty', end);
    if (text.length > limits.maxChars) return void refuse(timing + 1, 'too_long', end);
    if (cues.length >= limits.maxCues) return void refuse(from, 'too_many', end);
    cues.push({ startMs, endMs, text, line: from + 1 });
  }

  function refuse(line: number, code: VttTrouble, end: number): number {
    problems.push({ line: line + 1, code, text: lines.slice(line, end).join('\n') });
    return end;
  }
}

export const writeVtt = (cues: readonly VttCue[]): string =>
  ['WEBVTT', ...cues.map((cue) => `${stamp(cue.startMs)} --> ${stamp(cue.endMs)}\n${escapeText(cue.text)}`)].join('\n\n') + '\n';

/** Lines without blanks around them, and no empty ones: an empty line would end the cue. */
export const tidyLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const STAMP = String.raw`(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}`;
const TIMES = new RegExp(`^[ \\t]*(${STAMP})[ \\t]*-->[ \\t]*(${STAMP})(?:[ \\t].*)?$`);

function endOfBlock(lines: readonly string[], from: number): number {
  const end = lines.indexOf('', from);
  return end === -1 ? lines.length : end;
}

function parseStamp(text: string): number {
  const [rest, ms] = text.split('.') as [string, string];
  return rest.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000 + Number(ms);
}

function stamp(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const pad = (part: number, width = 2) => String(part).padStart(width, '0');
  const seconds = Math.floor(whole / 1000);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(whole % 1000, 3)}`;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00A0', lrm: '\u200E', rlm: '\u200F', quot: '"' };

/** Tags go, what they mark stays; a voice tag becomes who speaks. */
function plainText(marked: string): string {
  const bare = marked.replace(/<v(?:\.[^\s>]*)?[ \t]+([^>]*)>/g, (_, name: string) => `${name.trim()}: `).replace(/<[^>]*>/g, '');
  return tidyLines(bare.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, decode));
}

function decode(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name) return NAMED[name] ?? whole;
  const point = decimal ? Number(decimal) : Number.parseInt(hex!, 16);
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '\uFFFD';
}

/** `-->` cannot survive this, so no text can begin a cue. */
const escapeText = (text: string): string => tidyLines(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
