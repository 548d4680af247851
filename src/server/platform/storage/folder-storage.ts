import { randomBytes } from 'node:crypto';

import { copyFile, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { demandFolder, demandKey, type Storage } from './storage.ts';

/** Files below one folder of this machine; a key is a path in it. */
export function createFolderStorage({ dir }: { dir: string }): Storage {
  const pathOf = (key: string) => join(dir, demandKey(key));
  return {
    kind: 'folder',
    async put(key, content) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      // Under another name first, so that the real name is always whole.
      const half = `${path}.${randomBytes(4).toString('hex')}.part`;
      try {
        if (!Buffer.isBuffer(content)) await take(content.file, half);
        await makeDurable(half, Buffer.isBuffer(content) ? content : null);
        await rename(half, path);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
    },
    async stat(key) {
      const found = await stat(pathOf(key)).catch(nullWhenMissing);
      return found?.isFile() ? { bytes: found.size } : null;
    },
    async get(key, range) {
      const file = await open(pathOf(key)).catch(nullWhenMissing);
      if (!file) return null;
      // The stream closes the file, also when it is destroyed half-way.
      const size = range ? range.end - range.start + 1 : (await file.stat()).size;
      return { body: file.createReadStream(range ?? {}), bytes: size };
    },
    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rmdir(dirname(path)).catch(() => {}); // only when it is empty
    },
    list: (folder) => list(dir, demandFolder(folder)),
    url: () => null,
  };
}

/** From another file system it can only be copied. */
async function take(file: string, into: string): Promise<void> {
  await rename(file, into).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    return copyFile(file, into);
  });
}

async function makeDurable(file: string, content: Buffer | null): Promise<void> {
  const handle = await open(file, content ? 'w' : 'r+');
  try {
    if (content) await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function* list(dir: string, folder: string): AsyncGenerator<{ key: string; bytes: number }> {
  const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(nullWhenMissing);
  for (const entry of entries ?? []) {
    const key = `${folder}${entry.name}`;
    if (entry.isDirectory()) yield* list(dir, `${key}/`);
    if (!entry.isFile() || entry.name.endsWith('.part')) continue;
    const found = await stat(join(dir, key)).catch(nullWhenMissing);
    if (found) yield { key, bytes: found.size };
  }
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
