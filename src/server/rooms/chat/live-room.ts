import { sql } from 'kysely';
import type { Ack, RoomEvent, RoomEventKind, RoomState } from '#contract/room.ts';
import { EVERY_STAFF_ROLE, visitor } from '#contract/route.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { type Command, createRealtime, type LogSource } from '#platform/realtime/index.ts';
import { createCounters } from './counters.ts';
import { createDoors } from './doors.ts';
import type { ChatNeeds } from './needs.ts';
import { createPeopleLog } from './people-log.ts';
import type { RoomPart, RoomVoice, Speaker } from './room-part.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The key of no show. */
const NOWHERE = '';
/** A role that was taken away, or a name that was chosen, is known to an open socket after this time. */
const KNOWN_MS = 5000;

/** What somebody may be about to buy by: not kept waiting by the longer ticks of large rooms. */
const URGENT: ReadonlySet<RoomEventKind> = new Set(['show.state', 'pin', 'price', 'offer', 'stock']);

/** Whoever holds a socket: asked again who they are, because sockets outlive sessions and roles. */
interface Follower {
  readonly showId: string;
  readonly orgId: string | null;
  readonly cookie: string | undefined;
  actor: Actor;
  knownAt: number;
}

/** The sockets of shows: the record to everybody, commands to the part that knows them, numbers that the server counts. */
export function createLiveRoom(needs: ChatNeeds, makeParts: (voice: RoomVoice) => readonly RoomPart[]) {
  const { db, accounts, record, shows, signals, clock, log } = needs;
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
      command: (showId, who, command) => obey({ showId, actor: () => actorNow(who) }, command),
      heard: (showId, events) => counters.heard(showId, events as readonly RoomEvent[]),
      opened: (showId) => counters.opened(showId),
      isUrgent: (event) => URGENT.has((event as RoomEvent).k),
    },
  });
  const voice: RoomVoice = {
    show: realtime.setRegister,
    tell: (showId, visitorId, notice) => realtime.tell(showId, (who) => who.actor.visitorId === visitorId, notice),
    tellCrew: (showId, notice) =>
      realtime.tell(showId, (who) => who.orgId !== null && hasRole(who.actor, who.orgId, EVERY_STAFF_ROLE), notice),
  };
  const parts = makeParts(voice);
  const commands = new Map(parts.flatMap((part) => Object.entries(part.commands)));
  const counters = createCounters({ ...needs, numbers, openRooms: realtime.keys, show: realtime.setRegister });
  const stop = signals.on('recordGrew', (showId) => realtime.wake(showId));

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

  async function isHidden(showId: string, actor: Actor): Promise<boolean> {
    if (!ID.test(showId)) return true;
    const isShut = (show: Awaited<ReturnType<typeof doors.look>>) =>
      !show || (show.state === 'draft' && !hasRole(actor, show.orgId, EVERY_STAFF_ROLE));
    // Nobody is sent away for good by what was true a second ago.
    return isShut(await doors.look(showId)) && isShut(await shows.facts(db, showId));
  }

  async function obey(who: Speaker, { name, data, id }: Command): Promise<Ack> {
    const command = commands.get(name);
    const wish = command?.data.safeParse(data);
    return command && wish?.success ? command.obey(who, wish.data, id) : { ok: false, reason: 'invalid_input' };
  }

  async function actorNow(who: Follower): Promise<Actor> {
    if (clock.now() - who.knownAt >= KNOWN_MS || who.actor.name === null) {
      who.actor = await accounts.actors.resolve({ cookie: who.cookie });
      who.knownAt = clock.now();
    }
    return who.actor;
  }

  return {
    readForPeople,
    obey,
    isHidden,
    voice,
    /** Shows that somebody follows in this process. */
    open: realtime.keys,
    routes(http: Http): void {
      http.upgrade('/room/:showId', visitor, async ({ request, socket, head, actor, params, query }) => {
        const showId = params['showId'] ?? '';
        const seq = query.get('s');
        const epoch = query.get('e');
        const position = epoch !== null && seq !== null && /^\d{1,10}$/.test(seq) ? { epoch, seq: Number(seq) } : null;
        // A draft is for its crew. Everybody else is told what a show that does not exist would tell.
        const key = (await isHidden(showId, actor)) ? NOWHERE : showId;
        const orgId = key === NOWHERE ? null : ((await doors.look(showId))?.orgId ?? null);
        const who = { showId, orgId, cookie: request.headers.cookie, actor, knownAt: clock.now() };
        realtime.accept({ request, socket, head, key, who, position });
      });
    },
    sockets: realtime.sockets,
    /** Sends everybody away to come back later. */
    async close(): Promise<void> {
      stop();
      counters.close();
      await realtime.close();
    },
  };
}
