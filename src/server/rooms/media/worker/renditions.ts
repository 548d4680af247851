import type { IncomingMessage, ServerResponse } from 'node:http';
import { RUNG_SIDES, type LadderSettings, type Qualities, type RungName } from '#contract/media.ts';
import type { Clock } from '#lib/clock.ts';
import type { RenditionReport } from '#lib/hls.ts';
import { plainAnswer, sendAnswer } from '#platform/shared-answer.ts';
import { notYet } from './hls-origin.ts';
import { createLadder, type LadderNeeds, type LadderStats } from './ladder/ladder.ts';
import { rungsFor, type Rung } from './ladder/rungs.ts';
import type { InitPackage, PackageSink, ResumePoint } from './package.ts';
import { type Choice, mainPlaylist, qualitiesOf } from './quality-list.ts';
import { createSoundOnly } from './sound-only.ts';
import { createSourceMeter } from './source-meter.ts';
import { createWaiters } from './waiters.ts';

/**
 * The source's other renditions, and the playlists that name them all.
 *
 * It takes what the packager makes and never asks anything of it, so whatever happens here the
 * source's own playlist goes on.
 */
export interface RenditionsNeeds {
  readonly clock: Clock;
  readonly resume: ResumePoint;
  readonly ladder: LadderSettings;
  /** The AAC variant, once somebody uses it. */
  readonly hasAac: () => boolean;
  readonly wantKeyFrame: () => void;
  readonly onTrouble: (error: Error) => void;
  readonly openProcess?: LadderNeeds['openProcess'];
}

export interface Renditions {
  readonly sink: PackageSink;
  /** True for the files that are answered here. */
  owns(path: string): boolean;
  handle(req: IncomingMessage, res: ServerResponse, path: string): void;
  /** How far the renditions other than the source are. */
  reports(): RenditionReport[];
  /** How many watch, on all paths. */
  audience(viewers: number): void;
  stats(): LadderStats;
  end(): void;
  close(): void;
}

const TICK_MS = 250;
const OWN =
  /^(?:main(?:-plain)?\.m3u8|qualities\.json|(?:index|plain)-(?<list>audio|\d+p)\.m3u8|(?<file>audio|\d+p)-(?:init|seg|part)-.*)(?:\?.*)?$/;
/** Below half of the wanted viewers nothing smaller is offered any more; in between it stays as it was. */
const STAYS_FROM = 0.5;
const FIRST_PICTURE_WAIT_MS = 5_000;
const MOST_WAITING = 2_000;

