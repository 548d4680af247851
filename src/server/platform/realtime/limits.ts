/** Every maximum of the realtime layer, in one place. */
export const LIMITS = {
  /** Encoded frames kept per room, plain; compressed twins take about a third as much again. */
  ringBytes: 4 * 1024 * 1024,
  ringAgeMs: 120_000,
  /** More than this queued for one reader: nothing more is written until it has drained. */
  queuedBytes: 64 * 1024,
  /** A reader may stay behind this long, */
  lagMs: 20_000,
  /** and fall behind this often in a minute, */
  catchUpsPerMinute: 3,
  /** and its client may say that it is this far behind: kernel buffers hide up to 4 MB from us. */
  ackLagMs: 90_000,
  /** Events in one frame. */
  frameEvents: 200,
  /** Events read but not sent yet; reading stops above it. */
  pendingEvents: 1000,
  /** Events that came before those that precede them. */
  earlyEvents: 1000,
  /** Events read from the log at once, and how far back a channel that opens fills its ring. */
  page: 500,
  /** A snapshot serves everybody who connects within this time. */
  snapshotAgeMs: 1000,
  heartbeatMs: 5000,
  /** Sockets are pinged once in this many seconds, a few each second, */
  pingSeconds: 30,
  /** and closed when nothing at all was heard for this long. */
  silentMs: 95_000,
  /** Sockets written to before other work gets a turn: about 9 ms at 4.5 µs each. */
  slice: 2000,
  /** A channel without readers is kept for those who come back. */
  idleMs: 60_000,
  /** What is said is gathered this long: 50 ms keeps small rooms quick; large ones pay with latency instead of cores. */
  ticksMs: [50, 100, 250],
  /** Writes per second that one process may spend; above it ticks grow. Measured: 150,000 to 220,000 per core. */
  writesPerSecond: 100_000,
  /** A room in which more is said than this gets the second tick: twice as many events in a write. */
  calmEventsPerSecond: 30,
  /** Smaller frames are never compressed, */
  deflateFromBytes: 256,
  /** others once this much went out plain to readers who can inflate: compressing costs 20 to 70 µs, a write 5. */
  deflateAfterBytes: 4096,
  /** A twin that is not smaller than this share is not kept. */
  deflatePays: 0.9,
  /** Reader positions that the once-a-second pass joins frames for; others get them one by one. */
  bundles: 16,
  /** Inbound, per socket. */
  messageBytes: 4096,
  /** Fragments of one message. Browsers send one. */
  messagePieces: 16,
  messagesPerSecond: 5,
  messagesBurst: 20,
  commandsInFlight: 8,
  /** Sockets of one address, before the factor of the settings. */
  socketsPerAddress: 300,
  /** Sockets of one process; beyond it the answer is 503 and a balancer goes elsewhere. */
  sockets: 15_000,
  /** A socket that was told to close gets this long to do so. */
  closeMs: 2000,
} as const;
