import { sql } from 'kysely';
import type { Ack, RoomEvent, RoomEventKind, RoomState } from '#contract/room.ts';
import { EVERY_STAFF_ROLE, visitor } from '#contract/route.ts';
import { storable } from '#lib/storable.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { createInterest } from '#platform/bus/index.ts';
import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { type Command, createRealtime, type LogSource } from '#platform/realtime/index.ts';
import { createCounters } from './counting/counters.ts';
import { createDoors } from './doors.ts';
import { createFollowers, type Follower } from './followers.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { ChatNeeds } from './needs.ts';
import { createLane } from './pages/lane.ts';
import { createRoomPages } from './pages/room-pages.ts';
import { serveRoomPages } from './pages/room-pages.routes.ts';
import { createPeopleLog } from './lines/people-log.ts';
import type { RoomPart, RoomVoice, Speaker } from './room-part.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The key of no show. */
const NOWHERE = '';

/** What somebody may be about to buy by: not kept waiting by the longer ticks of large rooms. */
const URGENT: ReadonlySet<RoomEventKind> = new Set(['show.state', 'pin', 'price', 'offer', 'stock']);

/** The sockets of shows: the record to everybody, commands to the part that knows them, numbers that the server counts. */
export function createLiveRoom(needs: ChatNeeds, inbox: Inbox, makeParts: (voice: RoomVoice) => readonly RoomPart[]) {
  const { db, record, shows, signals, bus, clock, log } = needs;
  const readForPeople = createPeopleLog(needs);
  const doors = createDoors(needs);

  const source: LogSource = {
    head: async (showId) => (showId === NOWHERE ? null : record.head(db, showId)),
    read: (showId, after, limit) => readForPeople(db, showId, after, limit),
    snapshot,
  };
  const realtime = createRealtime<Follower>({
    source,
    clock,
    log,
    limitFactor: needs.config.rateLimitFactor,
    handlers: {
      command: (showId, who, command) => obey({ showId, actor: () => followers.actorOf(who) }, command),
      heard: (showId, events) => heard(showId, events as readonly RoomEvent[]),
      opened(showId) {
        interest.look();
        counters.opened(showId);
      },
      entered: (who, link) => followers.enter(who, link),
      left: (who) => followers.leave(who),
      isUrgent: (event) => URGENT.has((event as RoomEvent).k),
    },
  });
  const pages = createRoomPages({
    db,
    log,
    read: readForPeople,
    snapshot,
    isPublic: async (showId) => !(await isHidden(showId, null)),
    opened: (showId) => counters.opened(showId),
    heard,
  });
  const lane = createLane({ clock, budget: needs.config.roomSockets, sockets: realtime.sockets });
  const show = (showId: string, name: string, value: number): void => {
    realtime.setRegister(showId, name, value);
    pages.setRegister(showId, name, value);
  };
  const openRooms = (): string[] => [...new Set([...realtime.keys(), ...pages.keys()])];
  const interest = createInterest({ bus, keys: openRooms, followers: realtime.followers });
  const followers = createFollowers({ ...needs, inbox, isHidden, openShows: realtime.keys });
  const voice: RoomVoice = {
    show,
    tell: inbox.tell,
    // By a signal, because the crew may be connected to another process.
    tellCrew: (showId, { list }) => signals.emit('crewCalled', showId, list),
  };
  const parts = makeParts(voice);
  const commands = new Map(parts.flatMap((part) => Object.entries(part.commands)));
  const counters = createCounters({ ...needs, numbers, openRooms, show });
  const stop = signals.on('recordGrew', (showId, grown) => {
    realtime.wake(showId, grown);
    pages.wake(showId);
  });

  function heard(showId: string, events: readonly RoomEvent[]): void {
    counters.heard(showId, events);
    shows.heard(showId, events);
  }

  /** State and seq of one moment: a snapshot that is older or newer than its seq would repeat or lose an event. */
  function snapshot(showId: string) {
    return db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`set transaction read only`.execute(tx);
        const head = await record.head(tx, showId);
        const state = await stateOf(tx, showId);
        return head && state && { epoch: head.epoch, seq: head.last, state };
      });
  }

  async function stateOf(tx: Executor, showId: string): Promise<Partial<RoomState> | null> {
    const show = await shows.roomState(tx, showId);
    if (!show) return null;
    let state: Partial<RoomState> = { show };
    for (const part of parts) if (part.state) state = { ...state, ...(await part.state(tx, showId)) };
    return state;
  }

  async function numbers(showId: string): Promise<Record<string, number>> {
    const told = await Promise.all(parts.map((part) => part.numbers?.(showId) ?? {}));
    return Object.assign({}, ...told);
  }

  async function isHidden(showId: string, actor: Actor | null): Promise<boolean> {
    if (!ID.test(showId)) return true;
    const isShut = (show: Awaited<ReturnType<typeof doors.look>>) =>
      !show || (show.state === 'draft' && !(actor && hasRole(actor, show.orgId, EVERY_STAFF_ROLE)));
    // Nobody is sent away for good by what was true a second ago.
    return isShut(await doors.look(showId)) && isShut(await shows.facts(db, showId));
  }

  async function obey(who: Speaker, { name, data, id }: Command): Promise<Ack> {
    const command = commands.get(name);
    const wish = command?.data.safeParse(storable(data));
    if (!command || !wish?.success) return { ok: false, reason: 'invalid_input' };
    const ack = await command.obey(who, wish.data, id);
    if (ack.ok && name !== 'hearts') lane.acted((await who.actor()).visitorId);
    return ack;
  }

  return {
    readForPeople,
    obey,
    isHidden,
    voice,
    /** Shows that somebody follows in this process. */
    open: openRooms,
    routes(http: Http): void {
      serveRoomPages(http, { pages, edges: needs.media.edges });
      http.upgrade('/room/:showId', visitor, async ({ request, socket, head, actor, params, query }) => {
        const showId = params['showId'] ?? '';
        const seq = numberOf(query.get('s'));
        const epoch = query.get('e');
        const position = epoch !== null && seq !== null ? { epoch, seq } : null;
        // A draft is for its crew. Everybody else is told what a show that does not exist would tell.
        const key = (await isHidden(showId, actor)) ? NOWHERE : showId;
        const orgId = key === NOWHERE ? null : ((await doors.look(showId))?.orgId ?? null);
        const inboxAfter = numberOf(query.get('i'));
        const isCrew = orgId !== null && hasRole(actor, orgId, EVERY_STAFF_ROLE);
        if (!lane.admits({ visitorId: actor.visitorId, isCrew })) return lane.sendAway(request, socket, head);
        const who = { showId, orgId, cookie: request.headers.cookie, inboxAfter, actor, knownAt: clock.now() };
        realtime.accept({ request, socket, head, key, who, position });
      });
    },
    sockets: realtime.sockets,
    /** Devices that follow this show in all processes, whether or not they receive its picture. */
    followers: interest.followers,
    /** Lets go of the bounds of pages that nobody can ask for any more. */
    sweep: pages.sweep,
    /** Sends everybody away to come back later. */
    async close(): Promise<void> {
      stop();
      interest.close();
      counters.close();
      followers.close();
      pages.close();
      await realtime.close();
    },
  };
}

/** A position in an address; what cannot be one is none. */
const numberOf = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);
