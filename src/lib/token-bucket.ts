/** A budget that refills: `burst` at once, `perSecond` in the long run. Two numbers per holder, no timer. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** @returns 0 when taken, else the milliseconds until there is enough. Nothing is taken then. */
  take(now: number, count = 1): number {
    // A clock that was set back refills nothing.
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens >= count) {
      this.#tokens -= count;
      return 0;
    }
    return Math.ceil(((count - this.#tokens) / this.#perSecond) * 1000);
  }

  /** Takes what there is, at most `count`. @returns how many */
  takeUpTo(now: number, count: number): number {
    this.take(now, 0);
    const taken = Math.min(count, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }

  /** Full again: as if it had never been used, so its holder may forget it. */
  isFull(now: number): boolean {
    this.take(now, 0);
    return this.#tokens >= this.#burst;
  }
}
