import { type RefObject, useRef, useState } from 'react';
import { useCues } from '../../client/use-cues.ts';
import { AdLabel, Pill } from '../../ui/parts.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { CameraTrouble } from '../lobby/camera-problem.tsx';
import { Preview } from '../lobby/preview.tsx';
import { useWords } from '../words.ts';
import { PinCard } from './pin-card.tsx';
import type { Air } from './use-air.ts';
import { useLivePicture } from './use-live-picture.ts';

/** What viewers see: the stream as it comes back from the server, with the label and the pin over it. Silent here, else it would echo. */
export function LiveView({ air, onDelay, overlay = true }: { air: Air; onDelay: (delayMs: number | null) => void; overlay?: boolean }) {
  const words = useWords();
  const delay = useRef(0);
  const { video, state } = useLivePicture({
    urls: air.show.media,
    media: air.media,
    // What this browser sends arrives before the room has told so.
    isOn: air.media.state === 'live' || air.publishing.state === 'live',
    serverNow: air.serverNow,
    onDelay,
    onPlayingDate: (dateMs) => {
      delay.current = Math.max(0, air.serverNow() - dateMs);
    },
  });
  const [wide, setWide] = useState(false);
  const plays = state?.state === 'playing';
  const { problem, stream, retry } = air.publishing;
  return (
    <>
      <video
        ref={video}
        className={`picture ${wide ? 'wide' : ''} ${air.lost ? 'frozen' : ''}`}
        muted
        playsInline
        hidden={!plays && !air.lost}
        aria-label={words.whatViewersSee}
        onResize={(event) => setWide(event.currentTarget.videoWidth > event.currentTarget.videoHeight)}
      />
      {!plays && !air.lost && stream ? <Preview stream={stream} guide={false} /> : null}
      {problem ? <CameraTrouble problem={problem} onRetry={retry} /> : null}
      {!plays && !stream && !problem ? <Waiting air={air} /> : null}
      {overlay ? (
        <>
          <div className="live-top">
            <span className="row">
              {plays ? (
                <Pill tone="on">
                  <i className="dot" /> LIVE
                </Pill>
              ) : (
                <Pill tone="amber">{words.noPictureYet}</Pill>
              )}
              <Pill className="glass">{plays ? words.whatViewersSee : words.yourCamera}</Pill>
            </span>
            <AdLabel kind={words.labels[air.show.disclosure.kind]} text={air.show.disclosure.text} />
          </div>
          <Said air={air} delayMs={delay} />
          <PinCard air={air} />
        </>
      ) : null}
    </>
  );
}

/** What viewers read, in the language of the show. */
function Said({ air, delayMs }: { air: Air; delayMs: RefObject<number> }) {
  const { language } = air.show;
  const shown = useCues(air.view.captions.cues, language, air.serverNow, () => delayMs.current);
  if (shown.length === 0) return null;
  return (
    <div className="said-over" aria-live="off" lang={language}>
      {shown.map(({ id, text }) => (
        <p key={id}>
          <span>{text}</span>
        </p>
      ))}
    </div>
  );
}

function Waiting({ air }: { air: Air }) {
  const words = useWords();
  const staff = useStaffWords();
  const { source, state, publishHere } = air.publishing;
  if (source === 'browser' && state !== 'failed') return <p className="waiting">{staff.loading}</p>;
  return (
    <div className="waiting">
      <h2>{source === 'encoder' ? words.encoderWaits : words.directing}</h2>
      <p>{source === 'encoder' ? words.encoderWaitsBody : words.directingBody}</p>
      {air.may.crew ? (
        <button type="button" className="btn" onClick={publishHere}>
          {words.publishHere}
        </button>
      ) : null}
    </div>
  );
}
