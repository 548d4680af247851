import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresCarrier } from '#platform/bus/postgres-carrier.ts';
import { createLog } from '#platform/log.ts';
import { createBusNode } from './bus-node.ts';

// A server process that appends to a show while another one does, follows it, and tells what it read.
const [databaseUrl = '', showId = '', name = '', lines = '0'] = process.argv.slice(2);
const node = createBusNode(databaseUrl, createPostgresCarrier({ databaseUrl, log: createLog('silent') }));
const reader = await node.follow(showId);
await Promise.all(Array.from({ length: Number(lines) }, (_, at) => node.append(showId, [`${name}.${at}`])));
const untilMs = performance.now() + 20_000;
while (reader.seqs.length < 2 * Number(lines) && performance.now() < untilMs) await sleep(20);
process.send!({ seqs: reader.seqs, texts: reader.texts });
await node.close();
process.disconnect();
