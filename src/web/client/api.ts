import createClient from 'openapi-fetch';
import { type Problem, type ReasonCode, REASONS } from '#contract/reasons.ts';
import type { Language } from '#contract/common.ts';
import type { paths } from './api.gen.ts';

/** Why an answer did not come: the server's reason, or that the server was not reached in time. */
export interface Refusal {
  reason: ReasonCode | 'unreachable';
  /** 0 when there was no answer. */
  status: number;
  facts: Readonly<Record<string, unknown>>;
  errors: readonly { path: string; message: string }[];
  /** To quote to support; null when there was no answer. */
  requestId: string | null;
}
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

const TIMEOUT_MS = 12_000;
const TRIES = 3;
/** The server says these when trying again is safe and may help. */
const PASSING = new Set([502, 503, 504]);
const SAFE = new Set(['GET', 'HEAD']);

interface Needs {
  fetch?: typeof fetch;
  baseUrl?: string;
  /** Waits between tries; tests own it. */
  pause?: (ms: number) => Promise<void>;
  random?: () => number;
}

/**
 * The typed client of our own API. Every call has a time limit; only reading is repeated by itself,
 * because a repeated write is the caller's decision (orders carry their own id for that).
 */
export function createApi({ fetch: send = (...args) => fetch(...args), baseUrl = '', pause = wait, random = Math.random }: Needs = {}) {
  async function patient(request: Request): Promise<Response> {
    const tries = SAFE.has(request.method) ? TRIES : 1;
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      try {
        const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
        const response = await send(last ? request : request.clone(), { signal });
        if (last || !PASSING.has(response.status)) return response;
      } catch (error) {
        if (last || request.signal.aborted) throw error;
      }
      await pause(random() * 400 * 2 ** attempt);
    }
  }
  return createClient<paths>({ baseUrl: baseUrl || origin(), credentials: 'same-origin', fetch: patient });
}
export type Api = ReturnType<typeof createApi>;

/** Turns an openapi-fetch result into an answer: a value, or a refusal from the closed list. Never throws. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Answer<T>> {
  try {
    const { data, error, response } = await call;
    if (response.ok) return { ok: true, value: data as T };
    return { ok: false, refusal: refusalOf(error, response.status) };
  } catch {
    return { ok: false, refusal: { reason: 'unreachable', status: 0, facts: {}, errors: [], requestId: null } };
  }
}

/** A page in front of us (a proxy) may answer with something that is not ours: then only the status speaks. */
function refusalOf(body: unknown, status: number): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const known = problem.reason !== undefined && problem.reason in REASONS;
  return {
    reason: known
      ? problem.reason!
      : status === 401
        ? 'not_signed_in'
        : status === 404
          ? 'not_found'
          : status === 429
            ? 'too_many_requests'
            : status >= 500
              ? 'busy'
              : 'invalid_input',
    status,
    facts: problem.facts ?? {},
    errors: problem.errors ?? [],
    requestId: problem.requestId ?? null,
  };
}

const UNREACHABLE: Record<Language, string> = {
  en: 'The shop cannot be reached right now. Your connection may have dropped.',
  nl: 'De winkel is nu niet bereikbaar. Misschien viel je verbinding weg.',
};

/** The sentence for people, in their language. */
export function sentence(refusal: Pick<Refusal, 'reason'>, language: Language): string {
  return refusal.reason === 'unreachable' ? UNREACHABLE[language] : REASONS[refusal.reason].sentence[language];
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const origin = (): string => (typeof location === 'undefined' ? 'http://localhost' : location.origin);
