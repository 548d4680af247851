import type { Clock } from '#lib/clock.ts';
import { type Answer, plainAnswer } from '#platform/shared-answer.ts';
import { createAnswers, keepByHeaders } from '#platform/answers.ts';

export interface EdgeNeeds {
  /** Asks the origin for one file of a stream; never rejects. */
  readonly ask: (path: string) => Promise<Answer>;
  readonly clock: Clock;
  readonly mostBytes?: number;
}

export interface Edge {
  /**
   * One playlist, part or segment: at once when it is here.
   * @param base the stream's folder at the origin, ending in a slash: `/live/<streamId>/`
   * @param file a file's name with its query: `index.m3u8?_HLS_msn=7&_HLS_part=2`
   */
  get(base: string, file: string): Answer | Promise<Answer>;
  /** A page of a room, by its whole address. */
  page(path: string): Answer | Promise<Answer>;
  stats(): { flights: number; kept: number; bytes: number; asked: number; requests: number };
  close(): void;
}

const FILE = /^[\w-]{1,64}\.(?:m3u8|m4s|mp4|json)$/;
/** Anything else in a query would make as many copies of one playlist as somebody cares to invent. */
const ASKED_OF_PLAYLISTS = ['_HLS_msn', '_HLS_part', '_HLS_skip'] as const;
const HINT = /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([\w.-]{1,80})"/;
/** The newest playlist as it is; a part lasts as long. */
const KEEP_NEWEST_MS = 200;
const SWEEP_MS = 5_000;

/**
 * Stands between many players and one origin. Everybody who waits for the same part waits on one
 * request, and when a playlist comes, the part it announces is asked for at once, so that it is
 * here before the first player has read of it.
 *
 * The web process uses one in front of its media workers, and an edge machine one in front of a shop.
 */
export function createEdge({ ask, clock, mostBytes }: EdgeNeeds): Edge {
  const answers = createAnswers({ ask: askAndPrefetch, clock, keepMs, ...(mostBytes !== undefined && { mostBytes }) });
  const sweeper = setInterval(answers.sweep, SWEEP_MS);
  sweeper.unref();
  let requests = 0;

  return {
    get(base, file) {
      requests++;
      const at = file.indexOf('?');
      const name = at < 0 ? file : file.slice(0, at);
      const query = at < 0 ? '' : file.slice(at + 1);
      if (!FILE.test(name)) return NOT_HERE;
      const asked = query !== '' && name.endsWith('.m3u8') ? normalised(query) : '';
      return answers.get(`${base}${name}${asked}`) ?? BUSY;
    },
    page(path) {
      requests++;
      return answers.get(path) ?? BUSY;
    },
    stats: () => ({ ...answers.stats(), requests }),
    close() {
      clearInterval(sweeper);
    },
  };

  /** Only behind who follows the live edge; a reader of plain playlists wants no parts. */
  async function askAndPrefetch(path: string): Promise<Answer> {
    const answer = await ask(path);
    if (answer.status !== 200 || !path.includes('_HLS_msn')) return answer;
    // The hint is one of the last lines.
    const hint = HINT.exec(answer.body.toString('latin1', Math.max(0, answer.body.length - 300)))?.[1];
    if (hint) void answers.get(path.slice(0, path.lastIndexOf('/', path.indexOf('?')) + 1) + hint);
    return answer;
  }
}

/** The answer to a reload that waited in vain must wait again, or everybody asks in circles. */
function keepMs(path: string, answer: Answer): number {
  const byHeaders = keepByHeaders(path, answer);
  return byHeaders === 0 && answer.status === 200 && path.endsWith('.m3u8') ? KEEP_NEWEST_MS : byHeaders;
}

function normalised(query: string): string {
  const asked = new URLSearchParams(query);
  const known = ASKED_OF_PLAYLISTS.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [`${name}=${encodeURIComponent(value.slice(0, 20))}`];
  });
  return known.length === 0 ? '' : `?${known.join('&')}`;
}

const NOT_HERE = plainAnswer(404, 'There is no such file in this stream.');
const BUSY = plainAnswer(503, 'Too much is being asked for here.');
