import native, { type Audio, type MediaHandler, type PeerConnection, type Track, type Video } from 'node-datachannel';
import type { MediaKind } from '#lib/media-clock.ts';

/**
 * A direct viewer without a browser, for tests and benches: it counts what arrives, by sequence number.
 * The addon neither lets a process end nor survives its own cleanup, so viewers live in a process
 * of their own: `testing-crowd.ts`.
 */
export interface TestViewer {
  readonly offer: string;
  /** Throws when the answer cannot be used; connect with another viewer then. */
  accept(answer: string): void;
  readonly counts: LaneCounts;
  /** Leaves without a word when the process ends; this says goodbye. */
  close(): void;
  /** Held on to: the addon's wrappers are garbage collected under a running track. */
  readonly keep: readonly object[];
}

export type LaneCounts = Readonly<Record<MediaKind, LaneCount>>;

export interface LaneCount {
  readonly packets: number;
  /** Numbers that were skipped and did not come later. */
  readonly missing: number;
  /** The first packet began a key frame. */
  readonly beganWithKey: boolean;
  readonly lastSequence: number | null;
}

const PAYLOAD_TYPE: Readonly<Record<MediaKind, number>> = { video: 102, audio: 111 };
const GATHER_TIMEOUT_MS = 3_000;

export interface TestViewerOptions {
  /** Counting in JavaScript costs more than the rest: a crowd counts on some and only receives on others. */
  readonly isCounting?: boolean;
}

export async function openTestViewer({ isCounting = true }: TestViewerOptions = {}): Promise<TestViewer> {
  const pc = new native.PeerConnection('viewer', { iceServers: [], disableAutoNegotiation: true });
  const lanes = { video: addLane(pc, 'video', isCounting), audio: addLane(pc, 'audio', isCounting) };
  const gathered = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no addresses gathered')), GATHER_TIMEOUT_MS);
    pc.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
  pc.setLocalDescription('offer');
  await gathered;
  return {
    offer: pc.localDescription()!.sdp,
    accept: (answer) => pc.setRemoteDescription(answer, 'answer'),
    counts: { video: lanes.video.count, audio: lanes.audio.count },
    close() {
      lanes.video.track.close();
      lanes.audio.track.close();
      pc.close();
    },
    keep: [pc, lanes],
  };
}

interface Lane {
  readonly track: Track;
  readonly count: { packets: number; missing: number; beganWithKey: boolean; lastSequence: number | null };
  readonly keep: readonly (Video | Audio | MediaHandler)[];
}

function addLane(pc: PeerConnection, kind: MediaKind, isCounted: boolean): Lane {
  const media = kind === 'video' ? new native.Video('0', 'RecvOnly') : new native.Audio('1', 'RecvOnly');
  if ('addH264Codec' in media) media.addH264Codec(PAYLOAD_TYPE.video);
  else media.addOpusCodec(PAYLOAD_TYPE.audio);
  const track = pc.addTrack(media);
  // It answers sender reports: a viewer that reports nothing is let go.
  const reports = new native.RtcpReceivingSession();
  track.setMediaHandler(reports);
  const count = { packets: 0, missing: 0, beganWithKey: false, lastSequence: null as number | null };
  if (isCounted) track.onMessage((packet) => take(count, packet, kind));
  return { track, count, keep: [media, reports] };
}

function take(count: Lane['count'], packet: Buffer, kind: MediaKind): void {
  const type = packet[1]! & 0x7f;
  if (type !== PAYLOAD_TYPE[kind]) return;
  const sequence = packet.readUInt16BE(2);
  if (count.packets++ === 0) count.beganWithKey = (packet[12]! & 0x1f) === 5;
  const step = count.lastSequence === null ? 1 : (sequence - count.lastSequence) & 0xffff;
  // One that comes late after all is missing no more.
  if (step > 0x8000) return void count.missing--;
  count.missing += step - 1;
  count.lastSequence = sequence;
}
