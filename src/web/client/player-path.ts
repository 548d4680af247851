import type { PlayedQuality, WantedQuality } from './player-quality.ts';

/** One way by which live media reaches a video element. The player opens one at a time. */
export interface Path {
  readonly name: 'whep' | 'hls';
  /** Called ten times a second while open. `stuckMs` is how long the picture has not moved although it should. */
  tick(elapsedMs: number, stuckMs: number): void;
  /** Changes while media plays, where the element's own time goes on without any; null while unknown. */
  progress?(): number | null;
  /** Glass to glass, estimated for display; null while unknown. */
  delayMs(): number | null;
  /** Capture time of what is on screen, ms since 1970 on the server's clock; null while unknown. */
  playingDateMs(): number | null;
  /** Which rendition is on screen; null while unknown. */
  quality(): PlayedQuality | null;
  /** What arrives, as measured; null while unknown. */
  bitsPerSecond(): number | null;
  /** Changes over without a stop. False when this path cannot: another must be opened. */
  choose(wanted: WantedQuality): boolean;
  /** May be called twice. */
  close(): void;
}

/**
 * refused: this server will not serve this browser this way, try another.
 * failed: it may work another time.
 * rebuild: the stream changed in a way the decoder cannot follow; open the same path again at once.
 */
export type PathLoss = 'refused' | 'failed' | 'rebuild';

export interface PathNeeds {
  readonly video: HTMLVideoElement;
  readonly url: string;
  readonly wanted: WantedQuality;
  /** The server's clock as far as the page knows it, ms since 1970. */
  readonly now: () => number;
  /** Capture time of the last picture of low-latency HLS before this path was opened; null when the last was another way. */
  readonly playedToMs: number | null;
  /** Called at most once; the path is closed by the player then. */
  readonly onLost: (loss: PathLoss) => void;
  readonly onEnded: () => void;
  /** Media is attached: time to call play(). */
  readonly onReady: () => void;
}
