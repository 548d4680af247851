// Storms over the room's protocol until 10,000 connections have broken: no gap, no double, everybody equal to the log.
//   node test/nightly/room-fuzz.nightly.ts [disconnects] [first seed]
import { randomInt } from 'node:crypto';
import { storm } from '../sim/room-storm.ts';

const wanted = Number(process.argv[2] ?? 10_000);
const first = Number(process.argv[3] ?? randomInt(1, 2 ** 30));
const sums = { storms: 0, disconnects: 0, events: 0, snapshots: 0 };
const failed: number[] = [];
while (sums.disconnects < wanted) {
  const { seed, disconnects, events, snapshots, wrong } = await storm(first + sums.storms);
  sums.storms += 1;
  sums.disconnects += disconnects;
  sums.events += events;
  sums.snapshots += snapshots;
  if (wrong.length > 0) failed.push(seed);
  console.log(
    `seed ${seed}: ${disconnects} disconnects, ${events} events${wrong.length > 0 ? `\n  ${wrong.slice(0, 10).join('\n  ')}` : ''}`,
  );
}
console.log(
  `${sums.storms} storms (seeds ${first} to ${first + sums.storms - 1}), ${sums.disconnects} disconnects, ${sums.events} events, ` +
    `${sums.snapshots} snapshots: ${failed.length === 0 ? '0 gaps, 0 doubles, everybody equal to the log' : `wrong with seeds ${failed.join(', ')}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);
