import { asksForKeyFrame, parseRtcp, readReceptionBlocks, roundTripMs } from '#lib/rtcp.ts';

/** What a direct viewer's RTCP tells: that it lives, what it received, that it needs a key frame. */
export interface ViewerReports {
  read(bytes: Uint8Array, nowMs: number): void;
  readonly heardMs: number;
  readonly receivedMs: number;
  readonly rttMs: number | null;
}

/** Progress between two reports counts for at most this: a viewer that slept did not watch. */
const MAX_BETWEEN_REPORTS_MS = 6_000;
/** SSRCs followed per viewer: one of video, one of audio. */
const MAX_SSRCS = 2;

export function createViewerReports({ joinedMs, onKeyFrameWanted }: { joinedMs: number; onKeyFrameWanted: () => void }): ViewerReports {
  const highest = new Map<number, number>();
  let heardMs = joinedMs;
  let progressMs: number | null = null;
  let receivedMs = 0;
  let rttMs: number | null = null;

  return {
    read(bytes, nowMs) {
      for (const packet of parseRtcp(bytes)) {
        heardMs = nowMs;
        if (asksForKeyFrame(packet)) onKeyFrameWanted();
        for (const block of readReceptionBlocks(packet)) {
          rttMs = roundTripMs(block, nowMs) ?? rttMs;
          noteProgress(block.ssrc, block.highestSequence, nowMs);
        }
      }
    },
    get heardMs() {
      return heardMs;
    },
    get receivedMs() {
      return receivedMs;
    },
    get rttMs() {
      return rttMs;
    },
  };

  function noteProgress(ssrc: number, sequence: number, nowMs: number) {
    const before = highest.get(ssrc);
    if (before === undefined && highest.size === MAX_SSRCS) return;
    highest.set(ssrc, sequence);
    if (before === undefined || sequence === before) return;
    if (progressMs !== null) receivedMs += Math.min(nowMs - progressMs, MAX_BETWEEN_REPORTS_MS);
    progressMs = nowMs;
  }
}
