import type { Clock } from '#lib/clock.ts';
import { createDirectViewers } from './direct-viewers.ts';
import type { WhepEgress } from './egress-whep.ts';
import { createFrameReader } from './relay-frames.ts';
import type { FromRelay, ToRelay } from './relay-messages.ts';

/** A relay: direct viewers of one stream in a process of their own, so that a broadcast uses more than one core. */
export interface Relay {
  /** Bytes from the worker. */
  media(chunk: Buffer): void;
  told(message: Exclude<ToRelay, { do: 'begin' }>): void;
  close(): void;
}

const TICK_MS = 20;
const REPORT_MS = 2_000;
/** The worker keeps the distance that encoders want; this only spares it a message per tick. */
const WISH_GAP_MS = 100;

export function createRelay({ egress, clock, tell }: { egress: WhepEgress; clock: Clock; tell: (news: FromRelay) => void }): Relay {
  const viewers = createDirectViewers({ egress, onLeft: (id) => tell({ news: 'left', ids: [id] }) });
  const media = createFrameReader(({ kind, isKey, packet }) => viewers.send(kind, packet, isKey, clock.now()));
  let wished = false;
  let wishedMs = 0;
  const ticker = setInterval(tick, TICK_MS);
  const reporter = setInterval(report, REPORT_MS);

  return {
    media,
    told(message) {
      if (message.do === 'unwatch') viewers.unwatch(message.id);
      else void viewers.watch(message.offer, message.carried).then((watched) => tell({ news: 'answered', ask: message.ask, watched }));
    },
    close() {
      clearInterval(ticker);
      clearInterval(reporter);
      viewers.close();
    },
  };

  function tick() {
    const nowMs = clock.now();
    const silent = viewers.reap(nowMs);
    if (silent.length > 0) tell({ news: 'left', ids: silent });
    wished = viewers.takeKeyFrameWish() || wished;
    if (!wished || nowMs - wishedMs < WISH_GAP_MS) return;
    wished = false;
    wishedMs = nowMs;
    tell({ news: 'keyFrameWanted' });
  }

  function report() {
    tell({ news: 'report', received: viewers.received(), sendErrors: viewers.sendErrors });
  }
}
