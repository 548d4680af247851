import { lookup as resolve } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { isPublicAddress } from '#lib/public-address.ts';
import { MAX_PICTURE_BYTES } from './pictures.ts';

const MAX_HOPS = 3;
const TIMEOUT_MS = 12_000;

export type FetchRefusal = 'picture_unreachable' | 'picture_not_public' | 'picture_unreadable';
export type FetchPicture = (url: string) => Promise<Outcome<Buffer, FetchRefusal>>;

/**
 * Fetches a picture that a seller's file names. The address is a stranger's wish, so it may not lead us into our own
 * network: the address that the name resolves to is checked where the socket is opened, for every hop anew.
 * @param mayReach for a test that serves pictures itself
 */
export function createFetchPicture(
  options: { mayReach?: (address: string) => boolean; ports?: readonly string[]; timeoutMs?: number } = {},
): FetchPicture {
  const mayReach = options.mayReach ?? isPublicAddress;
  const ports = options.ports ?? ['', '80', '443'];

  const lookup: LookupFunction = (hostname, settings, answer) => {
    resolve(hostname, { ...settings, all: true }, (error, addresses) => {
      const list = Array.isArray(addresses) ? addresses : [];
      const first = list[0];
      if (error || !first) return answer(error ?? new Error('no address'), []);
      // All of them: a name with one public and one private address is a trick.
      if (!list.every((entry) => mayReach(entry.address))) return answer(new NotPublic('not public'), []);
      return settings.all ? answer(null, list) : answer(null, first.address, first.family);
    });
  };

  return async function fetchPicture(url) {
    const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    let next = url;
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop++) {
        const target = new URL(next);
        const bare = target.hostname.replace(/^\[|\]$/g, '');
        if (!['http:', 'https:'].includes(target.protocol) || !ports.includes(target.port)) return refuse('picture_not_public');
        if (isIP(bare) !== 0 && !mayReach(bare)) return refuse('picture_not_public');
        const response = await ask(target, lookup, signal);
        const status = response.statusCode ?? 0;
        if (status >= 300 && status < 400 && response.headers.location) {
          response.destroy();
          next = new URL(response.headers.location, target).href;
          continue;
        }
        if (status !== 200) {
          response.destroy();
          return refuse('picture_unreachable');
        }
        return await readBody(response);
      }
      return refuse('picture_unreachable');
    } catch (error) {
      return refuse(error instanceof NotPublic ? 'picture_not_public' : 'picture_unreachable');
    }
  };
}

class NotPublic extends Error {}

function ask(target: URL, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answer, fail) => {
    request(target, { lookup, signal, agent: false, headers: { accept: 'image/*', 'user-agent': 'etalage' } }, answer)
      .once('error', fail)
      .end();
  });
}

async function readBody(response: IncomingMessage): Promise<Outcome<Buffer, FetchRefusal>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_PICTURE_BYTES) {
      response.destroy();
      return refuse('picture_unreadable');
    }
    chunks.push(chunk);
  }
  return done(Buffer.concat(chunks));
}
