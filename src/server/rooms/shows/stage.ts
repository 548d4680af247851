import type { Stage, StageSeat } from '#contract/shows.ts';
import { type Outcome, refuse } from '#lib/outcome.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { transact } from '#platform/db.ts';
import type { Seat } from '#rooms/media/index.ts';
import type { ShowsNeeds } from './needs.ts';
import { isOver } from './show-machine.ts';
import { findShow, findShowOfStream, saveStageRules, type ShowRow } from './shows.sql.ts';

/** A host who is away this long is replaced, where the show says so; shorter is a hiccup of the network. */
const AUTO_MS = 3_000;
/** Switches of one stream that wait for the database. Beyond it the database is away. */
const MAX_WAITING = 50;

type CallRefusal = 'not_found' | 'not_ready' | 'not_invited' | 'stage_taken' | 'stream_not_live' | 'show_ended';

/** Who is on camera, who waits, and who may change it. Every switch is part of the record of the show. */
export function createStageDoor(needs: ShowsNeeds) {
  const { db, media, record, log } = needs;
  /** Who was last said to be on stage, per stream. */
  const said = new Map<string, string>();
  const lines = new Map<string, { waiting: number; tail: Promise<void> }>();
  const absent = new Map<string, NodeJS.Timeout>();
  const stop: (() => void)[] = [];

  function view(show: ShowRow, actor: Actor): Stage {
    const { onAir, backstage } = media.stage(show.stream_id);
    const seatOf = ({ spot, holder, name, ready }: Seat): StageSeat => ({
      spot,
      name,
      ready,
      isMe: holder !== null && holder === actor.user?.id,
    });
    const seen = { onAir: onAir && seatOf(onAir), backstage: backstage.map(seatOf) };
    return { ...seen, open: show.stage_open, auto: show.stage_auto, mayCall: directs(show, actor) || seen.onAir?.isMe === true };
  }

  const directs = (show: ShowRow, actor: Actor): boolean => hasRole(actor, show.org_id, ['producer', 'seller_admin']);

  /** @param insteadOf whom the caller saw on stage: of two who call at once, one saw somebody else */
  async function call(show: ShowRow, actor: Actor, spot: string, insteadOf: string | null): Promise<Outcome<void, CallRefusal>> {
    if (isOver(show.state)) return refuse('show_ended');
    const stage = view(show, actor);
    const seat = stage.backstage.find((one) => one.spot === spot);
    if (!seat) return refuse('not_found');
    const isFree = stage.onAir === null || !stage.onAir.ready;
    if (!stage.mayCall && !(seat.isMe && (show.stage_open || isFree))) return refuse('not_invited');
    if ((stage.onAir?.spot ?? null) !== insteadOf) return refuse('stage_taken');
    return media.callOnStage(show.stream_id, spot);
  }

  const setRules = (showId: string, rules: { open: boolean; auto: boolean }) => transact(db, (tx) => saveStageRules(tx, showId, rules));

  function hear(streamId: string, onAir: Seat | null): void {
    const who = onAir && (onAir.holder ?? onAir.spot);
    if (!onAir || !who || said.get(streamId) === who) return;
    const isFirst = !said.has(streamId);
    // A stream belongs to its show for good; the bound is for the years.
    if (said.size > 10_000) said.clear();
    said.set(streamId, who);
    inLine(streamId, () => tell(streamId, onAir.name, isFirst));
  }

  async function tell(streamId: string, name: string | null, isFirst: boolean): Promise<void> {
    const showId = (await findShowOfStream(db, streamId))?.id;
    if (!showId) return;
    // After a restart of this process the same person is not new on stage.
    const [last] = isFirst ? await record.latest(db, showId, 'stage', { limit: 1 }) : [];
    if (isFirst && last?.d.name === name) return;
    await transact(db, (tx) => record.append(tx, showId, [{ k: 'stage', d: { name } }]));
  }

  function inLine(streamId: string, act: () => Promise<void>): void {
    const line = lines.get(streamId) ?? { waiting: 0, tail: Promise.resolve() };
    lines.set(streamId, line);
    if (line.waiting >= MAX_WAITING) return log.warn({ streamId }, 'too many hand-overs wait; one is not recorded');
    line.waiting += 1;
    line.tail = line.tail
      .then(act)
      .catch((error: unknown) => log.error({ streamId, error: String(error) }, 'a hand-over was not recorded'))
      .finally(() => {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(streamId);
      });
  }

  function hearPicture(streamId: string, state: string): void {
    clearTimeout(absent.get(streamId));
    absent.delete(streamId);
    if (state === 'reconnecting') absent.set(streamId, setTimeout(() => inLine(streamId, () => replace(streamId)), AUTO_MS).unref());
  }

  /** The host on stage is away: whoever is ready goes on by themselves only where the show says so; otherwise it is offered. */
  async function replace(streamId: string): Promise<void> {
    absent.delete(streamId);
    const { state } = media.facts(streamId);
    const next = media.stage(streamId).backstage.find((seat) => seat.ready);
    const showId = next && state === 'reconnecting' ? (await findShowOfStream(db, streamId))?.id : null;
    const show = showId ? await findShow(db, showId) : null;
    if (next && show?.state === 'live' && show.stage_auto) await media.callOnStage(streamId, next.spot);
  }

  return {
    view,
    call,
    setRules,
    listen(): void {
      stop.push(
        media.on('stage', ({ streamId, stage }) => hear(streamId, stage.onAir)),
        media.on('picture', ({ streamId, state }) => hearPicture(streamId, state)),
      );
    },
    async close(): Promise<void> {
      for (const end of stop.splice(0)) end();
      for (const timer of absent.values()) clearTimeout(timer);
      await Promise.all([...lines.values()].map((line) => line.tail));
    },
  };
}
export type StageDoor = ReturnType<typeof createStageDoor>;
