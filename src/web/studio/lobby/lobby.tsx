import { useEffect, useRef, useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { api } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { AdLabel, SelectField, Switch, Tabs } from '../../ui/parts.tsx';
import { X } from '../../ui/icons.ts';
import { keepSource, readSource, type Source } from '../source.ts';
import { useRefreshShow, useShowVerb } from '../use-show.ts';
import { useWords } from '../words.ts';
import { CameraTrouble } from './camera-problem.tsx';
import { Checklist, isReady } from './checklist.tsx';
import { Countdown } from './countdown.tsx';
import { Encoder } from './encoder.tsx';
import { LevelMeter } from './level-meter.tsx';
import { Preview } from './preview.tsx';
import { type Device, useCamera } from './use-camera.ts';

/** The last room before the stage: see and hear yourself, read the checklist, go. */
export function Lobby({ show, onLeave }: { show: StaffShow; onLeave: () => void }) {
  const words = useWords();
  const [source, setSource] = useState<Source>(() => readSource(show.id) ?? 'browser');
  const pickSource = (key: string) => {
    const next = key === 'encoder' ? 'encoder' : 'browser';
    keepSource(show.id, next);
    setSource(next);
  };
  return (
    <main className="lobby" data-theme="dark">
      <div className="lobby-card">
        {source === 'browser' ? <CameraSide show={show} /> : <EncoderSide show={show} />}
        <section className="lobby-text">
          <header className="row between">
            <h1>{isReady(show) ? words.ready : words.notReady}</h1>
            <IconButton label={words.backToPlan} onClick={onLeave}>
              <X size={22} />
            </IconButton>
          </header>
          <Tabs
            label={words.sourceLabel}
            current={source}
            onPick={pickSource}
            tabs={[
              { key: 'browser', label: words.sourceBrowser },
              { key: 'encoder', label: words.sourceEncoder },
            ]}
          />
          {source === 'browser' ? <p className="sm m">{words.browserHow}</p> : <Encoder show={show} />}
          <Checklist show={show} />
          <GoLive show={show} source={source} />
        </section>
      </div>
    </main>
  );
}

function GoLive({ show, source }: { show: StaffShow; source: Source }) {
  const words = useWords();
  const [counting, setCounting] = useState(false);
  const goLive = useShowVerb(show, (params) => api.POST('/api/orgs/{orgId}/shows/{showId}/live', { params }));
  const begin = () => {
    // Read by the live studio, which publishes as soon as it opens, and again after a reload.
    keepSource(show.id, source);
    goLive.mutate(undefined, { onSettled: () => setCounting(false) });
  };
  const ready = isReady(show);
  return (
    <>
      <RefusedNote error={goLive.error} />
      <Button tone="live" size="xl" wide busy={goLive.isPending} disabled={!ready} onClick={() => setCounting(true)}>
        {words.goLive}
      </Button>
      {counting ? <Countdown onZero={begin} onStop={() => setCounting(false)} /> : null}
    </>
  );
}

function CameraSide({ show }: { show: StaffShow }) {
  const words = useWords();
  const camera = useCamera();
  const [guide, setGuide] = useState(true);
  return (
    <section className="lobby-stage stage night" aria-label={words.preview}>
      {camera.problem ? (
        <CameraTrouble problem={camera.problem} onRetry={camera.retry} />
      ) : (
        <Preview stream={camera.stream} guide={guide} />
      )}
      <div className="lobby-label">
        <AdLabel kind={words.labels[show.disclosure.kind]} text={show.disclosure.text} />
      </div>
      <div className="lobby-tools">
        {camera.problem ? null : <LevelMeter stream={camera.stream} />}
        <DevicePick
          label={words.camera}
          devices={camera.devices.cameras}
          value={idOf(camera.stream?.getVideoTracks()[0]) ?? camera.picked.videoId}
          onPick={(videoId) => camera.pick({ videoId })}
        />
        <DevicePick
          label={words.mic}
          devices={camera.devices.mics}
          value={idOf(camera.stream?.getAudioTracks()[0]) ?? camera.picked.audioId}
          onPick={(audioId) => camera.pick({ audioId })}
        />
        <Switch label={words.guide} on={guide} onChange={setGuide} />
      </div>
    </section>
  );
}

const idOf = (track: MediaStreamTrack | undefined): string | undefined => track?.getSettings().deviceId;

function DevicePick({
  label,
  devices,
  value,
  onPick,
}: {
  label: string;
  devices: readonly Device[];
  value: string;
  onPick: (id: string) => void;
}) {
  const words = useWords();
  if (devices.length === 0) return null;
  return (
    <SelectField label={label} value={value} onChange={(event) => onPick(event.target.value)}>
      {devices.map((device, at) => (
        <option key={device.id} value={device.id}>
          {device.label || words.device(label, at + 1)}
        </option>
      ))}
    </SelectField>
  );
}

/** Somebody sits before this and waits for the encoder; elsewhere a planned show is asked about once a minute. */
const LOOK_MS = 2_000;

function EncoderSide({ show }: { show: StaffShow }) {
  const words = useWords();
  const refresh = useRefreshShow(show.id);
  const look = useRef(refresh);
  look.current = refresh;
  useEffect(() => {
    const timer = setInterval(() => void look.current(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const arrives = show.media.state === 'live';
  return (
    <section className="lobby-stage stage night encoder-side" aria-label={words.sourceEncoder}>
      <h2>{arrives ? words.encoderArrives : words.encoderWaits}</h2>
      <p>{arrives ? words.encoderArrivesBody : words.encoderWaitsBody}</p>
    </section>
  );
}
