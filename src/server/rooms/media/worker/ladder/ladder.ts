import type { Clock } from '#lib/clock.ts';
import type { RenditionReport } from '#lib/hls.ts';
import { createHlsOrigin, type HlsOrigin } from '../hls-origin.ts';
import type { InitPackage, PackageSink, PartPackage, PartRuns, SegmentPackage } from '../package.ts';
import { createLadderPressure } from './pressure.ts';
import { openLadderProcess, type LadderProcess } from './process.ts';
import type { FromLadder } from './protocol.ts';
import { createRungLine, type RungLine } from './rung-line.ts';
import type { RungName } from '#contract/media.ts';
import type { Rung } from './rungs.ts';

/**
 * The smaller renditions, each made while somebody watches it.
 *
 * The source never waits for it: parts go to a process of lower priority, at most three seconds of
 * them are under way, and what does not fit is left out up to the next key frame and counted. When
 * that process falls behind, the rung that costs most ends first; when the last one ended, the
 * process does. One that dies is started again.
 */
export interface LadderNeeds {
  readonly clock: Clock;
  readonly discontinuities: number;
  /** What this source can have, from the largest down. */
  readonly rungs: () => readonly Rung[];
  /** How far the renditions other than this one are. */
  readonly reports: (name: RungName) => readonly RenditionReport[];
  readonly wantKeyFrame: () => void;
  readonly onTrouble: (error: Error) => void;
  readonly openProcess?: typeof openLadderProcess;
}

export interface LadderStats {
  readonly running: readonly RungName[];
  /** Ended because the machine could not keep up; each may be asked for again after a while. */
  readonly dropped: readonly RungName[];
  /** The encoder package is not installed, so there can be none. */
  readonly absent: boolean;
  /** Parts that were left out because the process was behind. */
  readonly skippedParts: number;
  /** How often the process was started again. */
  readonly restarts: number;
  readonly pid: number | null;
}

export interface Ladder extends PackageSink {
  /** Somebody wants this rung: it starts, or goes on. Null when it cannot be had now. */
  ask(name: RungName): HlsOrigin | null;
  /** The rungs that have something to play. */
  origins(): ReadonlyMap<RungName, HlsOrigin>;
  /** The rungs that are being made, with the bits they were given. */
  lines(): readonly Rung[];
  isDropped(name: RungName): boolean;
  stats(): LadderStats;
  /** Ends the rungs that nobody asked for lately, looks whether the process keeps up. Four times a second. */
  tick(): void;
  /** Nobody may have rungs any more, for now. */
  stop(): void;
  end(): void;
  close(): void;
}

const IDLE_MS = 30_000;
/** Three seconds of parts. */
const MOST_UNDER_WAY = 15;
const FEW_UNDER_WAY = 5;
const FIRST_RESTART_MS = 250;
const MOST_RESTART_MS = 30_000;
/** Who lived this long died of something else than its start. */
const OLD_MS = 60_000;

