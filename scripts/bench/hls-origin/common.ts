export const STREAM = '0190b0a0-0000-7000-8000-000000000001';
export const PART_MS = 200;
export const PARTS_PER_SEGMENT = 10;

export const nowMs = (): number => performance.timeOrigin + performance.now();
/** When a part was made, in its first eight bytes: all processes of a bench share one clock. */
export const stamp = (body: Buffer): void => void body.writeDoubleLE(nowMs(), 0);
export const madeMs = (body: Buffer, at: number): number => body.readDoubleLE(at);

/** CPU since the last `spend` message, told to whoever asks with one. */
export function reportSpent(requests: () => number): void {
  // Nobody stays behind when the bench is broken off.
  process.once('disconnect', () => process.exit(0));
  let before = process.cpuUsage();
  let requestsBefore = 0;
  let atMs = performance.now();
  process.on('message', (message: { spend?: true }) => {
    if (!message.spend) return;
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - atMs;
    process.send!({
      spent: {
        cores: (user + system) / 1000 / elapsedMs,
        requests: requests() - requestsBefore,
        rssMb: process.memoryUsage().rss / 2 ** 20,
      },
    });
    before = process.cpuUsage();
    requestsBefore = requests();
    atMs = performance.now();
  });
}
