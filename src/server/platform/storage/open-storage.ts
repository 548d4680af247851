import type { KeptConfig } from '../config.ts';
import type { Storage } from './storage.ts';

/** The storage beyond this machine that the settings name, or null. Its client is loaded only when it is used. */
export async function openRemoteStorage({ s3 }: KeptConfig): Promise<Storage | null> {
  if (!s3) return null;
  const { createS3Storage } = await import('./s3-storage.ts');
  return createS3Storage(s3);
}
