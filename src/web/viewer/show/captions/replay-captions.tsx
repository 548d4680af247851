import { type RefObject, useEffect, useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { ask } from '../../../client/api.ts';
import { trackFor } from '../../../client/captions.ts';
import { useTools } from '../../tools.tsx';
import { useLanguage } from '../../words.ts';
import { useCaptionChoice } from './choice.ts';
import { CaptionLines } from './lines.tsx';
import { showNatively } from './native-track.ts';
import { CaptionButton, CaptionSettings } from './settings.tsx';
import { useCaptionKey } from './use-caption-key.ts';

interface ReplayTrack {
  readonly language: string;
  readonly label: string;
  readonly vttUrl: string;
}

/** The languages in which a replay can be read along; none until they are known. */
function useReplayTracks(showId: string): readonly ReplayTrack[] {
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

/**
 * The captions of a replay, and the button that opens their settings. The browser reads the file and keeps the time;
 * we draw, so that the reader's own settings hold, and leave the drawing to the browser where it shows only its own.
 */
export function ReplayCaptionControls({ show, video }: { show: Pick<Show, 'id' | 'language'>; video: RefObject<HTMLVideoElement | null> }) {
  const [open, setOpen] = useState(false);
  const tracks = useReplayTracks(show.id);
  const choice = useCaptionChoice();
  const pageLanguage = useLanguage();
  const track = trackFor(tracks, [choice.language, pageLanguage, show.language]);
  useCaptionKey(track !== null);
  const lines = useCues(video, choice.on ? track : null);
  if (!track) return null;
  return (
    <>
      {choice.on ? <CaptionLines lines={lines} language={track.language} /> : null}
      <CaptionButton onOpen={() => setOpen(true)} />
      {open ? <CaptionSettings tracks={tracks} current={track.language} file={track.vttUrl} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function useCues(video: RefObject<HTMLVideoElement | null>, track: ReplayTrack | null): readonly { id: string; text: string }[] {
  const [lines, setLines] = useState<readonly { id: string; text: string }[]>([]);
  useEffect(() => {
    const element = video.current;
    if (!element || !track) return;
    const child = Object.assign(document.createElement('track'), {
      kind: 'captions',
      srclang: track.language,
      label: track.label,
      src: track.vttUrl,
    });
    element.append(child);
    const stop = showNatively(element, child.track);
    const hear = () =>
      setLines([...(child.track.activeCues ?? [])].map((cue) => ({ id: `${cue.startTime} ${cue.id}`, text: textOf(cue as VTTCue) })));
    child.track.addEventListener('cuechange', hear);
    return () => {
      child.track.removeEventListener('cuechange', hear);
      stop();
      child.remove();
      setLines([]);
    };
  }, [video, track?.vttUrl]);
  return lines;
}

/** What the browser made of the cue, as plain text. */
const textOf = (cue: VTTCue): string => cue.getCueAsHTML().textContent ?? '';
