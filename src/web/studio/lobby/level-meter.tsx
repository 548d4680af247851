import { useEffect, useRef, useState } from 'react';
import { Mic, MicOff } from '../../staff/icons.ts';
import { useWords } from '../words.ts';
import { levelOf } from './level.ts';

const READ_MS = 66;
/** Long enough that a breath between words is not called silence. */
const SILENT_AFTER_MS = 4_000;

/** How loud the microphone is. Written to the element directly: fifteen renders a second would be for nothing. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const words = useWords();
  const bar = useRef<HTMLElement>(null);
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!stream || stream.getAudioTracks().length === 0) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    // A page that was opened by a link has had no tap yet; the browser then holds the sound back until asked.
    void context.resume();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let heardAt = performance.now();
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = levelOf(samples);
      bar.current?.style.setProperty('--v', `${Math.round(level * 100)}%`);
      if (level > 0.04) heardAt = performance.now();
      setSilent(performance.now() - heardAt > SILENT_AFTER_MS);
    }, READ_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  return (
    <div className="level">
      {silent ? <MicOff size={18} /> : <Mic size={18} />}
      <span className="meter">
        <i ref={bar} />
      </span>
      <span className="xs" role="status">
        {silent ? words.micSilent : ''}
      </span>
    </div>
  );
}
