import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';

/**
 * The edges of this instance: machines that hand out what we made. A player that asks us for a
 * playlist is sent to one of them, with a ticket by which the edge says later for whom media was
 * handed over. An edge that has been silent for long gets nobody.
 */
export interface Edges {
  /** Where this visitor should play, or null: here. Ends without a slash. */
  placeFor(streamId: string, visitorId: string): string | null;
  /** Any edge that is awake, for what is handed out to everybody alike; null: there is none. Ends without a slash. */
  anyAwake(): string | null;
  /** The visitor of a ticket of this stream; null for one that we did not give. */
  redeem(streamId: string, ticket: string): string | null;
  /** An edge reported. False for one that is not of this instance. */
  heard(edgeUrl: string): boolean;
  /** Does the request come from an edge? */
  isEdge(authorization: string | undefined): boolean;
}

export interface EdgesNeeds {
  readonly urls: readonly string[];
  /** What the edges know; null: there are none. */
  readonly edgeSecret: string | null;
  readonly secret: string;
  readonly clock: Clock;
}

/** Edges report every two seconds. */
const SILENT_MS = 8_000;

export function createEdges({ urls, edgeSecret, secret, clock }: EdgesNeeds): Edges {
  const heardMs = new Map<string, number>();
  const bearer = edgeSecret === null ? null : `Bearer ${edgeSecret}`;

  const awakeOnes = () => urls.filter((url) => clock.now() - (heardMs.get(url) ?? -Infinity) <= SILENT_MS);
  let turn = 0;

  return {
    anyAwake() {
      const awake = awakeOnes();
      return awake[turn++ % awake.length] ?? null;
    },
    placeFor(streamId, visitorId) {
      const awake = awakeOnes();
      if (awake.length === 0) return null;
      // Rendezvous hashing: when one falls away, only its own viewers move.
      const weighed = awake.map((url) => ({ url, weight: sign(`place ${url} ${visitorId}`) }));
      const { url } = weighed.reduce((best, one) => (one.weight > best.weight ? one : best));
      return `${url}/live/${streamId}/~${ticketOf(streamId, visitorId)}`;
    },
    redeem(streamId, ticket) {
      const found = /^([0-9a-f]{32})([\w-]{22})$/.exec(ticket);
      if (!found) return null;
      const visitorId = found[1]!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return isEqual(ticket, ticketOf(streamId, visitorId)) ? visitorId : null;
    },
    heard(edgeUrl) {
      if (!urls.includes(edgeUrl)) return false;
      heardMs.set(edgeUrl, clock.now());
      return true;
    },
    isEdge: (authorization) => bearer !== null && authorization !== undefined && isEqual(authorization, bearer),
  };

  function ticketOf(streamId: string, visitorId: string): string {
    return visitorId.replaceAll('-', '') + sign(`ticket ${streamId} ${visitorId}`).slice(0, 22);
  }

  function sign(text: string): string {
    return createHmac('sha256', secret).update(`edge ${text}`).digest('base64url');
  }
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
