import http from 'node:http';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import type { CallRefusal } from './worker/stage.ts';

/** Longer than the worker waits for a key frame. */
const TIMEOUT_MS = 6_000;

/** Asks a stream's worker to bring somebody from backstage on air; resolves when they are. */
export function callOnStage(socketPath: string | null, spot: string): Promise<Outcome<void, CallRefusal | 'stream_not_live'>> {
  if (!socketPath) return Promise.resolve(refuse('stream_not_live'));
  return new Promise((resolve) => {
    const path = `/stage/${encodeURIComponent(spot)}`;
    const request = http.request({ socketPath, method: 'POST', path, timeout: TIMEOUT_MS }, (answer) => {
      answer.resume();
      if (answer.statusCode === 204) return resolve(done(undefined));
      resolve(refuse(answer.statusCode === 409 ? 'not_ready' : 'not_found'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(refuse('stream_not_live')));
    request.end();
  });
}
