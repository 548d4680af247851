import { systemClock } from '#lib/clock.ts';
import { readClip } from '../demo/clip.ts';
import { createPackager } from './packager.ts';
import { createRecorder } from './recorder.ts';
import { feed } from './testing.ts';

/** For the test that kills a recording process: records as fast as it can and tells of its first segment. */
const dir = process.argv[2];
if (!dir) throw new Error('Give a folder.');
const clip = readClip();
const recorder = await createRecorder({
  dir,
  clock: systemClock,
  retention: { keep: 'all' },
  onSegment: () => process.send?.('recorded'),
});
const packager = createPackager({ sinks: [recorder] });
packager.configure({ ...clip.config, generation: 1 });
for (let ms = 0; ; ms += 500) {
  feed(packager, ms, ms + 500);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
