import http from 'node:http';
import type { Socket } from 'node:net';
import { FLV_HEADER, writeFlvTag, type FlvTag } from '#lib/flv.ts';
import { FLV_PATH, FLV_UPGRADE, type Farewell } from '../worker/flv-link.ts';

/**
 * From one encoder to its stream's worker, also when the worker is replaced meanwhile: the encoder
 * stays connected, and the new worker gets the codec descriptions again and goes on at a key frame.
 */
export interface WorkerLinkNeeds {
  readonly socketPath: string;
  /** Asked after the worker went away; null while there is none. */
  readonly whereNow: () => Promise<string | null>;
  /** The worker listens; called once. What is sent before that is lost. */
  readonly onOpen: () => void;
  /** No further media is wanted. */
  readonly onOver: (why: LinkEnd) => void;
}

/** `over`: another encoder took over, or the show ended; `lost`: no worker came back in time. */
export type LinkEnd = { readonly is: 'foreign'; readonly codec: string } | { readonly is: 'over' } | { readonly is: 'lost' };

export interface WorkerLink {
  send(tag: FlvTag): void;
  readonly dropped: number;
  close(): void;
}

/** A worker that does not read for so long has other troubles; media is dropped to the next key frame. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
const RETRY_MS = 200;
const GIVE_UP_MS = 20_000;
const CONNECT_TIMEOUT_MS = 3_000;
const MOST_FAREWELL_BYTES = 4_096;
const AVC = 7;
const AAC = 10;

export function createWorkerLink({ socketPath, whereNow, onOpen, onOver }: WorkerLinkNeeds): WorkerLink {
  let socket: Socket | null = null;
  let videoConfig: FlvTag | null = null;
  let audioConfig: FlvTag | null = null;
  let waitsForKeyFrame = false;
  let hasVideo = false;
  let dropped = 0;
  let opened = false;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  let awaySinceMs = performance.now();
  connect(socketPath);

  return {
    send(tag) {
      if (closed) return;
      if (tag.kind === 'video') hasVideo = true;
      if (isVideoConfig(tag)) videoConfig = tag;
      else if (isAudioConfig(tag)) audioConfig = tag;
      else return sendMedia(tag);
      // A new link is told both when it opens.
      if (socket) write(tag);
    },
    get dropped() {
      return dropped;
    },
    close,
  };

  function sendMedia(tag: FlvTag): void {
    if (!socket) return void dropped++;
    if (socket.writableLength > MOST_WAITING_BYTES) waitsForKeyFrame = true;
    else if (waitsForKeyFrame && (isKeyFrame(tag) || !hasVideo)) waitsForKeyFrame = false;
    if (waitsForKeyFrame) return void dropped++;
    write(tag);
  }

  function write(tag: FlvTag): void {
    socket?.write(writeFlvTag(tag));
  }

  function connect(path: string): void {
    const request = http.request({
      socketPath: path,
      path: FLV_PATH,
      headers: { connection: 'Upgrade', upgrade: FLV_UPGRADE },
      timeout: CONNECT_TIMEOUT_MS,
      agent: false,
    });
    request.once('upgrade', (_answer, made) => (closed ? made.destroy() : open(made)));
    request.once('response', (answer) => (answer.resume(), later()));
    request.once('timeout', () => request.destroy());
    request.once('error', later);
    request.end();
  }

  function open(made: Socket): void {
    socket = made;
    made.setTimeout(0);
    made.write(FLV_HEADER);
    if (videoConfig) write(videoConfig);
    if (audioConfig) write(audioConfig);
    waitsForKeyFrame = true;
    if (!opened) onOpen();
    opened = true;
    let text = '';
    made.on('data', (bytes: Buffer) => {
      text = (text + bytes.toString('utf8')).slice(0, MOST_FAREWELL_BYTES);
    });
    made.on('error', () => made.destroy());
    made.once('close', () => {
      socket = null;
      awaySinceMs = performance.now();
      const farewell = readFarewell(text);
      if (farewell) end(farewell.foreign === undefined ? { is: 'over' } : { is: 'foreign', codec: farewell.foreign });
      else later();
    });
  }

  /** The worker died, or is not there yet. */
  function later(): void {
    if (closed || retry) return;
    if (performance.now() - awaySinceMs > GIVE_UP_MS) return end({ is: 'lost' });
    retry = setTimeout(() => {
      retry = null;
      whereNow().then(
        (path) => !closed && (path ? connect(path) : later()),
        () => later(),
      );
    }, RETRY_MS);
  }

  function end(why: LinkEnd): void {
    if (closed) return;
    close();
    onOver(why);
  }

  function close(): void {
    closed = true;
    if (retry) clearTimeout(retry);
    socket?.end();
    socket?.destroySoon();
  }
}

/** Null when the worker went without a word. */
function readFarewell(text: string): Farewell | null {
  if (!text.endsWith('\n')) return null;
  try {
    return JSON.parse(text) as Farewell;
  } catch {
    return null;
  }
}

const isVideoConfig = ({ kind, body }: FlvTag): boolean => kind === 'video' && (body[0]! & 0x0f) === AVC && body[1] === 0;
const isAudioConfig = ({ kind, body }: FlvTag): boolean => kind === 'audio' && body[0]! >> 4 === AAC && body[1] === 0;
const isKeyFrame = ({ kind, body }: FlvTag): boolean => kind === 'video' && body[0]! >> 4 === 1;
