import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Qualities } from '#contract/media.ts';
import { systemClock as clock } from '#lib/clock.ts';
import { playClip } from '../demo/clip-source.ts';
import { createHlsOrigin } from './hls-origin.ts';
import { FROM_THE_START } from './package.ts';
import { createPackager } from './packager.ts';
import { createRenditions, type RenditionsNeeds } from './renditions.ts';
import { clip, createCollector, serve } from './testing.ts';

/** The real ladder process, fed in real time by the demo clip. */
const av = await import('node-av').catch(() => null);
const needsEncoder = { skip: av ? false : 'the optional package node-av is not installed' };

async function onAir(t: TestContext, ladder: RenditionsNeeds['ladder'] = { when: 'always', fromViewers: 1, sides: [720, 480, 240] }) {
  const resume = { ...FROM_THE_START, nextSegment: 7, nextInit: 3, discontinuities: 2 };
  const troubles: string[] = [];
  const renditions = createRenditions({
    clock,
    resume,
    ladder,
    hasAac: () => false,
    wantKeyFrame() {},
    onTrouble: ({ message }) => troubles.push(message),
  });
  const origin = createHlsOrigin({ clock, resume, reports: renditions.reports });
  const made = createCollector();
  const packager = createPackager({ sinks: [origin, made, renditions.sink], resume });
  const source = playClip({ clip, clock, generation: 1, readers: [packager] });
  const server = await serve((req, res) => {
    const path = (req.url ?? '').slice(1);
    (renditions.owns(path) ? renditions : origin).handle(req, res, path);
  });
  t.after(async () => {
    source.stop();
    renditions.close();
    origin.close();
    await server.close();
  });
  const ask = async (name: string) => {
    const answer = await fetch(`${server.url}/${name}`);
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  };
  /** Players come back when a playlist is not there yet. */
  const playlist = async (name: string): Promise<string> => {
    for (const endMs = Date.now() + 20_000; Date.now() < endMs; await sleep(100)) {
      const { status, body } = await ask(name);
      if (status === 200) return body.toString();
    }
    throw new Error(`${name} did not come: ${JSON.stringify(renditions.stats())} ${troubles.join()}`);
  };
  const until = async (what: string, fits: () => boolean | Promise<boolean>) => {
    for (const endMs = Date.now() + 20_000; !(await fits()); await sleep(50)) {
      assert.ok(Date.now() < endMs, `${what}: ${JSON.stringify(renditions.stats())} ${troubles.join()}`);
    }
  };
  return { renditions, made, packager, ask, playlist, until, troubles };
}

