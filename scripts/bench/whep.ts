// `npm run bench -- whep [--quick] [--viewers 300,350]`: how many direct viewers a core holds. A relay of ours, bound to one core and fed as
// a worker feeds it, serves viewers on another core; packets are counted where they arrive. Each viewer takes 2.5 Mb/s:
// 300 packets of video and 50 of audio a second. In the same run, the same relay with werift's own sender.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PACKETS_PER_SECOND } from '../../src/server/rooms/media/worker/testing-packets.ts';
import { openLoad, type Sample } from './whep/load.ts';
import { openFiles, residentMb } from './whep/process-facts.ts';

/** Below this share of packets received, viewers do not count as served. */
const DELIVERED = 0.98;
const WERIFT = fileURLToPath(new URL('./whep/werift-relay.ts', import.meta.url));

interface Plan {
  readonly steps: readonly number[];
  readonly weriftSteps: readonly number[];
  readonly seconds: number;
  readonly churns: number;
}
const QUICK: Plan = { steps: [100, 200], weriftSteps: [15], seconds: 5, churns: 200 };
const FULL: Plan = { steps: [100, 200, 300, 350, 400, 450, 500], weriftSteps: [15, 30, 45], seconds: 12, churns: 1_000 };

const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

function tell(name: string, sample: Sample): void {
  const { viewers, relayCpu, crowdCpu, delivered, usPerPacket, waited } = sample;
  const percent = (share: number) => `${round(share * 100, 1)} %`;
  console.log(
    `${name}: ${viewers} viewers, ${percent(delivered)} delivered, relay ${percent(relayCpu)} of a core (${round(usPerPacket, 1)} µs per packet, waited for the core ${percent(waited)}), viewers ${percent(crowdCpu)}; lost: ${sample.droppedDatagrams} datagrams, ${sample.relayDrops} packets before the relay, ${sample.lostViewers} viewers`,
  );
}

/** Climbs until viewers are no longer served. @returns the last samples that were, and all */
async function climb(name: string, steps: readonly number[], seconds: number, file?: string) {
  const load = await openLoad(file);
  const samples: Sample[] = [];
  try {
    for (const viewers of steps) {
      await load.grow(viewers);
      const sample = await load.measure(seconds);
      tell(name, sample);
      samples.push(sample);
      if (sample.delivered < DELIVERED) break;
    }
    return { samples, isBound: load.isBound };
  } finally {
    load.close();
  }
}

/** Joins and leaves on one relay: what stays behind? The first tenth warms it up. */
async function churn(times: number) {
  const load = await openLoad();
  try {
    await load.churn(times / 10);
    const before = { mb: residentMb(load.pid), files: openFiles(load.pid) };
    await load.churn((times * 9) / 10);
    return { before, after: { mb: residentMb(load.pid), files: openFiles(load.pid) } };
  } finally {
    load.close();
  }
}

const best = (samples: readonly Sample[]) => samples.filter(({ delivered }) => delivered >= DELIVERED).at(-1);

export async function run({ quick = false, steps }: { quick?: boolean; steps?: readonly number[] } = {}) {
  const plan = { ...(quick ? QUICK : FULL), ...(steps && { steps }) };
  const ours = await climb('ours', plan.steps, plan.seconds);
  const werift = await climb('werift', plan.weriftSteps, plan.seconds, WERIFT);
  const memory = await churn(plan.churns);
  const held = best(ours.samples);
  const peer = best(werift.samples) ?? werift.samples[0]!;
  const reference = held ?? ours.samples[0]!;
  return {
    bench: 'whep',
    metrics: {
      viewers_per_core: held?.viewers ?? 0,
      // What its CPU time would allow; the figure to look at when others had the core.
      viewers_per_core_by_cpu_time: Math.floor(1_000_000 / (reference.usPerPacket * PACKETS_PER_SECOND)),
      waited_for_the_core: round(reference.waited),
      delivered_fraction: round(reference.delivered, 4),
      relay_cpu_share: round(reference.relayCpu),
      us_per_packet: round(reference.usPerPacket),
      werift_viewers: peer.viewers,
      werift_delivered_fraction: round(peer.delivered, 4),
      werift_us_per_packet: round(peer.usPerPacket),
      churned: plan.churns,
      rss_mb_before: memory.before.mb,
      rss_mb_after: memory.after.mb,
      open_files_before: memory.before.files,
      open_files_after: memory.after.files,
    },
    ratios: { vs_werift_sender: round(peer.usPerPacket / reference.usPerPacket) },
    invariants: {
      viewers_were_served: held !== undefined,
      the_relay_had_one_core: ours.isBound,
      no_socket_stays_open: memory.after.files <= memory.before.files + 2,
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, viewers: { type: 'string' } } });
  const result = await run({ quick: values.quick, ...(values.viewers && { steps: values.viewers.split(',').map(Number) }) });
  console.log(JSON.stringify(result));
  process.exit(Object.values(result.invariants).every(Boolean) ? 0 : 1);
}
