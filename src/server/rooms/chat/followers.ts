import { CLOSE } from '#contract/wire.ts';
import type { Notice } from '#contract/room.ts';
import { EVERY_STAFF_ROLE } from '#contract/route.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import type { Link } from '#platform/realtime/index.ts';
import { createDelivery, type Reader } from './inbox/delivery.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { ChatNeeds } from './needs.ts';

/** A role that was taken away, a session that ended or a name that was chosen is known to an open socket after this time. */
const KNOWN_MS = 5000;
/** Notices whose wake-up was lost are found by a look this often, which reaches back further than any transaction lasts. */
const LOOK_MS = 2000;
const LOOK_BACK_SECONDS = 15;

/** Whoever holds a socket: asked again who they are, because sockets outlive sessions and roles. */
export interface Follower {
  readonly showId: string;
  /** Of the show; null when they were sent away at the door. */
  readonly orgId: string | null;
  readonly cookie: string | undefined;
  readonly inboxAfter: number | null;
  actor: Actor;
  knownAt: number;
}

/** Everybody who follows a show in this process, by person: what is for one of them reaches all their screens, and only those. */
export function createFollowers(
  needs: Pick<ChatNeeds, 'accounts' | 'signals' | 'clock' | 'log'> & {
    inbox: Inbox;
    isHidden: (showId: string, actor: Actor) => Promise<boolean>;
    openShows: () => string[];
  },
) {
  const { accounts, signals, clock, log, inbox } = needs;
  const links = new Map<Follower, Link>();
  const readers = new Map<Follower, Reader>();
  const people = new Map<string, Set<Reader>>();
  /** Those with an account: only they have something that can be taken away. */
  const signedIn = new Set<Follower>();
  let looking = false;
  const trouble = (error: unknown) => log.warn({ error: String(error) }, 'people in a room could not be looked after; trying again');
  const delivery = createDelivery({ inbox, onTrouble: trouble });
  const stops = [
    signals.on('inboxGrew', wake),
    signals.on('rightsMoved', (userId) => {
      for (const who of signedIn) if (who.actor.user?.id === userId) void recheck(who).catch(trouble);
    }),
    signals.on('crewCalled', (showId, list) => tellCrew(showId, { k: 'desk', list })),
  ];
  const timers = [setInterval(() => void look(), LOOK_MS), setInterval(() => void askAgain(), 1000)];
  for (const timer of timers) timer.unref();

  function enter(who: Follower, link: Link): void {
    links.set(who, link);
    if (who.actor.user) signedIn.add(who);
    const { showId } = who;
    const { visitorId } = who.actor;
    if (visitorId === null) return;
    const reader: Reader = { showId, visitorId, told: who.inboxAfter, tell: (frame) => link.tell(frame) };
    readers.set(who, reader);
    const key = `${showId} ${visitorId}`;
    const theirs = people.get(key) ?? new Set();
    people.set(key, theirs.add(reader));
    void delivery.deliver(reader);
  }

  function leave(who: Follower): void {
    links.delete(who);
    signedIn.delete(who);
    const reader = readers.get(who);
    if (!reader) return;
    readers.delete(who);
    delivery.forget(reader);
    const key = `${reader.showId} ${reader.visitorId}`;
    const theirs = people.get(key);
    theirs?.delete(reader);
    if (theirs?.size === 0) people.delete(key);
  }

  function wake(showId: string, visitorId: string): void {
    for (const reader of people.get(`${showId} ${visitorId}`) ?? []) void delivery.deliver(reader);
  }

  function tellCrew(showId: string, notice: Notice): void {
    for (const who of signedIn)
      if (who.showId === showId && who.orgId !== null && hasRole(who.actor, who.orgId, EVERY_STAFF_ROLE))
        links.get(who)?.tell({ p: notice });
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      delivery.retry();
      const open = needs.openShows();
      if (people.size > 0 && open.length > 0)
        for (const { showId, visitorId } of await inbox.fresh(open, LOOK_BACK_SECONDS)) wake(showId, visitorId);
    } catch (error) {
      trouble(error);
    } finally {
      looking = false;
    }
  }

  /** Who they are now. Somebody who is not that person any more comes in again, as who they are. */
  async function recheck(who: Follower): Promise<Actor> {
    const before = who.actor;
    who.knownAt = clock.now();
    who.actor = await accounts.actors.resolve({ cookie: who.cookie });
    if (!links.has(who)) return who.actor;
    if (before.user && who.actor.user?.id !== before.user.id) links.get(who)!.close(CLOSE.changed);
    else if (who.orgId !== null && (await needs.isHidden(who.showId, who.actor))) links.get(who)?.close(CLOSE.gone);
    return who.actor;
  }

  /** Each account once in five seconds, many with one question: sessions also end by time, and in other processes. */
  async function askAgain(): Promise<void> {
    const due = clock.now() - KNOWN_MS;
    await Promise.all([...signedIn].filter((who) => who.knownAt <= due).map((who) => recheck(who).catch(trouble)));
  }

  return {
    enter,
    leave,
    /** As of five seconds ago at most. */
    async actorOf(who: Follower): Promise<Actor> {
      return clock.now() - who.knownAt >= KNOWN_MS || who.actor.name === null ? recheck(who) : who.actor;
    },
    close(): void {
      for (const stop of stops) stop();
      for (const timer of timers) clearInterval(timer);
    },
  };
}