/** Segments and parts of a playlist: number, length, date, without whose they are. */
const cuts = (playlist: string): string[] =>
  playlist
    .split('\n')
    .map((line) => line.replaceAll(/(?:480p|240p|audio)-/g, ''))
    .filter((line) => /^#EXT-X-(PROGRAM|PART:|DISCONTINUITY$)|^#EXTINF|^seg-/.test(line));

const newestSegment = (playlist: string): number =>
  Number(
    playlist
      .match(/seg-(\d+)\.m4s/g)
      ?.at(-1)
      ?.match(/\d+(?=\.)/)?.[0] ?? -1,
  );

test('a rung has the numbers, dates and parts of the source, its own size, and the same sound', needsEncoder, async (t) => {
  const { playlist, ask, until } = await onAir(t);
  const small = await playlist('index-240p.m3u8');
  const first = newestSegment(small);
  await until('a second segment', async () => newestSegment(await playlist('index-240p.m3u8')) > first);
  const [top, rung, plain] = [await playlist('index.m3u8'), await playlist('index-240p.m3u8'), await playlist('plain-240p.m3u8')];

  // Parts may have come between the two answers, at their ends; segments that both have are the same in all.
  const whole = (text: string) => cuts(text).filter((line) => !line.startsWith('#EXT-X-PART'));
  const both = whole(rung).slice(0, 6);
  assert.ok(both.length === 6 && whole(top).join('\n').includes(both.join('\n')), `${top}\n${rung}`);
  // The first segment after a resume is behind a discontinuity; the rung begins with it or later, and counts it either way.
  const before = Number(/#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)/.exec(rung)?.[1]);
  assert.equal(before + (rung.match(/#EXT-X-DISCONTINUITY\n/g)?.length ?? 0), 3);
  assert.match(rung, /#EXT-X-PART:DURATION=[\d.]+,URI="240p-part-\d+-0\.m4s",INDEPENDENT=YES/);
  assert.match(rung, /#EXT-X-RENDITION-REPORT:URI="index\.m3u8",LAST-MSN=\d+,LAST-PART=\d+/);
  assert.match(top, /#EXT-X-RENDITION-REPORT:URI="index-240p\.m3u8",LAST-MSN=\d+,LAST-PART=\d+/);
  assert.match(plain, /^240p-seg-\d+\.m4s$/m);

  const [, init = '', segment = ''] = /URI="(240p-init-\d+\.mp4)"[^]*?^(240p-seg-\d+\.m4s)$/m.exec(rung) ?? [];
  const file = Buffer.concat([(await ask(init)).body, (await ask(segment)).body]);
  const sizes = await decode(file);
  assert.deepEqual([...new Set(sizes)], ['240x426']);
  assert.equal(sizes.length, 60, 'two seconds at thirty a second, none left out');
  assert.ok(file.includes('dOps'), "the sound is the source's Opus");

  const main = await playlist('main.m3u8');
  assert.match(
    main,
    /BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,RESOLUTION=240x426,FRAME-RATE=30\.000,CODECS="avc1\.4d4020,opus".*\nindex-240p\.m3u8/,
  );
  assert.ok(file.includes(Buffer.from('4d4020', 'hex')), 'the codec is the one that was declared');
  assert.match(await playlist('main-plain.m3u8'), /\nplain-480p\.m3u8\n/);
});

test('sound alone is there from the first moment, cut like the source and a fraction of it, and needs no encoder', async (t) => {
  const { playlist, ask, renditions } = await onAir(t, { when: 'never', fromViewers: 1, sides: [] });
  const sound = await playlist('index-audio.m3u8');
  const top = await playlist('index.m3u8');
  const both = cuts(sound).filter((line) => line.startsWith('#EXTINF') || line.startsWith('seg-') || line.startsWith('#EXT-X-PROGRAM'));
  assert.ok(both.length >= 3 && both.every((line) => top.includes(line)), `${top}\n${sound}`);
  const [part = ''] = /audio-part-\d+-0\.m4s/.exec(sound) ?? [];
  const [own, whole] = [await ask(part), await ask(part.replace('audio-', ''))];
  assert.ok(own.status === 200 && own.body.length < whole.body.length / 2, `${own.body.length} of ${whole.body.length} bytes`);
  assert.match(await playlist('main.m3u8'), /CODECS="opus",STABLE-VARIANT-ID="audio"\nindex-audio\.m3u8/);
  assert.equal(renditions.stats().pid, null);
});

test('below the wanted number of viewers there is the source alone, and the menu is told why', async (t) => {
  const { playlist, ask, renditions } = await onAir(t, { when: 'auto', fromViewers: 10, sides: [240] });
  const why = async () => (JSON.parse(await playlist('qualities.json')) as Qualities).why;
  await playlist('main.m3u8');
  assert.equal((await ask('index-240p.m3u8')).status, 404);
  assert.equal(await why(), 'few_viewers');
  assert.doesNotMatch(await playlist('main.m3u8'), /240p/);
  renditions.audience(10);
  assert.equal(await why(), null);
  assert.match(await playlist('main.m3u8'), /240p/);
  renditions.audience(6);
  assert.equal(await why(), null, 'a few who leave do not take it from the others');
  renditions.audience(4);
  assert.equal(await why(), 'few_viewers');
});

// At once: most of their time is waiting.
describe('the source goes on', { concurrency: true }, () => {
  test('a ladder that stands still loses its rungs, the largest first, and the source has no gap', needsEncoder, async (t) => {
    const { playlist, ask, renditions, made, packager, until, troubles } = await onAir(t);
    await Promise.all([playlist('index-480p.m3u8'), playlist('index-240p.m3u8')]);
    process.kill(renditions.stats().pid ?? 0, 'SIGSTOP');
    const partsBefore = made.parts.length;
    const seen: string[] = [];
    await until('all rungs are dropped', async () => {
      await Promise.all([ask('main.m3u8'), renditions.stats().pid === null ? null : ask('index-240p.m3u8')]);
      seen.push(renditions.stats().dropped.join(' '));
      return seen.at(-1)?.includes('240p') ?? false;
    });
    assert.deepEqual([...new Set(seen)].filter(Boolean), ['480p', '480p 240p']);
    assert.equal(renditions.stats().pid, null, 'a process that stands still does not stay');
    assert.equal((await ask('index-480p.m3u8')).status, 404);
    assert.doesNotMatch(await playlist('main.m3u8'), /480p|240p/);
    const { rungs } = JSON.parse(await playlist('qualities.json')) as Qualities;
    assert.deepEqual(
      rungs.map(({ state }) => state),
      ['dropped', 'dropped'],
    );
    assert.match(troubles.join(), /480p ended.*240p ended/);
    assertNoGap(made.segments, packager.counts);
    assert.ok(made.parts.length - partsBefore >= 10, `${made.parts.length - partsBefore} parts meanwhile`);
  });

  test('a killed ladder is back with the next segments, and the source has no gap', needsEncoder, async (t) => {
    const { playlist, renditions, made, packager, until } = await onAir(t);
    await playlist('index-240p.m3u8');
    const before = newestSegment(await playlist('index.m3u8'));
    process.kill(renditions.stats().pid ?? 0, 'SIGKILL');
    await until('the rung is back', async () => {
      const rung = await playlist('index-240p.m3u8');
      return renditions.stats().restarts === 1 && newestSegment(rung) > before;
    });
    const [top, rung] = [await playlist('plain.m3u8'), await playlist('plain-240p.m3u8')];
    assert.ok(cuts(rung).length >= 3 && cuts(rung).every((line) => cuts(top).includes(line)), `${top}\n${rung}`);
    assertNoGap(made.segments, packager.counts);
  });
});

function assertNoGap(segments: readonly { startMs: number; durationMs: number }[], counts: { dropped: number; closedMs: number }): void {
  for (const [at, segment] of segments.entries()) {
    const before = segments[at - 1];
    if (before) assert.ok(Math.abs(before.startMs + before.durationMs - segment.startMs) < 1, `segment ${at}`);
  }
  assert.deepEqual([counts.dropped, counts.closedMs], [0, 0]);
}

/** The size of each picture, as a decoder sees it. */
async function decode(file: Buffer): Promise<string[]> {
  if (!av) return [];
  await using input = await av.Demuxer.open(file);
  const stream = input.video();
  assert.ok(stream);
  using decoder = await av.Decoder.create(stream, { exitOnError: true });
  const sizes: string[] = [];
  for await (const frame of decoder.frames(input.packets(stream.index))) {
    if (frame) sizes.push(`${frame.width}x${frame.height}`);
    frame?.free();
  }
  return sizes;
}
