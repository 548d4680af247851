import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import type { UnitReader } from '#lib/media-unit.ts';
import type { SegmentFact } from './messages.ts';

/** Everything a stream's units become besides direct viewers: LL-HLS and the recording. */
export interface OutputsNeeds {
  readonly folder: string;
  readonly clock: Clock;
  readonly onSegment: (segment: SegmentFact) => void;
}

export interface Outputs {
  readonly readers: readonly UnitReader[];
  /** Where the stream's timeline goes on, when an earlier worker recorded. */
  readonly startPtsUs: number;
  readonly handle: ((req: IncomingMessage, res: ServerResponse, path: string) => unknown) | null;
}

export async function openOutputs(_needs: OutputsNeeds): Promise<Outputs> {
  return { readers: [], startPtsUs: 0, handle: null };
}
