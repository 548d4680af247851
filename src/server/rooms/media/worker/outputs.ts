import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LadderSettings } from '#contract/media.ts';
import type { Clock } from '#lib/clock.ts';
import type { UnitReader } from '#lib/media-unit.ts';
import { createAacVariant } from './aac-variant.ts';
import { createHlsOrigin } from './hls-origin.ts';
import type { RecordingStop, SegmentFact } from './messages.ts';
import { createLastKeyFrame } from './last-key-frame.ts';
import type { ResumePoint } from './package.ts';
import { createPackager } from './packager.ts';
import type { LadderStats } from './ladder/ladder.ts';
import { createRecorder } from './recorder.ts';
import { createRenditions } from './renditions.ts';

/** Everything a stream's units become besides direct viewers: LL-HLS (with AAC for who asks), and the same segments on disk. */
export interface OutputsNeeds {
  readonly folder: string;
  readonly keepSeconds: number | null;
  readonly leastFreeBytes?: number;
  readonly notBefore?: ResumePoint;
  readonly clock: Clock;
  readonly onSegment: (segment: SegmentFact) => void;
  readonly onRecordingStop: (stop: RecordingStop | null) => void;
  readonly onMissed: (point: ResumePoint) => void;
  readonly onTrouble: (error: unknown) => void;
  readonly wantKeyFrame: () => void;
  readonly ladder: LadderSettings;
}

export interface Outputs {
  readonly readers: readonly UnitReader[];
  handle(req: IncomingMessage, res: ServerResponse, path: string): void;
  keyFrame(): Buffer | null;
  /** How many watch, on all paths: smaller pictures are made for many. */
  audience(viewers: number): void;
  ladder(): LadderStats;
  /** Closes the playlist and waits until the last segment is on disk. */
  close(): Promise<void>;
}

export async function openOutputs(needs: OutputsNeeds): Promise<Outputs> {
  const { folder, keepSeconds, clock, onSegment, onTrouble, wantKeyFrame } = needs;
  const recorder = await createRecorder({
    dir: folder,
    clock,
    retention: keepSeconds === null ? { keep: 'all' } : { keepSeconds },
    onSegment: ({ n, sha256, wallClockMs, durationMs }) =>
      onSegment({ n, sha256, startsAtMs: Math.round(wallClockMs), durationMs: Math.round(durationMs) }),
    leastFreeBytes: needs.leastFreeBytes ?? 0,
    notBefore: needs.notBefore ?? null,
    onStop: needs.onRecordingStop,
    onMissed: needs.onMissed,
    onTrouble,
  });
  const { resume } = recorder;
  const aac = createAacVariant({ clock, wantKeyFrame, onFailed: onTrouble });
  const renditions = createRenditions({ clock, resume, ladder: needs.ladder, hasAac: aac.isRunning, wantKeyFrame, onTrouble });
  const origin = createHlsOrigin({ clock, resume, reports: renditions.reports });
  const packager = createPackager({ sinks: [origin, recorder, renditions.sink], resume, wantKeyFrame });
  const lastKeyFrame = createLastKeyFrame();
  return {
    readers: [packager, aac, lastKeyFrame],
    handle: (req, res, path) => ([aac, renditions].find(({ owns }) => owns(path)) ?? origin).handle(req, res, path),
    keyFrame: lastKeyFrame.read,
    audience: renditions.audience,
    ladder: renditions.stats,
    async close() {
      await packager.close();
      origin.end();
      aac.end();
      renditions.end();
      renditions.close();
      await aac.close();
      origin.close();
      await recorder.close();
    },
  };
}
