import { useCallback, useEffect, useRef, useState } from 'react';

export type CameraProblem = 'denied' | 'none' | 'in_use' | 'not_supported';
export interface Picked {
  readonly videoId: string;
  readonly audioId: string;
}
export interface Device {
  readonly id: string;
  readonly label: string;
}

const KEPT = 'devices';
const NOTHING: Picked = { videoId: '', audioId: '' };

/**
 * The camera and microphone of this browser, as remembered from the last time.
 * The stream lives as long as the component, except what `take()` hands on: that belongs to who took it.
 */
export function useCamera() {
  const [picked, setPicked] = useState(readPicked);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [devices, setDevices] = useState<{ cameras: Device[]; mics: Device[] }>({ cameras: [], mics: [] });
  const [attempt, setAttempt] = useState(0);
  const held = useRef<MediaStream | null>(null);

  useEffect(() => {
    let left = false;
    setProblem(null);
    void openCamera(picked).then(async (opened) => {
      if (left) return stopTracks(opened.stream);
      stopTracks(held.current);
      held.current = opened.stream;
      setStream(opened.stream);
      setProblem(opened.problem);
      // Names of devices are known to the page only after permission.
      setDevices(await listDevices());
    });
    return () => {
      left = true;
    };
  }, [picked, attempt]);

  useEffect(() => {
    const changed = () => void listDevices().then(setDevices);
    navigator.mediaDevices?.addEventListener('devicechange', changed);
    return () => {
      navigator.mediaDevices?.removeEventListener('devicechange', changed);
      stopTracks(held.current);
    };
  }, []);

  const pick = useCallback((part: Partial<Picked>) => {
    setPicked((old) => {
      const next = { ...old, ...part };
      keepPicked(next);
      return next;
    });
  }, []);

  return { stream, problem, devices, picked, pick, retry: () => setAttempt((count) => count + 1) };
}

export async function openCamera(picked: Picked = readPicked()): Promise<{ stream: MediaStream | null; problem: CameraProblem | null }> {
  if (!navigator.mediaDevices?.getUserMedia) return { stream: null, problem: 'not_supported' };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(wanted(picked)), problem: null };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    // A remembered device that was unplugged must not keep the host from going live.
    if (name === 'OverconstrainedError' && picked !== NOTHING) return openCamera(NOTHING);
    return { stream: null, problem: name === 'NotAllowedError' ? 'denied' : name === 'NotFoundError' ? 'none' : 'in_use' };
  }
}

/** Portrait where the device can: most viewers hold a phone. A phone turns its camera by itself. */
function wanted({ videoId, audioId }: Picked): MediaStreamConstraints {
  const handheld = matchMedia('(pointer: coarse)').matches;
  const size = handheld ? { width: { ideal: 1280 }, height: { ideal: 720 } } : { width: { ideal: 720 }, height: { ideal: 1280 } };
  return {
    video: { ...size, frameRate: { ideal: 30 }, ...(videoId ? { deviceId: { exact: videoId } } : { facingMode: 'user' }) },
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(audioId ? { deviceId: { exact: audioId } } : {}) },
  };
}

async function listDevices(): Promise<{ cameras: Device[]; mics: Device[] }> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind: MediaDeviceKind) =>
    all.filter((device) => device.kind === kind && device.deviceId !== '').map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { cameras: of('videoinput'), mics: of('audioinput') };
}

export const stopTracks = (stream: MediaStream | null): void => stream?.getTracks().forEach((track) => track.stop());

export function readPicked(): Picked {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Picked>;
    return { videoId: kept.videoId ?? '', audioId: kept.audioId ?? '' };
  } catch {
    return NOTHING;
  }
}
export function keepPicked(picked: Picked): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(picked));
  } catch {
    // Without storage the choice holds for this page.
  }
}
