import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// oxlint-disable-next-line typescript/ban-ts-comment -- the package has no types
// @ts-ignore
import S3rver from 's3rver';
import type { S3Settings } from './s3-storage.ts';

export interface TestS3 {
  readonly settings: S3Settings;
  close(): Promise<void>;
}

/** A real S3-compatible server of its own, on a free port of this machine. */
export async function startTestS3(port = 0): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'etalage-s3-'));
  const server = new S3rver({ address: '127.0.0.1', port, silent: true, directory, configureBuckets: [{ name: 'shop' }] });
  const address = (await server.run()) as { port: number };
  return {
    settings: {
      bucket: 'shop',
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      prefix: 'etalage/one',
      pathStyle: true,
      publicUrl: null,
    },
    async close() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
