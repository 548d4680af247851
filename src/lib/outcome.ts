/** A verb's answer: a value, or a refusal from a closed list. Bugs are thrown; refusals are returned. */
export type Outcome<T, R extends string = string> = Done<T> | Refused<R>;
export interface Done<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refused<R extends string = string> {
  readonly ok: false;
  readonly reason: R;
  /** Facts the person or the client needs (the new price, what is left, when to retry). Never secrets. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export const done = <T>(value: T): Done<T> => ({ ok: true, value });

export const refuse = <R extends string>(reason: R, facts?: Record<string, unknown>): Refused<R> =>
  facts === undefined ? { ok: false, reason } : { ok: false, reason, facts };
