import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Caption, CaptionTrack } from '#contract/captions.ts';
import { cuesAt } from '../../../client/captions.ts';
import { CaptionLines } from './lines.tsx';
import { createLiveTrack } from './native-track.ts';

const LOOK_MS = 100;

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
  const shown = useShown(cues, language, now, delayMs);
  useNativeTrack(video, language, label, shown);
  return <CaptionLines lines={shown} language={language} />;
}

function useShown(cues: readonly Caption[], language: string, now: () => number, delayMs: () => number): readonly Caption[] {
  const [shown, setShown] = useState<readonly Caption[]>([]);
  const clocks = useRef({ now, delayMs });
  clocks.current = { now, delayMs };
  useEffect(() => {
    const look = () =>
      setShown((before) => {
        const next = cuesAt(cues, language, { nowMs: clocks.current.now(), delayMs: clocks.current.delayMs() });
        return next.length === before.length && next.every((cue, at) => cue === before[at]) ? before : next;
      });
    look();
    if (cues.length === 0) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [cues, language]);
  return shown;
}

function useNativeTrack(video: RefObject<HTMLVideoElement | null>, language: string, label: string, shown: readonly Caption[]): void {
  const native = useRef<ReturnType<typeof createLiveTrack> | null>(null);
  const given = useRef(new Set<string>());
  useEffect(() => {
    if (!video.current) return;
    const made = (native.current = createLiveTrack(video.current, language, label));
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
      native.current?.add(cue.text, cue.endsAtMs - cue.startsAtMs);
    }
  }, [shown]);
}