export function createRenditions(needs: RenditionsNeeds): Renditions {
  const { clock, resume, ladder: settings } = needs;
  const meter = createSourceMeter();
  let source: InitPackage | null = null;
  let last: { msn: number; part: number } | null = null;
  let enough = settings.when === 'always';

  const sound = createSoundOnly({ clock, resume, reports: () => reportsBut('audio') });
  const ladder = createLadder({
    clock,
    discontinuities: resume.discontinuities,
    rungs: possibleRungs,
    reports: reportsBut,
    wantKeyFrame: needs.wantKeyFrame,
    onTrouble: needs.onTrouble,
    ...(needs.openProcess && { openProcess: needs.openProcess }),
  });
  const early = createWaiters({ clock, mostWaitMs: FIRST_PICTURE_WAIT_MS, mostWaiting: MOST_WAITING, refuse: notYet });
  const timer = setInterval(ladder.tick, TICK_MS);

  const sink: PackageSink = {
    init(made) {
      source = made;
      meter.anew(made.tracks.audio);
      sound.sink.init(made);
      ladder.init(made);
      early.wake();
    },
    part(made, runs) {
      last = { msn: made.segment.n, part: made.index };
      meter.part(runs);
      sound.sink.part(made, runs);
      ladder.part(made, runs);
    },
    segment(made) {
      meter.segment(made);
      sound.sink.segment(made);
      ladder.segment(made);
    },
  };

  function possibleRungs(): Rung[] {
    if (!source?.video) return [];
    const { meanBitsPerSecond, audioBitsPerSecond } = meter.read();
    return rungsFor({ ...source.video, bitsPerSecond: meanBitsPerSecond - audioBitsPerSecond }, settings.sides);
  }

  function audience(viewers: number): void {
    if (settings.when !== 'auto') return;
    enough = viewers >= settings.fromViewers * (enough ? STAYS_FROM : 1);
    if (!enough) ladder.stop();
  }

  function why(): Qualities['why'] {
    if (settings.when === 'never') return 'off';
    if (ladder.stats().absent) return 'not_installed';
    if (possibleRungs().length === 0) return 'source_small';
    return enough ? null : 'few_viewers';
  }

  /** Those that may be asked for, with the bits of those that are being made. */
  function offered(): Rung[] {
    if (why() !== null) return [];
    const made = new Map(ladder.lines().map((rung) => [rung.name, rung]));
    return possibleRungs().map((rung) => made.get(rung.name) ?? rung);
  }

  function handle(req: IncomingMessage, res: ServerResponse, path: string): void {
    if (path.startsWith('main')) return answerMain(res, path.startsWith('main-plain') ? 'plain' : 'index');
    if (path.startsWith('qualities.json')) return sendText(res, 'application/json', JSON.stringify(qualitiesOf(source, choice())));
    const { list, file } = OWN.exec(path)?.groups ?? {};
    const name = list ?? file ?? '';
    const origin = name === 'audio' ? sound.origin : why() === null ? ladder.ask(name as RungName) : null;
    if (!origin) return sendAnswer(res, plainAnswer(404, 'This quality cannot be had now.'));
    origin.handle(req, res, path);
  }

  function answerMain(res: ServerResponse, kind: 'index' | 'plain'): void {
    const send = () => sendText(res, 'application/vnd.apple.mpegurl', source ? mainPlaylist(kind, source, choice()) : '');
    if (source) return send();
    early.wait(
      res,
      () => source !== null,
      send,
      () => notYet(res),
    );
  }

  function choice(): Choice {
    const running = new Set(ladder.stats().running);
    const state = (name: RungName) => (ladder.isDropped(name) ? 'dropped' : running.has(name) ? 'running' : 'ready');
    return {
      facts: meter.read(),
      hasAac: needs.hasAac(),
      why: why(),
      rungs: offered().map((rung) => ({ ...rung, state: state(rung.name) })),
    };
  }

  function reportsBut(own: string | null): RenditionReport[] {
    if (!last) return [];
    const { msn, part } = last;
    const report = (uri: string, at: { msn: number; part: number } | null): RenditionReport[] =>
      at ? [{ uri, lastMsn: at.msn, lastPart: at.part }] : [];
    return [
      ...(own === null ? [] : report('index.m3u8', last)),
      ...[...ladder.origins()].flatMap(([name, origin]) => (name === own ? [] : report(`index-${name}.m3u8`, origin.last()))),
      ...(own === 'audio' || !source?.audio ? [] : report('index-audio.m3u8', { msn, part })),
    ];
  }

  return {
    sink,
    owns: (path) => OWN.test(path) && isKnown(path),
    handle,
    reports: () => reportsBut(null),
    audience,
    stats: ladder.stats,
    end() {
      sound.origin.end();
      ladder.end();
    },
    close() {
      clearInterval(timer);
      early.close();
      sound.origin.close();
      ladder.close();
    },
  };
}

const NAMES = new Set<string>(['audio', ...RUNG_SIDES.map((side) => `${side}p`)]);

function isKnown(path: string): boolean {
  const { list, file } = OWN.exec(path)?.groups ?? {};
  const name = list ?? file;
  return name === undefined || NAMES.has(name);
}

function sendText(res: ServerResponse, type: string, text: string): void {
  sendAnswer(res, { status: 200, contentType: type, cacheControl: 'no-cache', body: Buffer.from(text) });
}
