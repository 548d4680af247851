/**
 * Who really receives this stream's media. Nothing here can be written from outside: the direct
 * path counts by the viewers' own receiver reports, LL-HLS by the media that we handed over.
 */
export interface Audience {
  /** Media that arrived by the direct path, per session, as reported so far. */
  direct(sessions: Readonly<Record<string, number>>, nowMs: number): void;
  joined(session: string, visitorId: string): void;
  /** So much media was handed to this visitor by LL-HLS. */
  handed(visitorId: string, mediaMs: number, nowMs: number): void;
  count(nowMs: number): AudienceCount;
  /** Forgets whoever has been away for long. */
  sweep(nowMs: number): void;
}

export interface AudienceCount {
  /** Visitors with at least ten seconds of media who still receive. Two tabs of one visitor are one. */
  readonly watching: number;
  readonly direct: number;
  readonly hls: number;
  /** Receiving, but not for ten seconds yet. */
  readonly notYet: number;
}

const COUNTS_AFTER_MS = 10_000;
/** Reports come every 2 s and segments every 2 s: this long without either is gone. */
const STILL_MS = 7_000;
const FORGET_MS = 10 * 60_000;
/** More than one machine serves; full means that further visitors are not counted. */
const MAX_VISITORS = 50_000;

interface Visitor {
  firstMs: number;
  receivedMs: number;
  directMs: number;
  hlsMs: number;
}

export function createAudience(): Audience {
  const visitors = new Map<string, Visitor>();
  const sessions = new Map<string, { visitorId: string; receivedMs: number }>();

  return {
    joined(session, visitorId) {
      if (sessions.size < MAX_VISITORS) sessions.set(session, { visitorId, receivedMs: 0 });
    },
    direct(reported, nowMs) {
      for (const [id, session] of sessions) {
        const receivedMs = reported[id];
        // A session that is no longer reported has left.
        if (receivedMs === undefined) sessions.delete(id);
        else if (receivedMs > session.receivedMs) {
          note(session.visitorId, receivedMs - session.receivedMs, nowMs, 'directMs');
          session.receivedMs = receivedMs;
        }
      }
    },
    handed: (visitorId, mediaMs, nowMs) => note(visitorId, mediaMs, nowMs, 'hlsMs'),
    count(nowMs) {
      const counts = { watching: 0, direct: 0, hls: 0, notYet: 0 };
      for (const visitor of visitors.values()) {
        const isDirect = nowMs - visitor.directMs <= STILL_MS;
        if (!isDirect && nowMs - visitor.hlsMs > STILL_MS) continue;
        if (visitor.receivedMs < COUNTS_AFTER_MS) counts.notYet++;
        else {
          counts.watching++;
          counts[isDirect ? 'direct' : 'hls']++;
        }
      }
      return counts;
    },
    sweep(nowMs) {
      for (const [id, { directMs, hlsMs }] of visitors) if (nowMs - Math.max(directMs, hlsMs) > FORGET_MS) visitors.delete(id);
    },
  };

  function note(visitorId: string, mediaMs: number, nowMs: number, path: 'directMs' | 'hlsMs') {
    let visitor = visitors.get(visitorId);
    if (!visitor) {
      if (visitors.size >= MAX_VISITORS) return;
      visitor = { firstMs: nowMs - mediaMs, receivedMs: 0, directMs: -Infinity, hlsMs: -Infinity };
      visitors.set(visitorId, visitor);
    }
    // Nobody watches faster than time passes: fetching a part twice, or in two tabs, adds nothing.
    visitor.receivedMs = Math.min(visitor.receivedMs + mediaMs, nowMs - visitor.firstMs);
    visitor[path] = nowMs;
  }
}
