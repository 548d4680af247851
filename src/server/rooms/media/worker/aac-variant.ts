import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import type { MediaConfig, MediaUnit, UnitReader } from '#lib/media-unit.ts';
import { createAacTranscoder, type AacTranscoder } from './aac-transcoder.ts';
import { createHlsOrigin, type HlsOrigin } from './hls-origin.ts';
import { createPackager, type Packager } from './packager.ts';
import type { ResumePoint } from './package.ts';

export interface AacVariantNeeds {
  readonly clock: Clock;
  readonly wantKeyFrame?: () => void;
  /** The codecs did not start, or stopped; the variant answers 503 from then on. */
  readonly onFailed?: (error: Error) => void;
}

export interface AacVariant extends UnitReader {
  /** True for the files of this variant: `index-aac.m3u8`, `plain-aac.m3u8`, `aac-…`. */
  owns(path: string): boolean;
  handle(req: IncomingMessage, res: ServerResponse, path: string): void;
  /** Somebody uses it now. */
  isRunning(): boolean;
  end(): void;
}

/** Players ask several times a second; one that stalls comes back well within this. */
const IDLE_MS = 60_000;

interface Running {
  askedMs: number;
  readonly origin: HlsOrigin;
  readonly packager: Packager;
  /** Null while the publisher sends AAC already. */
  transcoder: AacTranscoder | null;
}

/**
 * The same stream with AAC instead of Opus, for players that know only AAC (Apple's). Transcoding costs
 * about 3 % of a core, so it runs only while somebody asks for it; a publisher's own AAC passes through.
 */
export function createAacVariant(needs: AacVariantNeeds): AacVariant {
  const { clock } = needs;
  let config: MediaConfig | null = null;
  let running: Running | null = null;
  let closed = false;

  function start(): Running {
    const resume = numbersFromClock(clock);
    const origin = createHlsOrigin({ clock, variant: 'aac', resume });
    const packager = createPackager({ sinks: [origin], resume, wantKeyFrame: needs.wantKeyFrame });
    return { askedMs: clock.now(), origin, packager, transcoder: null };
  }

  /** Waits for the transcoder to describe its sound; what comes before that belongs to nobody. */
  function adopt(next: MediaConfig, by: Running): void {
    if (next.audio?.codec !== 'opus') return by.packager.configure(next);
    by.transcoder ??= createAacTranscoder(onFrame);
    by.transcoder.config.then(
      (description) => {
        if (config === next && running === by) by.packager.configure({ ...next, audio: { ...TRANSCODED, config: description } });
      },
      (error: Error) => closed || running !== by || needs.onFailed?.(error),
    );
  }

  /** The thread ends; whoever asks again starts another. */
  async function stop(): Promise<void> {
    const stopped = running;
    running = null;
    await stopped?.packager.close();
    stopped?.origin.close();
    await stopped?.transcoder?.close();
  }

  function onFrame(data: Uint8Array, ms: number): void {
    if (config?.audio?.codec !== 'opus') return;
    running?.packager.write({ kind: 'audio', keyframe: true, ptsUs: ms * 1000, wallClockMs: clock.now(), payload: data });
  }

  return {
    owns: (path) => /^(?:index-aac|plain-aac|aac-)/.test(path),
    handle(req, res, path) {
      if (!closed && !running) {
        running = start();
        if (config) adopt(config, running);
      }
      if (!running) return void res.writeHead(503).end();
      running.askedMs = clock.now();
      running.origin.handle(req, res, path);
    },
    configure(next: MediaConfig) {
      config = next;
      if (running) adopt(next, running);
    },
    write(unit: MediaUnit) {
      if (running && clock.now() - running.askedMs > IDLE_MS) void stop();
      if (unit.kind === 'audio' && config?.audio?.codec === 'opus') running?.transcoder?.push(unit.payload, unit.ptsUs / 1000);
      else running?.packager.write(unit);
    },
    gap: () => running?.packager.gap(),
    isRunning: () => running !== null,
    end: () => running?.origin.end(),
    async close() {
      closed = true;
      await stop();
    },
  };
}

/** Nothing records this variant, and caches keep its files for ever: numbers come from the clock, which a restart does not turn back. */
function numbersFromClock(clock: Clock): ResumePoint {
  const seconds = Math.floor(clock.now() / 1000);
  return { nextSegment: seconds, nextInit: seconds, timelineMs: 0, discontinuities: 0 };
}

const TRANSCODED = { codec: 'aac', channels: 2, sampleRate: 48_000 } as const;
