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
  /** Devices whose owner we did not ask for within a minute, at most 500; asking is the caller's to do, and `learn` the answer. */
  unknown(nowMs: number): string[];
  /** Who a device belongs to. Until it is known a device is a person of its own. */
  learn(visitorId: string, owner: Owner): void;
  count(nowMs: number): AudienceCount;
  /** Forgets whoever has been away for long. */
  sweep(nowMs: number): void;
}

export interface Owner {
  /** Equal for all devices of one account; the device itself when nobody signed in on it. */
  readonly person: string;
  /** Belongs to those who make the show: seen, and never counted as a watcher. */
  readonly crew: boolean;
}

export interface AudienceCount {
  /** People with at least ten seconds of media who still receive. Two tabs or two devices of one person are one. */
  readonly watching: number;
  readonly direct: number;
  readonly hls: number;
  /** Receiving, but not for ten seconds yet. */
  readonly notYet: number;
  /** Left out although they receive: those who make the show, and the further devices of one person. */
  readonly crew: number;
  readonly secondDevices: number;
}
export const NOBODY: AudienceCount = { watching: 0, direct: 0, hls: 0, notYet: 0, crew: 0, secondDevices: 0 };

const COUNTS_AFTER_MS = 10_000;
/** Reports come every 2 s and segments every 2 s: this long without either is gone. */
const STILL_MS = 7_000;
const FORGET_MS = 10 * 60_000;
/** More than one machine serves; full means that further visitors are not counted. */
const MAX_VISITORS = 50_000;
const ASK_AGAIN_MS = 60_000;
const ASK_AT_ONCE = 500;

interface Visitor {
  owner: Owner | null;
  askedMs: number;
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
    unknown(nowMs) {
      const asked: string[] = [];
      for (const [id, visitor] of visitors) {
        if (asked.length >= ASK_AT_ONCE) break;
        if (nowMs - visitor.askedMs < ASK_AGAIN_MS || !isHere(visitor, nowMs)) continue;
        visitor.askedMs = nowMs;
        asked.push(id);
      }
      return asked;
    },
    learn(visitorId, owner) {
      const visitor = visitors.get(visitorId);
      if (visitor) visitor.owner = owner;
    },
    count(nowMs) {
      const counts = { ...NOBODY };
      // Only people who signed in can have a second device, so only they are remembered here.
      const seen = new Set<string>();
      for (const [id, visitor] of visitors) {
        if (!isHere(visitor, nowMs)) continue;
        if (visitor.owner?.crew) counts.crew++;
        else if (visitor.receivedMs < COUNTS_AFTER_MS) counts.notYet++;
        else if (isSecond(seen, id, visitor.owner)) counts.secondDevices++;
        else {
          counts.watching++;
          counts[isDirect(visitor, nowMs) ? 'direct' : 'hls']++;
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
      visitor = { owner: null, askedMs: -Infinity, firstMs: nowMs - mediaMs, receivedMs: 0, directMs: -Infinity, hlsMs: -Infinity };
      visitors.set(visitorId, visitor);
    }
    // Nobody watches faster than time passes: fetching a part twice, or in two tabs, adds nothing.
    visitor.receivedMs = Math.min(visitor.receivedMs + mediaMs, nowMs - visitor.firstMs);
    visitor[path] = nowMs;
  }
}

const isDirect = (visitor: Visitor, nowMs: number): boolean => nowMs - visitor.directMs <= STILL_MS;
const isHere = (visitor: Visitor, nowMs: number): boolean => isDirect(visitor, nowMs) || nowMs - visitor.hlsMs <= STILL_MS;

function isSecond(seen: Set<string>, id: string, owner: Owner | null): boolean {
  if (!owner || owner.person === id) return false;
  if (seen.has(owner.person)) return true;
  seen.add(owner.person);
  return false;
}
