import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import type { UnitReader } from '#lib/media-unit.ts';
import { createAacVariant } from './aac-variant.ts';
import { createHlsOrigin } from './hls-origin.ts';
import type { RecordingStop, SegmentFact } from './messages.ts';
import { createLastKeyFrame } from './last-key-frame.ts';
import type { ResumePoint } from './package.ts';
import { createPackager } from './packager.ts';
import { createRecorder } from './recorder.ts';

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
}

export interface Outputs {
  readonly readers: readonly UnitReader[];
  handle(req: IncomingMessage, res: ServerResponse, path: string): void;
  keyFrame(): Buffer | null;
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
  const origin = createHlsOrigin({ clock, resume });
  const packager = createPackager({ sinks: [origin, recorder], resume, wantKeyFrame });
  const aac = createAacVariant({ clock, wantKeyFrame, onFailed: onTrouble });
  const lastKeyFrame = createLastKeyFrame();
  return {
    readers: [packager, aac, lastKeyFrame],
    handle: (req, res, path) => (aac.owns(path) ? aac.handle(req, res, path) : origin.handle(req, res, path)),
    keyFrame: lastKeyFrame.read,
    async close() {
      await packager.close();
      origin.end();
      aac.end();
      await aac.close();
      origin.close();
      await recorder.close();
    },
  };
}
