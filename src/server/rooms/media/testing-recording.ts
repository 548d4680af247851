import { createPackager } from './worker/packager.ts';
import { createRecorder } from './worker/recorder.ts';
import { clip, createTestClock, feed } from './worker/testing.ts';

/** Records the built-in clip into a folder, as a worker does; once more goes on where the last time ended. */
export async function recordClip(dir: string, untilMs: number): Promise<void> {
  const recorder = await createRecorder({ dir, clock: createTestClock(), retention: { keep: 'all' } });
  const packager = createPackager({ sinks: [recorder], resume: recorder.resume });
  packager.configure({ ...clip.config, generation: 1 });
  // No faster than the disk: a recorder that is given a minute at once takes the disk to be broken.
  for (let ms = 0; ms < untilMs; ms += 20_000) {
    feed(packager, ms, Math.min(untilMs, ms + 20_000));
    await recorder.settled();
  }
  await packager.close();
  await recorder.close();
}
