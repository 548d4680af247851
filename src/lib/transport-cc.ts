import { FEEDBACK, RTCP, writeFeedbackHeader } from './rtcp.ts';
import { createUnwrapper } from './rtp.ts';

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 *
 * A browser sizes its video by these reports: every transport sequence number must be listed,
 * lost ones included, with arrival times that carry no jitter of our own. A report that floors the
 * reference time but not the first delta, or skips lost packets, keeps Chrome at 300 kb/s.
 */

const REFERENCE_US = 64_000;
const TICK_US = 250;
const TICKS_PER_REFERENCE = REFERENCE_US / TICK_US;
/** Statuses per report; a larger jump is a new start, not loss. */
const MAX_STATUSES = 2_000;
/** Packets that come this far behind the newest count as lost: the better part of a second. */
const MAX_LATE = 256;

const LOST = 0;
const SMALL = 1;
const LARGE = 2;

export interface TransportFeedback {
  /** One packet came. `sequence` is the 16-bit header extension, `arrivalUs` a monotonic clock. */
  received(sequence: number, arrivalUs: number): void;
  /** Packets not yet reported. */
  readonly pending: number;
  /** The next report, or null when nothing came since the last one. */
  build(): Buffer | null;
}

export function createTransportFeedback({ senderSsrc, mediaSsrc }: { senderSsrc: number; mediaSsrc: number }): TransportFeedback {
  const unwrap = createUnwrapper(16);
  /** Those not reported yet, and the last ones that were. */
  const arrivals = new Map<number, number>();
  const unreported = new Set<number>();
  let next: number | null = null;
  let highest = -Infinity;
  let reports = 0;

  return {
    received(sequence, arrivalUs) {
      const position = unwrap(sequence);
      next ??= position;
      if (arrivals.has(position) || position < highest - MAX_LATE) return;
      arrivals.set(position, arrivalUs);
      unreported.add(position);
      // Overtaken on its way and reported lost: the next report begins with it, as libwebrtc's own receiver does. Left out,
      // every report's edge would look like loss, and a sender takes a tenth of that for a full network.
      next = Math.min(next, position);
      highest = Math.max(highest, position);
      if (highest - next >= MAX_STATUSES) startOver();
    },
    get pending() {
      return unreported.size;
    },
    build() {
      if (unreported.size === 0 || next === null) return null;
      const report = describe(next, highest, arrivals);
      const bytes = write(senderSsrc, mediaSsrc, next, reports, report);
      for (let i = 0; i < report.statuses.length; i++) unreported.delete(next + i);
      next += report.statuses.length;
      reports = (reports + 1) & 0xff;
      forgetBefore(next - MAX_LATE);
      return bytes;
    },
  };

  function startOver() {
    next = highest - MAX_STATUSES + 1;
    forgetBefore(next);
  }

  function forgetBefore(position: number) {
    for (const known of arrivals.keys()) {
      if (known >= position) continue;
      arrivals.delete(known);
      unreported.delete(known);
    }
  }
}

interface Report {
  readonly referenceTime: number;
  readonly statuses: number[];
  readonly deltas: number[];
}

function describe(first: number, last: number, arrivals: ReadonlyMap<number, number>): Report {
  const statuses: number[] = [];
  const deltas: number[] = [];
  let referenceTime: number | null = null;
  let ticks = 0;
  for (let position = first; position <= last; position++) {
    const arrivalUs = arrivals.get(position);
    if (arrivalUs === undefined) {
      statuses.push(LOST);
      continue;
    }
    const arrivalTicks = Math.round(arrivalUs / TICK_US);
    if (referenceTime === null) {
      referenceTime = Math.floor(arrivalTicks / TICKS_PER_REFERENCE);
      ticks = referenceTime * TICKS_PER_REFERENCE;
    }
    const delta = arrivalTicks - ticks;
    // A delta that does not fit in 16 bits (8 s) starts the next report with its own reference.
    if (delta < -0x8000 || delta > 0x7fff) break;
    statuses.push(delta >= 0 && delta <= 0xff ? SMALL : LARGE);
    deltas.push(delta);
    ticks = arrivalTicks;
  }
  return { referenceTime: referenceTime ?? 0, statuses, deltas };
}

function write(senderSsrc: number, mediaSsrc: number, first: number, report: number, { referenceTime, statuses, deltas }: Report): Buffer {
  const chunks = packStatuses(statuses);
  const deltaBytes = deltas.reduce((sum, delta) => sum + (isSmall(delta) ? 1 : 2), 0);
  const used = 20 + chunks.length * 2 + deltaBytes;
  const bytes = Buffer.alloc(Math.ceil(used / 4) * 4);
  writeFeedbackHeader(bytes, RTCP.transportFeedback, FEEDBACK.transportCc, senderSsrc, mediaSsrc);
  bytes.writeUInt16BE(first & 0xffff, 12);
  bytes.writeUInt16BE(statuses.length, 14);
  bytes.writeUIntBE(referenceTime % 0x100_0000, 16, 3);
  bytes[19] = report;
  let at = 20;
  for (const chunk of chunks) at = bytes.writeUInt16BE(chunk, at);
  for (const delta of deltas) at = isSmall(delta) ? bytes.writeUInt8(delta, at) : bytes.writeInt16BE(delta, at);
  if (bytes.length > used) {
    bytes[0]! |= 0x20;
    bytes[bytes.length - 1] = bytes.length - used;
  }
  return bytes;
}

const isSmall = (delta: number) => delta >= 0 && delta <= 0xff;

/** Run-length chunks where they pay (7 or more alike), two-bit vectors of 7 otherwise. */
function packStatuses(statuses: readonly number[]): number[] {
  const chunks: number[] = [];
  for (let at = 0; at < statuses.length;) {
    const run = runLength(statuses, at);
    if (run >= 7 || at + run === statuses.length) {
      chunks.push((statuses[at]! << 13) | run);
      at += run;
    } else {
      chunks.push(vectorOf(statuses, at));
      at += 7;
    }
  }
  return chunks;
}

function runLength(statuses: readonly number[], from: number): number {
  let end = from + 1;
  while (end < statuses.length && statuses[end] === statuses[from] && end - from < 0x1fff) end++;
  return end - from;
}

function vectorOf(statuses: readonly number[], from: number): number {
  let chunk = 0xc000;
  for (let i = 0; i < 7; i++) chunk |= (statuses[from + i] ?? LOST) << (12 - i * 2);
  return chunk;
}
