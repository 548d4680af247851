import { QueryClient } from '@tanstack/react-query';
import { ask, createApi, type Refusal } from '../client/api.ts';

export const api = createApi();
export { ask };

/** A refusal on its way to the screen that shows it; TanStack Query wants something thrown. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** For `queryFn` and `mutationFn`: the value, or the refusal thrown. */
export async function orThrow<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const answer = await ask(call);
  if (answer.ok) return answer.value;
  throw new RefusedError(answer.refusal);
}

export function refusalOf(error: unknown): Refusal | null {
  if (!error) return null;
  if (error instanceof RefusedError) return error.refusal;
  return { reason: 'broken', status: 0, facts: {}, errors: [], requestId: null };
}

/** The client already repeats safe requests; a second layer of repeats would only hide a refusal for longer. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 5_000, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  });
