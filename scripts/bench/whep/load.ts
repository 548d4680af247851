// A relay on a core of its own, fed as a worker feeds it, and crowds of viewers on another.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#lib/clock.ts';
import { openCrowd, type Crowd, type CrowdViewer } from '../../../src/server/rooms/media/testing-crowd.ts';
import { FRAME_HEAD_BYTES, stampFrame } from '../../../src/server/rooms/media/worker/relay-frames.ts';
import { openRelay } from '../../../src/server/rooms/media/worker/relay-link.ts';
import { createRtpTimeline } from '../../../src/server/rooms/media/worker/rtp-timeline.ts';
import { createTestPackets, FRAMES_PER_SECOND } from '../../../src/server/rooms/media/worker/testing-packets.ts';
import { bindTo, cpuSeconds, droppedDatagrams, waitedSeconds } from './process-facts.ts';

const CORE = { relay: 0, crowd: 1 } as const;
const JOINING_AT_ONCE = 10;
const VIEWERS_PER_CROWD = 120;
const TRIES = 4;

export interface Sample {
  readonly viewers: number;
  /** Of a core. */
  readonly relayCpu: number;
  readonly crowdCpu: number;
  /** Share of the time in which the relay could have run and others had its core. */
  readonly waited: number;
  readonly delivered: number;
  readonly usPerPacket: number;
  readonly droppedDatagrams: number;
  /** Viewers that were let go meanwhile, and packets the relay had no time for. */
  readonly lostViewers: number;
  readonly relayDrops: number;
}

export interface Load {
  readonly pid: number;
  readonly isBound: boolean;
  grow(viewers: number): Promise<void>;
  measure(seconds: number): Promise<Sample>;
  /** So many come, see a picture, and leave. */
  churn(times: number): Promise<void>;
  close(): void;
}

export async function openLoad(file?: string): Promise<Load> {
  const relay = openRelay({
    ice: { addresses: [] },
    clock: systemClock,
    onEnded() {},
    onTrouble: (message) => console.error(`relay: ${message}`),
    ...(file && { file }),
  });
  while (!relay.isReady) await sleep(20);
  const isBound = bindTo(CORE.relay, relay.pid!);
  const timeline = createRtpTimeline();
  const packets = createTestPackets();
  const crowds: Crowd[] = [];
  const viewers: CrowdViewer[] = [];
  let fed = 0;
  let frames = 0;
  const beganMs = performance.now();
  // By the clock, not by the timer: a feeder that is late sends what it owes.
  const feeder = setInterval(() => {
    for (const due = ((performance.now() - beganMs) / 1000) * FRAMES_PER_SECOND; frames < due; frames++) feed();
  }, 5);

  return {
    pid: relay.pid!,
    isBound,
    async grow(wanted) {
      while (viewers.length < wanted) {
        const joining = Math.min(JOINING_AT_ONCE, wanted - viewers.length);
        viewers.push(...(await Promise.all(Array.from({ length: joining }, (_, n) => join(viewers.length + n)))));
      }
      // Their first seconds are not what is measured.
      await sleep(2_000);
    },
    async measure(seconds) {
      const before = await look();
      await sleep(seconds * 1000);
      const after = await look();
      const elapsed = (after.atMs - before.atMs) / 1000;
      const received = after.packets - before.packets;
      return {
        viewers: viewers.length,
        relayCpu: (after.relay - before.relay) / elapsed,
        crowdCpu: (after.crowd - before.crowd) / elapsed,
        waited: (after.waited - before.waited) / elapsed,
        delivered: received / ((after.fed - before.fed) * viewers.length),
        // Per packet that arrived: what was dropped on the way cost nothing and is no merit.
        usPerPacket: ((after.relay - before.relay) * 1_000_000) / received,
        droppedDatagrams: after.dropped - before.dropped,
        lostViewers: viewers.length - relay.load,
        relayDrops: relay.dropped,
      };
    },
    async churn(times) {
      for (let done = 0; done < times; done += JOINING_AT_ONCE) {
        const here = await Promise.all(Array.from({ length: JOINING_AT_ONCE }, () => join(0)));
        for (const viewer of here) {
          relay.unwatch(viewer.session);
          await viewer.close();
        }
      }
    },
    close() {
      clearInterval(feeder);
      relay.end();
      for (const crowd of crowds) crowd.end();
    },
  };

  function feed(): void {
    const isKey = relay.takeKeyFrameWish() || frames % (2 * FRAMES_PER_SECOND) === 0;
    for (const { kind, packet } of packets.next(isKey)) {
      const frame = timeline.rewrite(kind, packet, systemClock.now(), FRAME_HEAD_BYTES)!;
      const startsKey = isKey && kind === 'video' && packet.payload[0] === 0x65;
      stampFrame(frame, kind, startsKey);
      relay.write(frame, kind, startsKey);
      fed++;
    }
  }

  async function look() {
    const totals = await Promise.all(crowds.map((crowd) => crowd.total()));
    return {
      atMs: performance.now(),
      fed,
      packets: totals.reduce((sum, { packets: count }) => sum + count, 0),
      relay: cpuSeconds(relay.pid!),
      waited: waitedSeconds(relay.pid!),
      crowd: crowds.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
      dropped: droppedDatagrams(),
    };
  }

  /** The viewers' library loses a race of its own now and then; a player asks again too. */
  async function join(number: number): Promise<CrowdViewer> {
    const crowd = (crowds[Math.floor(number / VIEWERS_PER_CROWD)] ??= openBoundCrowd());
    for (let tries = 1; ; tries++) {
      let session = '';
      try {
        const viewer = await crowd.join(async (offer) => {
          const watched = await relay.watch(offer, { video: true, audio: true });
          if (!watched?.ok) throw new Error(`no answer: ${JSON.stringify(watched)}`);
          session = watched.value.id;
          return watched.value;
        });
        await firstPicture(viewer);
        return viewer;
      } catch (error) {
        relay.unwatch(session);
        if (tries === TRIES) throw error;
      }
    }
  }
}

function openBoundCrowd(): Crowd {
  const crowd = openCrowd();
  bindTo(CORE.crowd, crowd.pid);
  return crowd;
}

async function firstPicture(viewer: CrowdViewer): Promise<void> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    if ((await viewer.counts()).video.packets > 0) return;
    await sleep(50);
  }
  throw new Error('A viewer saw nothing.');
}
