import type { Clock } from '#lib/clock.ts';
import type { Bus } from '#platform/bus/index.ts';
import type { Config } from '#platform/config.ts';
import { type AudienceCount, NOBODY } from './audience.ts';
import { createEdges } from './edge/edges.ts';
import type { Media } from './index.ts';

const NAMES = Object.keys(NOBODY) as (keyof AudienceCount)[];

/**
 * The media of an instance as a process sees it that has none. Who watches is told by the process that serves them;
 * requests about media are forwarded to it before they reach a room, so being asked here is a bug.
 */
export function createDistantMedia({ bus, config, clock }: { bus: Pick<Bus, 'numbers'>; config: Config; clock: Clock }): Media {
  const { isEdge } = createEdges({ urls: config.edges.urls, edgeSecret: config.edges.secret, secret: config.secret, clock });
  const elsewhere = (): never => {
    throw new Error('This process has no media: the request should have been forwarded.');
  };
  return {
    audience: (streamId) =>
      Object.fromEntries(NAMES.map((name) => [name, bus.numbers.sum(audienceKey(streamId), name)])) as unknown as AudienceCount,
    // Edges report to the process that has the media; which one is due comes from there, another every two seconds.
    edges: { isEdge, anyAwake: () => config.edges.urls.find((url) => bus.numbers.sum(EDGES, url) > 0) ?? null },
    facts: () => ({ state: 'none', generation: 0 }),
    stage: () => ({ onAir: null, backstage: [] }),
    stats: () => null,
    recordingStop: () => null,
    // No news is made here.
    on: () => () => {},
    knowAudience: () => {},
    openStream: elsewhere,
    closeStream: elsewhere,
    issueTicket: elsewhere,
    callOnStage: elsewhere,
    rotateKey: elsewhere,
    encoder: elsewhere,
    replay: elsewhere,
    timeline: elsewhere,
    makeClip: elsewhere,
    startDemo: elsewhere,
    start: async () => {},
    sweep: async () => {},
    close: async () => {},
  };
}

/** Tells the other processes who receives each stream, and which edge is due. @returns stop */
export const shareAudience = (media: Pick<Media, 'on' | 'edges'>, bus: Pick<Bus, 'numbers'>): (() => void) =>
  media.on('audience', ({ streamId, count }) => {
    bus.numbers.share(audienceKey(streamId), { ...count });
    const awake = media.edges.anyAwake();
    bus.numbers.share(EDGES, awake === null ? {} : { [awake]: 1 });
  });

const audienceKey = (streamId: string): string => `stream.${streamId}`;
const EDGES = 'edges';
