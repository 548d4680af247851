import { open, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { demandFolder, demandKey, type Storage, typeOfKey } from './storage.ts';

/** Where the bucket is and who we are there. The secret enters no log: errors carry the operation and the key only. */
export interface S3Settings {
  readonly bucket: string;
  /** Null is Amazon's own, found by the region. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Before every key, so that instances can share a bucket. Empty, or without a slash at either end. */
  readonly prefix: string;
  /** The bucket in the path and not in the host name: what every server but Amazon's understands. */
  readonly pathStyle: boolean;
  /** Where anybody can read the bucket (a CDN before it); null when nobody can. */
  readonly publicUrl: string | null;
}

const CONNECT_MS = 5_000;
/** Silence in the middle of an answer. */
const SILENT_MS = 20_000;
/** With pauses that grow. What waits behind it is bounded by its own queue. */
const MOST_ATTEMPTS = 4;
const PER_PAGE = 1_000;

/** Files as objects of a bucket of any S3-compatible service. */
export function createS3Storage(settings: S3Settings, { perPage = PER_PAGE } = {}): Storage & { close(): void } {
  const { bucket: Bucket, prefix } = settings;
  const client = new S3Client({
    region: settings.region,
    ...(settings.endpoint && { endpoint: settings.endpoint }),
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    // Trailing checksums are Amazon's; other services refuse the upload. The segments have hashes of their own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const root = prefix === '' ? '' : `${prefix}/`;
  const nameOf = (key: string) => `${root}${demandKey(key)}`;

  return {
    kind: 's3',
    async put(key, content) {
      const name = nameOf(key);
      const facts = { Bucket, Key: name, ContentType: typeOfKey(key) };
      if (Buffer.isBuffer(content)) {
        await client.send(new PutObjectCommand({ ...facts, Body: content })).catch(plainly('put', key));
        return;
      }
      const { size } = await stat(content.file);
      // A stream can be sent once, so a try of our own stands for the client's.
      await again(async () => {
        const file = await open(content.file);
        const body = file.createReadStream();
        await client
          .send(new PutObjectCommand({ ...facts, Body: body, ContentLength: size }))
          .catch(plainly('put', key))
          .finally(() => body.destroy());
      });
      await rm(content.file, { force: true });
    },
    async stat(key) {
      const found = await client
        .send(new HeadObjectCommand({ Bucket, Key: nameOf(key) }))
        .catch(nullWhenMissing)
        .catch(plainly('stat', key));
      return found && { bytes: found.ContentLength ?? 0 };
    },
    async get(key, range) {
      const found = await client
        .send(new GetObjectCommand({ Bucket, Key: nameOf(key), ...(range && { Range: `bytes=${range.start}-${range.end}` }) }))
        .catch(nullWhenMissing)
        .catch(plainly('get', key));
      return found && { body: found.Body as Readable, bytes: found.ContentLength ?? 0 };
    },
    async delete(key) {
      await client
        .send(new DeleteObjectCommand({ Bucket, Key: nameOf(key) }))
        .catch(nullWhenMissing)
        .catch(plainly('delete', key));
    },
    async *list(folder) {
      // The first version of this call pages by names and not by tokens: every service has it, and no page expires.
      for (let last: string | undefined; ;) {
        const page = await client
          .send(
            new ListObjectsCommand({
              Bucket,
              Prefix: `${root}${demandFolder(folder)}`,
              MaxKeys: perPage,
              ...(last !== undefined && { Marker: last }),
            }),
          )
          .catch(plainly('list', folder));
        for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key.slice(root.length), bytes: Size ?? 0 };
        last = page.Contents?.at(-1)?.Key;
        if (!page.IsTruncated || last === undefined) return;
      }
    },
    url: (key) => settings.publicUrl && `${settings.publicUrl}/${nameOf(key)}`,
    close: () => client.destroy(),
  };
}

async function again(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt >= 2) throw error;
    }
  }
}

function nullWhenMissing(error: S3ServiceException): null {
  if (error.name === 'NotFound' || error.name === 'NoSuchKey') return null;
  throw error;
}

/** What the client throws carries the whole request; this carries what an operator needs. */
function plainly(verb: string, key: string): (error: unknown) => never {
  return (error) => {
    const { name, $metadata } = error as Partial<S3ServiceException>;
    const { code } = error as NodeJS.ErrnoException;
    const what = [name, code, $metadata?.httpStatusCode].filter(Boolean).join(' ');
    throw new Error(`The storage did not ${verb} ${key}: ${what || 'it does not answer'}`);
  };
}
