import { type RefObject, useEffect, useRef } from 'react';
import type { Caption, CaptionTrack } from '#contract/captions.ts';
import { useCues } from '../../../client/use-cues.ts';
import { CaptionLines } from './lines.tsx';
import { createTrack } from './native-track.ts';

/** The captions of a show on air, in step with this player's picture. */
export function LiveCaptions({
  cues,
  track,
  video,
  now,
  delayMs,
}: {
  cues: readonly Caption[];
  track: CaptionTrack;
  video: RefObject<HTMLVideoElement | null>;
  now: () => number;
  delayMs: () => number;
}) {
  const { language, label } = track;
  const shown = useCues(cues, language, now, delayMs);
  useNativeTrack(video, language, label, shown);
  return <CaptionLines lines={shown} language={language} />;
}

function useNativeTrack(video: RefObject<HTMLVideoElement | null>, language: string, label: string, shown: readonly Caption[]): void {
  const native = useRef<ReturnType<typeof createTrack> | null>(null);
  const given = useRef(new Set<string>());
  useEffect(() => {
    if (!video.current) return;
    const made = (native.current = createTrack(video.current, language, label));
    return () => {
      native.current = null;
      given.current.clear();
      made.close();
    };
  }, [video, language, label]);
  useEffect(() => {
    for (const cue of shown) {
      if (given.current.has(cue.id)) continue;
      given.current.add(cue.id);
      // A live picture has no other time than now.
      const fromS = video.current?.currentTime ?? 0;
      native.current?.forgetRead();
      native.current?.add(cue.text, fromS, fromS + (cue.endsAtMs - cue.startsAtMs) / 1000);
    }
  }, [shown, video]);
}
