import { sql } from 'kysely';
import { ChatCommand, HeartsCommand, type RoomEvent, type RoomState } from '#contract/room.ts';
import { EVERY_STAFF_ROLE, visitor } from '#contract/route.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { type Ack, type Command, createRealtime, type LogSource } from '#platform/realtime/index.ts';
import type { createChatVerbs } from './chat.ts';
import { createCounters } from './counters.ts';
import { createDoors } from './doors.ts';
import { createHearts } from './hearts.ts';
import type { ChatNeeds } from './needs.ts';
import { createPeopleLog } from './people-log.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The key of no show. */
const NOWHERE = '';
const SNAPSHOT_LINES = 50;
const SNAPSHOT_CUES = 12;
/** More than this many hidden lines among the newest and a newcomer sees fewer than fifty. */
const LOOK_BACK = 150;
const KEEP_HEARTS_MS = 5000;
/** A role that was taken away, or a name that was chosen, is known to an open socket after this time. */
const KNOWN_MS = 5000;

/** Whoever holds a socket: asked again who they are, because sockets outlive sessions and roles. */
interface Visitor {
  readonly showId: string;
  readonly cookie: string | undefined;
  actor: Actor;
  knownAt: number;
}

/** The sockets of shows: the record to everybody, commands to their verbs, numbers that the server counts. */
export function createLiveRoom(needs: ChatNeeds, verbs: ReturnType<typeof createChatVerbs>) {
  const { db, accounts, record, shows, signals, clock, log } = needs;
  const readForPeople = createPeopleLog(needs);
  const hearts = createHearts(needs);
  const doors = createDoors(needs);

  const source: LogSource = {
    head: async (showId) => (showId === NOWHERE ? null : record.head(db, showId)),
    read: (showId, after, limit) => readForPeople(db, showId, after, limit),
    snapshot,
  };
  const realtime = createRealtime<Visitor>({
    source,
    clock,
    log,
    limitFactor: needs.config.rateLimitFactor,
    handlers: {
      command: (_key, who, command) => obey(who, command),
      heard: (showId, events) => counters.heard(showId, events as readonly RoomEvent[]),
      opened: (showId) => counters.opened(showId),
    },
  });
  const counters = createCounters({ ...needs, hearts, openRooms: realtime.keys, show: realtime.setRegister });
  const stop = signals.on('recordGrew', (showId) => realtime.wake(showId));
  const keeping = setInterval(() => void keepHearts(), KEEP_HEARTS_MS);
  keeping.unref();

  /** State and seq of one moment: a snapshot that is older or newer than its seq would repeat or lose an event. */
  function snapshot(showId: string) {
    return db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`set transaction read only`.execute(tx);
        const show = await shows.roomState(tx, showId);
        const head = await record.head(tx, showId);
        if (!show || !head) return null;
        const state: Omit<RoomState, 'registers'> = {
          show,
          chat: await newestLines(tx, showId),
          captions: await newestCaptions(tx, showId),
        };
        return { epoch: head.epoch, seq: head.last, state };
      });
  }

  async function newestLines(ex: Executor, showId: string): Promise<RoomState['chat']> {
    const lines = (await record.latest(ex, showId, 'chat', { limit: LOOK_BACK })).toReversed().map((event) => event.d);
    if (lines.length === 0) return [];
    const hidden = new Set((await record.latest(ex, showId, 'chat.hidden', { limit: 500 })).map((event) => event.d.id));
    return lines.filter((line) => !hidden.has(line.id)).slice(-SNAPSHOT_LINES);
  }

  /** What a newcomer can still read along: the languages, and the last cues of their present tracks. */
  async function newestCaptions(ex: Executor, showId: string): Promise<RoomState['captions']> {
    const opened = (await record.latest(ex, showId, 'caption.track', { limit: 50 })).toReversed();
    const tracks = [...new Map(opened.map(({ d: { trackId, language, label } }) => [language, { trackId, language, label }])).values()];
    if (tracks.length === 0) return { tracks, cues: [] };
    const said = (await record.latest(ex, showId, 'caption', { limit: SNAPSHOT_CUES })).toReversed().map((event) => event.d);
    const replaced = new Set(said.map((cue) => cue.replaces));
    const holds = (cue: (typeof said)[number]) =>
      cue.text !== '' && !replaced.has(cue.id) && tracks.some(({ trackId }) => trackId === cue.trackId);
    return { tracks, cues: said.filter(holds) };
  }

  async function isHidden(showId: string, actor: Actor): Promise<boolean> {
    if (!ID.test(showId)) return true;
    const isShut = (show: Awaited<ReturnType<typeof doors.look>>) =>
      !show || (show.state === 'draft' && !hasRole(actor, show.orgId, EVERY_STAFF_ROLE));
    // Nobody is sent away for good by what was true a second ago.
    return isShut(await doors.look(showId)) && isShut(await shows.facts(db, showId));
  }

  async function obey(who: Visitor, command: Command): Promise<Ack> {
    if (command.name === 'chat') return say(who, command);
    if (command.name === 'hearts') return love(who, command);
    return { ok: false, reason: 'invalid_input' };
  }

  async function say(who: Visitor, command: Command): Promise<Ack> {
    const wish = ChatCommand.safeParse(command.data);
    if (!wish.success || command.id === null || command.id.length < 8) return { ok: false, reason: 'invalid_input' };
    const told = await verbs.say(who.showId, await actorNow(who), { ...wish.data, clientId: command.id });
    if (told.ok) return { ok: true, seq: told.value.seq };
    const retryMs = told.facts?.['retryMs'];
    return { ok: false, reason: told.reason, ...(typeof retryMs === 'number' ? { retryMs } : {}) };
  }

  async function love(who: Visitor, command: Command): Promise<Ack> {
    const wish = HeartsCommand.safeParse(command.data);
    if (!wish.success) return { ok: false, reason: 'invalid_input' };
    if ((await shows.facts(db, who.showId))?.state !== 'live') return { ok: false, reason: 'show_not_live' };
    // A stranger without a cookie has one budget with all other strangers: hearts of nobody are worth little.
    const total = await hearts.add(who.showId, who.actor.visitorId ?? 'stranger', wish.data.n);
    if (total !== null) realtime.setRegister(who.showId, 'hearts', total);
    return { ok: true };
  }

  async function actorNow(who: Visitor): Promise<Actor> {
    if (clock.now() - who.knownAt >= KNOWN_MS || who.actor.name === null) {
      who.actor = await accounts.actors.resolve({ cookie: who.cookie });
      who.knownAt = clock.now();
    }
    return who.actor;
  }

  async function keepHearts(): Promise<void> {
    for (const [showId, total] of await hearts.keep()) realtime.setRegister(showId, 'hearts', total);
    const listening = new Set(realtime.keys());
    hearts.forget((showId) => listening.has(showId));
  }

  return {
    readForPeople,
    routes(http: Http): void {
      http.upgrade('/room/:showId', visitor, async ({ request, socket, head, actor, params, query }) => {
        const showId = params['showId'] ?? '';
        const seq = query.get('s');
        const epoch = query.get('e');
        const position = epoch !== null && seq !== null && /^\d{1,10}$/.test(seq) ? { epoch, seq: Number(seq) } : null;
        const who = { showId, cookie: request.headers.cookie, actor, knownAt: clock.now() };
        // A draft is for its crew. Everybody else is told what a show that does not exist would tell.
        const key = (await isHidden(showId, actor)) ? NOWHERE : showId;
        realtime.accept({ request, socket, head, key, who, position });
      });
    },
    sockets: realtime.sockets,
    /** Sends everybody away to come back later, and keeps what was counted. */
    async close(): Promise<void> {
      stop();
      clearInterval(keeping);
      counters.close();
      await realtime.close();
      await hearts.keep();
    },
  };
}
