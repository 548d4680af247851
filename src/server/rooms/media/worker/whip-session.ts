import type { Clock } from '#lib/clock.ts';
import { startsKeyFrame } from '#lib/h264-depacketizer.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { done, type Outcome } from '#lib/outcome.ts';
import type { RtpPacket } from '#lib/rtp.ts';
import { createAssembler, type Assembler } from './assembler.ts';
import { openIngest, type IceOptions, type Ingest, type IngestRefusal } from './ingest-whip.ts';
import type { OnAir, PublisherSession, SessionEvents } from './publisher-session.ts';

export interface WhipSessionNeeds {
  readonly offer: string;
  readonly ice: IceOptions;
  readonly clock: Clock;
  readonly on: SessionEvents;
}

export interface WhipSession extends PublisherSession {
  /** The answer to the publisher's offer. */
  readonly answer: string;
}

const FEEDBACK_MS = 50;

/** A publisher that came by WHIP: its packets are assembled to units while it is on air. */
export async function openWhipSession({ offer, ice, clock, on }: WhipSessionNeeds): Promise<Outcome<WhipSession, IngestRefusal>> {
  let stage: { readonly assembler: Assembler; readonly on: OnAir } | null = null;
  // Packets may come while the connection is still being answered; nobody can be told of them yet.
  let ingest: Ingest | null = null;
  const opened = await openIngest({
    offer,
    ice,
    clock,
    on: {
      onRtp: receive,
      onSenderReport: (kind, ntpMs, timestamp) => stage?.assembler.senderReport(kind, ntpMs, timestamp),
      onEnded: end,
    },
  });
  if (!opened.ok) return opened;
  const connected = (ingest = opened.value);
  const feedback = setInterval(connected.sendFeedback, FEEDBACK_MS);

  return done({
    id: connected.id,
    answer: connected.answer,
    has: connected.has,
    takeStage(firstPtsUs, onAir) {
      const { configure, unit, gap, wantKeyFrame } = onAir;
      const assembler = createAssembler({
        has: connected.has,
        firstPtsUs,
        on: { configure, unit, gap, wantKeyFrame, askAgain: connected.askAgain },
      });
      stage = { assembler, on: onAir };
    },
    leaveStage() {
      stage = null;
    },
    get endPtsUs() {
      return stage?.assembler.endPtsUs ?? null;
    },
    askForKeyFrame: connected.askForKeyFrame,
    tick: (nowMs) => stage?.assembler.tick(nowMs),
    stats() {
      const { receivedPackets, guard } = connected.stats();
      const assembled = stage?.assembler.stats();
      return { receivedPackets, guard, lostPackets: assembled?.lostPackets ?? 0, droppedPictures: assembled?.droppedPictures ?? 0 };
    },
    async close() {
      clearInterval(feedback);
      await connected.close();
    },
  });

  function receive(kind: MediaKind, packet: RtpPacket, arrivalMs: number): void {
    if (!ingest) return;
    const isKey = kind === 'video' && startsKeyFrame(packet.payload);
    on.onMedia({ kind, bytes: packet.payload.length, arrivalMs, startsKeyFrame: isKey });
    if (!stage) return;
    // Direct viewers come second: whatever happens to one must not starve the packager.
    try {
      stage.assembler.push(kind, packet, arrivalMs);
    } catch (error) {
      stage.on.fault(error);
    }
    stage.on.packet(kind, packet, arrivalMs);
  }

  function end(): void {
    clearInterval(feedback);
    on.onEnded();
  }
}
