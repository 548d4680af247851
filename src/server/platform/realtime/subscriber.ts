/** What a channel needs of a connection; a WebSocket in the server, a plain object in a simulation. */
export interface Wire {
  /** Hands bytes over at once or queues them; never throws. */
  write(bytes: Buffer): void;
  /** Bytes queued in this process for this reader. */
  pending(): number;
  /** Says why and ends; what is queued may be lost. */
  close(code: number): void;
  /** Ends without a word. */
  destroy(): void;
}

const NEVER: readonly number[] = [];

/** One reader of one channel. Fields, not closures: there may be ten thousand of them. */
export class Subscriber {
  readonly wire: Wire;
  /** Place in the channel's list; -1 when not in it. */
  index = -1;
  /** The last seq handed to the wire. */
  sent = 0;
  /** Since when the wire is too full to be written to; 0 when it is not. */
  laggingSince = 0;
  /** Times in the last minute that it lagged and caught up. */
  catchUps: readonly number[] = NEVER;
  /** The last seq the client said it has; null until it said so. */
  acked: number | null = null;
  heardAt: number;
  /** Can read compressed frames. */
  readonly deflates: boolean;
  /** Asked for one write a second: nobody looks at its screen. */
  isPaced = false;

  constructor(wire: Wire, now: number, deflates = false) {
    this.wire = wire;
    this.heardAt = now;
    this.deflates = deflates;
  }
}
