import type { Qualities } from '#contract/media.ts';
import { multivariantPlaylist, type Variant } from '#lib/hls-multivariant.ts';
import { BURST_SECONDS, RUNG_CODEC, type Rung } from './ladder/rungs.ts';
import type { InitPackage } from './package.ts';
import type { SourceFacts } from './source-meter.ts';

/** What can be had of a stream now, in words for players (a multivariant playlist) and for menus. Pure. */
export interface Choice {
  readonly facts: SourceFacts;
  readonly rungs: readonly (Rung & { readonly state: 'ready' | 'running' | 'dropped' })[];
  readonly hasAac: boolean;
  readonly why: Qualities['why'];
}

/** AAC at the rate its encoder is set to. */
const AAC_BITS = 128_000;

/** A segment of two seconds with one burst in it. */
const PEAK_OF_A_SEGMENT = 1 + BURST_SECONDS / 2;

/** The source first: players begin with it. */
export function mainPlaylist(kind: 'index' | 'plain', source: InitPackage, choice: Choice): string {
  const { facts, rungs, hasAac } = choice;
  const { video, audio } = source;
  const sound = audio ? [codecOf(audio)] : [];
  const { framesPerSecond, audioBitsPerSecond } = facts;
  const of = (id: string, bits: number, rest: Pick<Variant, 'codecs' | 'picture'>, peakBits = bits): Variant => ({
    uri: `${kind}-${id}.m3u8`,
    id,
    peakBitsPerSecond: peakBits,
    meanBitsPerSecond: bits,
    ...rest,
  });
  const top: Variant = {
    uri: `${kind}.m3u8`,
    id: 'source',
    peakBitsPerSecond: facts.peakBitsPerSecond,
    meanBitsPerSecond: facts.meanBitsPerSecond,
    codecs: [...(video ? [video.codec] : []), ...sound],
    picture: video && { width: video.width, height: video.height, framesPerSecond },
  };
  const smaller = rungs
    .filter(({ state }) => state !== 'dropped')
    .map(({ name, width, height, maxBitsPerSecond }) => {
      const rest = { codecs: [RUNG_CODEC, ...sound], picture: { width, height, framesPerSecond } };
      return of(name, maxBitsPerSecond + audioBitsPerSecond, rest, maxBitsPerSecond * PEAK_OF_A_SEGMENT + audioBitsPerSecond);
    });
  // Its segments have numbers of their own; a player takes it when it knows no Opus.
  const aacBits = facts.meanBitsPerSecond - audioBitsPerSecond + AAC_BITS;
  const apple =
    video && hasAac && audio === 'opus' ? [of('aac', aacBits, { codecs: [video.codec, codecOf('aac')], picture: top.picture })] : [];
  const alone = video && audio ? [of('audio', audioBitsPerSecond, { codecs: sound, picture: null })] : [];
  return multivariantPlaylist([top, ...smaller, ...apple, ...alone]);
}

export function qualitiesOf(source: InitPackage | null, { facts, rungs, why }: Choice): Qualities {
  const video = source?.video;
  return {
    source: video
      ? {
          width: video.width,
          height: video.height,
          framesPerSecond: Math.round(facts.framesPerSecond),
          bitsPerSecond: facts.meanBitsPerSecond,
        }
      : null,
    rungs: rungs.map(({ name, width, height, maxBitsPerSecond, state }) => ({
      name,
      width,
      height,
      bitsPerSecond: maxBitsPerSecond + facts.audioBitsPerSecond,
      state,
    })),
    audioBitsPerSecond: source?.audio ? facts.audioBitsPerSecond : null,
    why,
  };
}

const codecOf = (audio: 'opus' | 'aac'): string => (audio === 'opus' ? 'opus' : 'mp4a.40.2');
