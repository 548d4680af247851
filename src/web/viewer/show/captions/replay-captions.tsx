import { type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { readVtt, type VttCue } from '#lib/webvtt.ts';
import { ask } from '../../../client/api.ts';
import { trackFor } from '../../../client/captions.ts';
import { useTools } from '../../tools.tsx';
import { useLanguage } from '../../words.ts';
import { useCaptionChoice } from './choice.ts';
import { CaptionLines } from './lines.tsx';
import { createTrack } from './native-track.ts';
import { CaptionButton, CaptionSettings } from './settings.tsx';
import { useCaptionKey } from './use-caption-key.ts';

interface ReplayTrack {
  readonly language: string;
  readonly label: string;
  readonly vttUrl: string;
}
/** A long replay is several videos, one after the other: this is the position in the whole. */
interface At {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly positionMs: number;
}

const LIMITS = { maxCues: 20_000, maxChars: 2000 };
const AT_ONCE = 2;
const NOTHING: readonly VttCue[] = [];

/** The captions of a replay: what lies over the picture, the button among the others, and its sheet. */
export function useReplayCaptions(show: Pick<Show, 'id' | 'language'>, at: At): { over: ReactNode; button: ReactNode } {
  const [open, setOpen] = useState(false);
  const choice = useCaptionChoice();
  const pageLanguage = useLanguage();
  const tracks = useTracks(show.id);
  const track = trackFor(tracks, [choice.language, pageLanguage, show.language]);
  useCaptionKey(track !== null);
  const cues = useFile(choice.on ? (track?.vttUrl ?? null) : null);
  useNativeTrack(at, cues, track);
  if (!track) return { over: null, button: null };
  const lines = cues.filter(({ startMs, endMs }) => startMs <= at.positionMs && at.positionMs < endMs).slice(-AT_ONCE);
  return {
    over: <CaptionLines lines={lines.map(({ startMs, text }) => ({ id: `${startMs} ${text}`, text }))} language={track.language} />,
    button: (
      <>
        <CaptionButton onOpen={() => setOpen(true)} />
        {open ? <CaptionSettings tracks={tracks} current={track.language} file={track.vttUrl} onClose={() => setOpen(false)} /> : null}
      </>
    ),
  };
}

function useTracks(showId: string): readonly ReplayTrack[] {
  const { api } = useTools();
  const [tracks, setTracks] = useState<readonly ReplayTrack[]>([]);
  useEffect(() => {
    let current = true;
    void ask(api.GET('/api/shows/{showId}/captions', { params: { path: { showId } } })).then((answer) => {
      if (!current || !answer.ok) return;
      setTracks(answer.value.tracks.flatMap(({ vttUrl, ...track }) => (vttUrl && track.cues > 0 ? [{ ...track, vttUrl }] : [])));
    });
    return () => {
      current = false;
    };
  }, [api, showId]);
  return tracks;
}

/** Without its captions a replay plays on: a file that does not come is asked for again with the next choice. */
function useFile(url: string | null): readonly VttCue[] {
  const [file, setFile] = useState<{ url: string; cues: readonly VttCue[] } | null>(null);
  useEffect(() => {
    if (url === null) return;
    const abort = new AbortController();
    fetch(url, { signal: abort.signal })
      .then(async (answer) => (answer.ok ? readVtt(await answer.text(), LIMITS) : null))
      .then((read) => setFile({ url, cues: read?.cues ?? NOTHING }))
      .catch(() => {});
    return () => abort.abort();
  }, [url]);
  return file !== null && file.url === url ? file.cues : NOTHING;
}

function useNativeTrack({ video, positionMs }: At, cues: readonly VttCue[], track: ReplayTrack | null): void {
  // Where the video that plays now begins in the whole; to the second, because both are told a moment apart.
  const beginsS = Math.round(positionMs / 1000 - (video.current?.currentTime ?? 0));
  const [language, label] = [track?.language ?? '', track?.label ?? ''];
  const native = useMemo(() => ({ language, label, cues, beginsS }), [language, label, cues, beginsS]);
  useEffect(() => {
    if (!video.current || native.cues.length === 0) return;
    const made = createTrack(video.current, native.language, native.label);
    for (const cue of native.cues) {
      const fromS = cue.startMs / 1000 - native.beginsS;
      if (fromS >= 0) made.add(cue.text, fromS, cue.endMs / 1000 - native.beginsS);
    }
    return () => made.close();
  }, [video, native]);
}
