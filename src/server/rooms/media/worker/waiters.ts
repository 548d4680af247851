import type { ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';

interface Waiter {
  readonly res: ServerResponse;
  readonly deadlineMs: number;
  readonly ready: () => boolean;
  readonly send: () => void;
  readonly late: () => void;
}

const SWEEP_MS = 50;

/**
 * Requests that wait for the next part, in one list with one timer: thousands of viewers wait five
 * times a second, and a timer each costs more than their answer.
 */
export function createWaiters(needs: {
  readonly clock: Clock;
  readonly mostWaitMs: number;
  readonly mostWaiting: number;
  /** Answers one for whom there is no place. */
  readonly refuse: (res: ServerResponse) => void;
}) {
  const { clock, mostWaitMs, mostWaiting, refuse } = needs;
  const waiting = new Set<Waiter>();
  let sweep: NodeJS.Timeout | null = null;

  /** Calls `send` when ready, `late` after waiting long enough, neither when the client left. */
  function wait(res: ServerResponse, ready: () => boolean, send: () => void, late: () => void): void {
    if (waiting.size >= mostWaiting) return refuse(res);
    const waiter = { res, deadlineMs: clock.now() + mostWaitMs, ready, send, late };
    waiting.add(waiter);
    res.once('close', () => waiting.delete(waiter));
    sweep ??= setInterval(expire, SWEEP_MS);
  }

  /** Something new is there. */
  function wake(): void {
    for (const waiter of waiting) if (waiter.ready()) settle(waiter, waiter.send);
  }

  function expire(): void {
    const nowMs = clock.now();
    // All wait equally long, so the first that is not due ends the search.
    for (const waiter of waiting) {
      if (waiter.deadlineMs > nowMs) return;
      settle(waiter, waiter.late);
    }
    // Everybody may have left by closing the connection.
    if (waiting.size === 0) stopSweeping();
  }

  function settle(waiter: Waiter, answer: () => void): void {
    waiting.delete(waiter);
    if (!waiter.res.destroyed) answer();
    if (waiting.size === 0) stopSweeping();
  }

  function stopSweeping(): void {
    if (sweep) clearInterval(sweep);
    sweep = null;
  }

  function close(): void {
    for (const waiter of waiting) settle(waiter, waiter.late);
    stopSweeping();
  }

  return { wait, wake, close, count: () => waiting.size };
}
