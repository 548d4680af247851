import type { Problem } from '#contract/reasons.ts';
import { RefusedError } from './api.ts';

/**
 * Sends one file with its progress, which fetch cannot tell.
 * @param onPart from 0 to 1
 * @throws RefusedError
 */
export function uploadFile<T>(
  url: string,
  file: File,
  fields: Readonly<Record<string, string>>,
  onPart: (part: number) => void,
): Promise<T> {
  const form = new FormData();
  // Fields before the file: the server reads the form as a stream and stops at the file.
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, file.name);
  return new Promise((sent, refused) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onPart(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener('load', () => {
      if (request.status === 200) sent(request.response as T);
      else refused(refusal(request.status, request.response as Problem | null));
    });
    request.addEventListener('error', () => refused(refusal(0, null)));
    request.addEventListener('abort', () => refused(refusal(0, null)));
    request.send(form);
  });
}

const refusal = (status: number, problem: Problem | null): RefusedError =>
  new RefusedError({
    reason: problem?.reason ?? (status === 413 ? 'too_large' : status === 0 ? 'unreachable' : 'broken'),
    status,
    facts: problem?.facts ?? {},
    errors: problem?.errors ?? [],
    requestId: problem?.requestId ?? null,
  });
