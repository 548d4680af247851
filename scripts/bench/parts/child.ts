import type { ChildProcess } from 'node:child_process';

/** What a part of a bench says next under this key; rejects when it ends before. */
export function next<T>(child: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`A part of the bench ended with ${code}.`));
    const listen = (message: Record<string, T>) => {
      if (!(key in message)) return;
      child.off('message', listen);
      child.off('exit', failed);
      resolve(message[key]!);
    };
    child.on('message', listen);
    child.once('exit', failed);
  });
}
