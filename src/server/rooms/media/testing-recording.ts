import { createPackager } from './worker/packager.ts';
import { createRecorder } from './worker/recorder.ts';
import { clip, createTestClock, feed } from './worker/testing.ts';

/** Records the built-in clip into a folder, as a worker does; once more goes on where the last time ended. */
export async function recordClip(dir: string, untilMs: number): Promise<void> {
  const recorder = await createRecorder({ dir, clock: createTestClock(), retention: { keep: 'all' } });
  const packager = createPackager({ sinks: [recorder], resume: recorder.resume });
  packager.configure({ ...clip.config, generation: 1 });
  feed(packager, 0, untilMs);
  await packager.close();
  await recorder.close();
}
