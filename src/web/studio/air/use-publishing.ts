import { useCallback, useEffect, useRef, useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import {
  createPublisher,
  type Publisher,
  type PublisherFailure,
  type PublisherState,
  type PublisherStats,
} from '../../client/publisher.ts';
import { api, orThrow } from '../../staff/api.ts';
import { type CameraProblem, keepPicked, openCamera, readPicked, stopTracks } from '../lobby/use-camera.ts';
import { keepSource, readSource, type Source } from '../source.ts';

export interface Publishing {
  /** Null: this tab only directs; the picture comes from another device. */
  readonly source: Source | null;
  readonly state: PublisherState;
  readonly failure: PublisherFailure | null;
  readonly problem: CameraProblem | null;
  readonly stats: PublisherStats | null;
  readonly stream: MediaStream | null;
  readonly micOn: boolean;
  /** How this connection is called on the stage; null before the first ticket. */
  readonly spot: string | null;
  publishHere(): void;
  /** Sends from here without being seen, until called on stage. */
  waitBackstage(): void;
  /** The server says where we stand; a reload and a new connection come back there. */
  stand(place: 'browser' | 'backstage'): void;
  leave(): void;
  retry(): void;
  toggleMic(): void;
  switchCamera(): Promise<void>;
}

/** Keeps this browser's camera on air while the show is live and this tab is its source; a reload takes it up again. */
export function usePublishing(show: StaffShow, mayPublish: boolean): Publishing {
  const [source, setSource] = useState(() => readSource(show.id));
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<PublisherState>('idle');
  const [failure, setFailure] = useState<PublisherFailure | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [stats, setStats] = useState<PublisherStats | null>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [micOn, setMicOn] = useState(true);
  const publisher = useRef<Publisher | null>(null);
  const [spot, setSpot] = useState<string | null>(null);
  const sends = source === 'browser' || source === 'backstage';
  const active = sends && mayPublish;
  const place = useRef<Place>('stage');
  place.current = source === 'backstage' ? 'backstage' : 'stage';
  const { orgId, id: showId } = show;

  useEffect(() => {
    if (!active) return;
    let left = false;
    let opened: MediaStream | null = null;
    setProblem(null);
    setFailure(null);
    setState('connecting');

    const begin = async () => {
      const camera = await openCamera();
      if (left) return stopTracks(camera.stream);
      setProblem(camera.problem);
      if (!camera.stream) return setState('failed');
      opened = camera.stream;
      // A camera that is unplugged ends its track; the publisher would go on sending nothing.
      for (const track of opened.getTracks()) track.addEventListener('ended', () => setProblem('in_use'));
      setStream(opened);
      setMicOn(true);
      publisher.current = await openPublisher(orgId, showId, opened, () => place.current, {
        onSpot: (next) => !left && setSpot(next),
        onState: (next, why) => {
          if (left) return;
          setState(next);
          setFailure(why ?? null);
          if (next !== 'live') setStats(null);
        },
        onStats: (next) => !left && setStats(next),
      });
      if (!left) await publisher.current.start();
    };
    begin().catch(() => {
      if (left) return;
      setState('failed');
      setFailure('gave_up');
    });
    return () => {
      left = true;
      void publisher.current?.stop();
      publisher.current = null;
      stopTracks(opened);
      setStream(null);
      setSpot(null);
    };
  }, [active, attempt, orgId, showId]);

  const again = () => setAttempt((count) => count + 1);
  const stand = useCallback(
    (next: Source | null) => {
      keepSource(showId, next);
      setSource(next);
    },
    [showId],
  );
  const sendAs = (next: Source) => {
    stand(next);
    again();
  };
  return {
    source,
    state: active ? state : 'idle',
    failure,
    problem: active ? problem : null,
    stats,
    stream,
    micOn,
    retry: again,
    spot,
    publishHere: () => sendAs('browser'),
    waitBackstage: () => sendAs('backstage'),
    stand,
    leave: () => stand(null),
    toggleMic() {
      const tracks = stream?.getAudioTracks() ?? [];
      for (const track of tracks) track.enabled = !micOn;
      setMicOn(!micOn);
    },
    async switchCamera() {
      const next = await nextCamera(stream);
      if (!next || !stream) return;
      await publisher.current?.replaceTrack('video', next);
      const old = stream.getVideoTracks();
      const changed = new MediaStream([next, ...stream.getAudioTracks()]);
      for (const track of old) track.stop();
      setStream(changed);
    },
  };
}

type Place = 'stage' | 'backstage';
type Heard = Pick<Parameters<typeof createPublisher>[0], 'onState' | 'onStats'> & { onSpot(spot: string): void };

/** Each connection needs its own one-use ticket; the first one also says where to publish. */
async function openPublisher(orgId: string, showId: string, stream: MediaStream, place: () => Place, heard: Heard): Promise<Publisher> {
  const ask = () =>
    orThrow(api.POST('/api/orgs/{orgId}/shows/{showId}/ticket', { params: { path: { orgId, showId }, query: { place: place() } } }));
  const first = await ask();
  let unused: typeof first | null = first;
  return createPublisher({
    stream,
    whipUrl: first.whipUrl,
    ticket: async () => {
      const { ticket, spot } = unused ?? (await ask());
      unused = null;
      heard.onSpot(spot);
      return ticket;
    },
    ...heard,
  });
}

async function nextCamera(stream: MediaStream | null): Promise<MediaStreamTrack | null> {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  const now = stream?.getVideoTracks()[0]?.getSettings().deviceId;
  const at = cameras.findIndex((camera) => camera.deviceId === now);
  const next = cameras[(at + 1) % cameras.length];
  if (!next || next.deviceId === now) return null;
  const picked = { ...readPicked(), videoId: next.deviceId };
  const { stream: opened } = await openCamera(picked);
  if (!opened) return null;
  keepPicked(picked);
  for (const track of opened.getAudioTracks()) track.stop();
  return opened.getVideoTracks()[0] ?? null;
}
