import type { Writable } from 'node:stream';
import type { MediaKind } from '#lib/media-clock.ts';

/**
 * The worker's pen to one relay. It never waits: a relay that does not drain loses packets, up to a
 * key frame that it has room for again, and the loss is counted.
 */
export interface RelayWriter {
  write(frame: Buffer, kind: MediaKind, isKey: boolean): void;
  /** Packets were dropped and no key frame has passed since: somebody should ask for one. */
  readonly waitsForKeyFrame: boolean;
  readonly dropped: number;
}

/** Three seconds of a 2.5 Mb/s picture; a relay this far behind shows nothing of use. */
export const MAX_BACKLOG_BYTES = 1024 * 1024;
/** It starts again when half of that has drained, so that it does not stumble from drop to drop. */
const RESUME_BYTES = MAX_BACKLOG_BYTES / 2;

export function createRelayWriter(stream: Writable): RelayWriter {
  const isBehind: Record<MediaKind, boolean> = { video: false, audio: false };
  let dropped = 0;
  let corked = false;

  return {
    write(frame, kind, isKey) {
      if (stream.destroyed || !hasRoom(frame.length, kind, isKey)) {
        dropped++;
        return;
      }
      gather();
      stream.write(frame);
    },
    get waitsForKeyFrame() {
      return isBehind.video && stream.writableLength <= RESUME_BYTES;
    },
    get dropped() {
      return dropped;
    },
  };

  function hasRoom(bytes: number, kind: MediaKind, isKey: boolean): boolean {
    const backlog = stream.writableLength;
    if (backlog + bytes > MAX_BACKLOG_BYTES) isBehind.video = isBehind.audio = true;
    else if (backlog <= RESUME_BYTES && (kind === 'audio' || isKey)) isBehind[kind] = false;
    return !isBehind[kind];
  }

  /** A frame's packets come in one turn of the loop: they go out in one system call. */
  function gather(): void {
    if (corked) return;
    corked = true;
    stream.cork();
    setImmediate(() => {
      corked = false;
      stream.uncork();
    });
  }
}
