/**
 * The packets since the last key frame, for viewers who join when the publisher cannot be asked for
 * another one (RTMP): they are handed what they missed, and need not wait for the encoder's next.
 */
export interface GopCache {
  /** An RTP packet of video as viewers get it. */
  push(packet: Buffer, isKey: boolean): void;
  /** What a viewer that begins now must catch up with; null when nothing is kept. */
  begin(): CatchUp | null;
}

export interface CatchUp {
  /** The next packets to send, each a copy; fewer than asked for, or none, at the end. */
  next(count: number): Buffer[];
  /** True when the viewer has all that was kept, and goes on with what comes. */
  readonly isDone: boolean;
}

/** Ten seconds of 3 Mb/s. A longer group of pictures is not kept: its joiners wait for the next key frame. */
const MOST_BYTES = 4 * 1024 * 1024;
const RTP_HEADER_BYTES = 12;
const TIMESTAMP_AT = 4;
/**
 * What was missed is shown a millisecond apart, all of it just before now. With their own times the
 * viewer would play them at their pace and stay behind by as much for good.
 */
const APART_TICKS = 90;

interface Group {
  readonly packets: Buffer[];
  /** Timestamps of its pictures, in order. */
  readonly times: number[];
  bytes: number;
}

export function createGopCache(): GopCache {
  let group: Group | null = null;
  return {
    push(packet, isKey) {
      if (packet.length < RTP_HEADER_BYTES) return;
      const time = packet.readUInt32BE(TIMESTAMP_AT);
      // A key frame may come in several pieces that each could begin one; only the first does.
      if (isKey && group?.times[0] !== time) group = { packets: [], times: [], bytes: 0 };
      if (!group) return;
      group.bytes += packet.length;
      if (group.bytes > MOST_BYTES) return void (group = null);
      // A copy: receivers write their own numbers into the packet they are given.
      group.packets.push(Buffer.from(packet));
      if (group.times.at(-1) !== time) group.times.push(time);
    },
    begin: () => group && catchUp(group),
  };
}

function catchUp({ packets, times }: Group): CatchUp {
  const last = times.length - 1;
  const shownAt = new Map(times.map((time, at) => [time, (times[last]! - (last - at) * APART_TICKS) >>> 0]));
  let at = 0;
  return {
    next(count) {
      const taken = packets.slice(at, at + count).map((packet) => Buffer.from(packet));
      at += taken.length;
      for (const packet of taken) {
        const time = packet.readUInt32BE(TIMESTAMP_AT);
        // Pictures that came after the viewer have their own time.
        packet.writeUInt32BE(shownAt.get(time) ?? time, TIMESTAMP_AT);
      }
      return taken;
    },
    get isDone() {
      return at >= packets.length;
    },
  };
}
