import { createS3Storage, type S3Settings } from '#platform/storage/s3-storage.ts';
import { createUploads } from './uploads.ts';

/** For the test that kills a process which brings a recording to the storage: tells of its fourth file. */
const [mediaDir, streamId, settings] = process.argv.slice(2);
const storage = createS3Storage(JSON.parse(settings!) as S3Settings);
let brought = 0;
const remote: typeof storage = {
  ...storage,
  async put(key, content) {
    await storage.put(key, content);
    if (++brought === 4) process.send?.('brought');
  },
};
createUploads({ remote, mediaDir: mediaDir!, dropLocal: false, isOpen: () => false, log: { warn() {}, info() {} } }).wake(streamId!);
// What waits for the storage keeps no process alive by itself.
setInterval(() => {}, 1_000);
