import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words.ts';

/** My own picture, mirrored as in a mirror, with the parts marked that viewers see covered. */
export function Preview({ stream, guide }: { stream: MediaStream | null; guide: boolean }) {
  const words = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <>
      <video
        ref={video}
        className={`picture mirrored ${wide ? 'wide' : ''}`}
        autoPlay
        muted
        playsInline
        aria-label={words.preview}
        onResize={(event) => setWide(event.currentTarget.videoWidth > event.currentTarget.videoHeight)}
      />
      {guide ? (
        <div className="guide" aria-hidden="true">
          <span>{words.guideFace}</span>
          <span>{words.guideCovered}</span>
        </div>
      ) : null}
    </>
  );
}