export function createLadder(needs: LadderNeeds): Ladder {
  const { clock, wantKeyFrame, onTrouble } = needs;
  const open = needs.openProcess ?? openLadderProcess;
  const pressure = createLadderPressure(clock);
  const lines = new Map<RungName, RungLine>();
  const asked = new Map<RungName, number>();
  const underWay = new Map<number, number>();
  let child: { process: LadderProcess; ready: boolean; startedMs: number } | null = null;
  let source: InitPackage | null = null;
  let discontinuities = needs.discontinuities;
  let frames = 0;
  let composition = 0;
  let parts = 0;
  let holding = false;
  let absent = false;
  let closed = false;
  let failures = 0;
  let startAtMs = 0;
  let skippedParts = 0;
  let restarts = 0;

  function ask(name: RungName): HlsOrigin | null {
    if (closed || absent || pressure.isDropped(name)) return null;
    const rung = needs.rungs().find((one) => one.name === name);
    if (!rung) return null;
    asked.set(name, clock.now());
    const line = lines.get(name) ?? begin(rung);
    if (!child) startProcess();
    return line.origin;
  }

  function begin(rung: Rung): RungLine {
    const line = newLine(rung);
    sayRungs();
    wantKeyFrame();
    return line;
  }

  function newLine(rung: Rung): RungLine {
    const before = lines.get(rung.name);
    const origin = createHlsOrigin({ clock, variant: rung.name, reports: () => needs.reports(rung.name) });
    const line = createRungLine({ rung, origin, init: source });
    lines.set(rung.name, line);
    before?.origin.close();
    return line;
  }

  function startProcess(): void {
    if (closed || absent || lines.size === 0 || clock.now() < startAtMs) return;
    const process = open({ said: (message) => child?.process === process && hear(message), gone: () => restart(process) });
    child = { process, ready: false, startedMs: clock.now() };
  }

  /** Killed, crashed or out of memory: the rungs begin again where the source then is. */
  function restart(gone: LadderProcess): void {
    if (child?.process !== gone || closed) return;
    const livedMs = clock.now() - child.startedMs;
    endProcess();
    failures = livedMs > OLD_MS ? 0 : failures + 1;
    startAtMs = clock.now() + (failures <= 1 ? 0 : Math.min(MOST_RESTART_MS, FIRST_RESTART_MS * 2 ** failures));
    restarts++;
    for (const { rung } of lines.values()) newLine(rung);
    startProcess();
  }

  function endProcess(): void {
    child?.process.kill();
    child = null;
    underWay.clear();
    holding = false;
  }

  function hear(message: FromLadder): void {
    if (message.is === 'ready') return introduce();
    if (message.is === 'absent') return giveUp();
    if (message.is === 'failed') return onTrouble(new Error(`ladder: ${message.message}`));
    if (message.is === 'opened') return lines.get(message.rung)?.opened(message.first, message.sps, message.pps);
    if (message.id !== null) underWay.delete(message.id);
    for (const [name, line] of lines) line.frames(message.frames.filter(({ rung }) => rung === name));
  }

  function introduce(): void {
    if (child) child.ready = true;
    saySource();
    sayRungs();
    wantKeyFrame();
  }

  function giveUp(): void {
    absent = true;
    stop();
  }

  function saySource(): void {
    const video = source?.tracks.video;
    if (child?.ready && video) child.process.send({ do: 'source', sps: video.sps, pps: video.pps });
  }

  function sayRungs(): void {
    if (child?.ready) child.process.send({ do: 'rungs', rungs: [...lines.values()].map(({ rung }) => rung) });
  }

  function init(made: InitPackage): void {
    source = made;
    saySource();
    // Another size has other rungs; those that stay keep their line, with pictures of the new shape.
    const possible = new Map(needs.rungs().map((rung) => [rung.name, rung]));
    for (const [name, line] of lines) {
      const rung = possible.get(name);
      if (!rung) endLine(name);
      else if (rung.width !== line.rung.width || rung.height !== line.rung.height) newLine(rung);
      else if (!line.init(made)) newLine(rung);
    }
    sayRungs();
    if (lines.size === 0) endProcess();
  }

  function part(made: PartPackage, runs: PartRuns): void {
    if (made.index === 0 && made.segment.discontinuity) discontinuities++;
    const samples = runs.video?.samples ?? [];
    composition = samples.find(({ keyframe }) => keyframe)?.composition ?? composition;
    const first = frames;
    frames += samples.length;
    if (!child?.ready || lines.size === 0 || samples.length === 0) return;
    const startsSegment = made.index === 0 && samples[0]?.keyframe === true;
    if (holding && startsSegment && underWay.size <= FEW_UNDER_WAY) resume();
    if (!holding && underWay.size >= MOST_UNDER_WAY) hold();
    if (holding) return void skippedParts++;
    // A playlist counts the discontinuities before its first segment; its own is written in it.
    const before = discontinuities - (made.segment.discontinuity ? 1 : 0);
    for (const line of lines.values()) if (!line.part({ made, runs, first, composition, discontinuities: before })) hold();
    const id = parts++;
    underWay.set(id, clock.now());
    child.process.send({ do: 'part', id, first, startsSegment, samples: samples.map(({ data, keyframe }) => ({ data, keyframe })) });
  }

  /** Too far behind to go on: nothing is sent until it has caught up and a segment begins. */
  function hold(): void {
    holding = true;
    for (const { rung } of lines.values()) newLine(rung);
  }

  function resume(): void {
    holding = false;
    saySource();
  }

  function segment(made: SegmentPackage): void {
    if (!holding) for (const line of lines.values()) line.segment(made);
  }

  function tick(): void {
    const nowMs = clock.now();
    for (const name of lines.keys()) if (nowMs - (asked.get(name) ?? 0) > IDLE_MS) endLine(name);
    if (lines.size === 0) return endProcess();
    if (!child) return startProcess();
    const costly = [...lines.keys()];
    const [oldestMs] = underWay.values();
    const victim = pressure.look(oldestMs === undefined ? 0 : nowMs - oldestMs, costly);
    if (!victim) return;
    endLine(victim);
    sayRungs();
    onTrouble(new Error(`ladder: ${victim} ended, this machine does not keep up`));
    if (lines.size === 0) endProcess();
  }

  function endLine(name: RungName): void {
    const line = lines.get(name);
    lines.delete(name);
    asked.delete(name);
    line?.origin.close();
    sayRungs();
  }

  function stop(): void {
    for (const name of lines.keys()) endLine(name);
    endProcess();
  }

  return {
    ask,
    init,
    part,
    segment,
    tick,
    stop,
    origins: () => new Map([...lines].filter(([, line]) => line.isRunning()).map(([name, line]) => [name, line.origin])),
    lines: () => [...lines.values()].map(({ rung }) => rung),
    isDropped: pressure.isDropped,
    stats: () => ({
      running: [...lines].filter(([, line]) => line.isRunning()).map(([name]) => name),
      dropped: pressure.dropped(),
      absent,
      skippedParts,
      restarts,
      pid: child?.process.pid ?? null,
    }),
    end() {
      for (const line of lines.values()) line.origin.end();
    },
    close() {
      closed = true;
      stop();
    },
  };
}
