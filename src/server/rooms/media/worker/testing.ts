import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#lib/clock.ts';
import type { MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { loopClip, readClip, type Clip } from '../demo/clip.ts';
import type { InitPackage, PackageSink, PartPackage, SegmentPackage } from './package.ts';

/** For tests of this folder: what was packaged, a clock one can move, and a clip as fast as one can read. */

export interface Collected extends PackageSink {
  readonly inits: InitPackage[];
  readonly parts: PartPackage[];
  readonly segments: SegmentPackage[];
  /** A file a player could open: an init segment and everything packaged under it. */
  file(init: number): Buffer;
}

export function createCollector(): Collected {
  const inits: InitPackage[] = [];
  const parts: PartPackage[] = [];
  const segments: SegmentPackage[] = [];
  return {
    inits,
    parts,
    segments,
    init: (made) => void inits.push(made),
    part: (made) => void parts.push(made),
    segment: (made) => void segments.push(made),
    file: (init) =>
      Buffer.concat([
        ...inits.filter(({ n }) => n === init).map(({ body }) => body),
        ...parts.filter(({ segment }) => segment.init === init).map(({ body }) => body),
      ]),
  };
}

export function createTestClock(startMs = Date.UTC(2026, 0, 1)): Clock & { pass(ms: number): void } {
  let nowMs = startMs;
  return { now: () => nowMs, pass: (ms) => void (nowMs += ms) };
}

export const WALL_MS = Date.UTC(2026, 0, 1, 12);

/** The clip's units in [fromMs, untilMs) of its endless loop, with the capture time of each. */
export function* clipUnits(clip: Clip, fromMs: number, untilMs: number): Generator<MediaUnit> {
  for (const unit of loopClip(clip)) {
    if (unit.ptsUs >= untilMs * 1000) return;
    if (unit.ptsUs >= fromMs * 1000) yield { ...unit, wallClockMs: WALL_MS + unit.ptsUs / 1000 };
  }
}

export const clip = readClip();

export function feed(reader: UnitReader, fromMs: number, untilMs: number): void {
  for (const unit of clipUnits(clip, fromMs, untilMs)) reader.write(unit);
}

export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP server on a free port of this machine only. */
export async function serve(handle: (req: IncomingMessage, res: ServerResponse) => void): Promise<TestServer> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
