import type { Readable } from 'node:stream';

/**
 * Where files stay that are written once and never changed: recordings, clips, pictures.
 *
 * A key is a path of plain names, `media/<stream>/seg-1.m4s`. With the folder, keys are paths in the
 * data folder; with S3, objects of a bucket. What a key holds is always whole: a reader sees the old
 * file, the new one or none.
 */
export interface Storage {
  readonly kind: 'folder' | 's3';
  /** Durable when it resolves. A key may be written again with other bytes. */
  put(key: string, content: Content): Promise<void>;
  /** Null when there is no such file. */
  stat(key: string): Promise<{ readonly bytes: number } | null>;
  /** The file, or a piece of it (`end` is included); null when there is no such file. The caller ends the body. */
  get(key: string, range?: ByteRange): Promise<StoredBody | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Everything below a folder, `media/<stream>/`, in no set order. */
  list(folder: string): AsyncIterable<{ readonly key: string; readonly bytes: number }>;
  /** Where anybody can read it without us; null when it must come through us. */
  url(key: string): string | null;
}

/** A file is taken: it may be moved away. */
export type Content = Buffer | { readonly file: string };

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredBody {
  readonly body: Readable;
  /** How much of the file the body carries. */
  readonly bytes: number;
}

const KEY = /^[\w-][\w.-]{0,127}(?:\/[\w-][\w.-]{0,127}){0,7}$/;
const FOLDER = /^(?:[\w-][\w.-]{0,127}\/){1,7}$/;

/** Throws on a key that could leave its place: keys come from us, so a wrong one is a bug. */
export function demandKey(key: string): string {
  if (!KEY.test(key)) throw new RangeError('not a key of the storage');
  return key;
}

export function demandFolder(folder: string): string {
  if (!FOLDER.test(folder)) throw new RangeError('not a folder of the storage');
  return folder;
}

const TYPES: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  vtt: 'text/vtt; charset=utf-8',
  jsonl: 'application/jsonl',
};

export const typeOfKey = (key: string): string => TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

export async function readStored(storage: Storage, key: string, mostBytes: number): Promise<Buffer | null> {
  const found = await storage.get(key);
  if (!found) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of found.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new RangeError(`${key} is larger than it should be`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
