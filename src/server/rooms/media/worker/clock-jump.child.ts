/**
 * A media worker on a machine whose time of day is set during the show: each SIGUSR2 sets it once
 * more, ten minutes on, then ten minutes back, then right. What the kernel counts by goes on undisturbed.
 */
const JUMPS_MS = [600_000, -600_000, 0];
const SystemDate = Date;
let offsetMs = 0;

globalThis.Date = new Proxy(SystemDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [target.now() + offsetMs] : given) as object,
  apply: (target) => new target(target.now() + offsetMs).toString(),
  get: (target, name) => (name === 'now' ? () => target.now() + offsetMs : Reflect.get(target, name)),
});
process.on('SIGUSR2', () => void (offsetMs = JUMPS_MS.shift() ?? 0));

await import('./media-worker.ts');
