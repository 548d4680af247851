import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { LadderSettings } from '#contract/media.ts';
import { steadyClock as clock } from '#lib/clock.ts';
import { playClip } from '../demo/clip-source.ts';
import { readClip } from '../demo/clip.ts';
import { createBroadcast, type Broadcast } from './broadcast.ts';
import { createNativeEgress } from './egress-whep.ts';
import { createWeriftEgress } from './egress-whep-werift.ts';
import { createFront } from './front.ts';
import type { FromWorker, StreamAssignment, ToWorker } from './messages.ts';
import { openOutputs, type Outputs } from './outputs.ts';

/**
 * A media worker: one process, one broadcast. It may die, also of a native crash, without the shop
 * noticing; whoever started it starts another.
 *
 * It begins as a standby with everything loaded, and serves the one stream it is told to.
 */
const REPORT_MS = 2_000;
const NO_LADDER: LadderSettings = { when: 'never', fromViewers: 0, sides: [] };
const ALIVE_MS = 1_000;

const tell = (message: FromWorker) => {
  if (process.connected) process.send!(message);
};

let serving: { broadcast: Broadcast; outputs: Outputs; server: Server; stream: StreamAssignment; reporter: NodeJS.Timeout } | null = null;

// A packet or description that we did not foresee must not end a show.
process.on('uncaughtException', trouble);
process.on('unhandledRejection', trouble);
process.on('disconnect', () => void finish());
// Ctrl-C reaches the whole process group; the parent decides when the recording is closed.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void finish());
process.on('message', (message: ToWorker) => {
  if (message.do === 'finish') void finish();
  else if (message.do === 'clip') loopClip();
  else if (message.do === 'audience') serving?.outputs.audience(message.viewers);
  else if (!serving && message.do === 'serve') void serve(message.stream).catch(failToServe);
});

tell({ news: 'ready' });
setInterval(tell, ALIVE_MS, { news: 'alive' });

async function serve(stream: StreamAssignment): Promise<void> {
  let wantKeyFrame = () => {};
  const outputs = await openOutputs({
    ...stream,
    clock,
    onSegment: (segment) => tell({ news: 'segment', segment }),
    onRecordingStop: (stop) => tell({ news: 'recording', stop }),
    onMissed: (point) => tell({ news: 'missed', point }),
    onTrouble: trouble,
    wantKeyFrame: () => wantKeyFrame(),
    ladder: stream.ladder ?? NO_LADDER,
  });
  const egress = (await createNativeEgress({ ice: stream.ice, clock })) ?? createWeriftEgress({ ice: stream.ice, clock });
  const broadcast = createBroadcast({
    clock,
    ice: stream.ice,
    egress,
    readers: outputs.readers,
    maxViewers: stream.maxViewers,
    ...(stream.relays && { relays: stream.relays }),
    lastGeneration: stream.lastGeneration,
    onPublisher: (state) => tell({ news: 'publisher', state, generation: broadcast.stats().generation }),
    onStage: (stage) => tell({ news: 'stage', stage }),
    onIndirect: () => tell({ news: 'indirect' }),
    onTrouble: trouble,
  });
  wantKeyFrame = broadcast.wantKeyFrame;
  const server = createFront({ broadcast, ladder: outputs.ladder, hls: outputs.handle, keyFrame: outputs.keyFrame, clock });
  await rm(stream.socketPath, { force: true });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(stream.socketPath, resolve));
  serving = { broadcast, outputs, server, stream, reporter: setInterval(report, REPORT_MS, broadcast, outputs) };
  tell({ news: 'serving', native: egress.native });
}

function trouble(error: unknown): void {
  tell({ news: 'trouble', message: String(error instanceof Error ? error.stack : error).slice(0, 2_000) });
}

function loopClip(): void {
  if (!serving) return;
  const { input } = serving.broadcast;
  playClip({ clip: readClip(), clock, generation: 0, readers: [{ ...input, close: async () => {} }] });
}

function report(broadcast: Broadcast, outputs: Outputs): void {
  tell({ news: 'viewers', receivedMs: broadcast.received() });
  tell({ news: 'stats', stats: { ...broadcast.stats(), ladder: outputs.ladder() } });
}

function failToServe(error: unknown): void {
  tell({ news: 'trouble', message: `cannot serve: ${error instanceof Error ? error.message : String(error)}` });
  process.exit(1);
}

let finishing = false;

/** Ends cleanly: viewers closed, the last segment written. */
async function finish(): Promise<void> {
  if (finishing) return;
  finishing = true;
  // Whatever hangs, no orphan stays behind.
  setTimeout(() => process.exit(1), 5_000).unref();
  if (serving) {
    clearInterval(serving.reporter);
    serving.server.close();
    serving.server.closeAllConnections();
    await serving.broadcast.close();
    await serving.outputs.close();
    await rm(serving.stream.socketPath, { force: true });
  }
  tell({ news: 'finished' });
  process.exit(0);
}
