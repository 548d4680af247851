import { type HandedReport, MOST_REPORTED, reportHanded } from '#contract/edges.ts';

export interface ReporterNeeds {
  readonly origin: string;
  /** The edge's own address, as the shop knows it. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly take: () => HandedReport['handed'];
  /** Told once when reports begin to fail, and once when they arrive again. */
  readonly say: (sentence: string) => void;
}

const EVERY_MS = 2_000;

/** Tells the shop who was handed media; a report is also the sign that this edge is alive. */
export function createReporter({ origin, url, headers, take, say }: ReporterNeeds) {
  let fails = false;
  let timer = setTimeout(tell, 0);
  let closed = false;

  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };

  async function tell(): Promise<void> {
    const handed = take();
    const failure = await send(handed);
    if (failure !== null && !fails) say(`${origin} does not take this edge's reports (${failure}); it sends nobody here until it does.`);
    if (failure === null && fails) say(`${origin} takes this edge's reports again.`);
    fails = failure !== null;
    if (!closed) timer = setTimeout(tell, EVERY_MS);
  }

  /** What was not taken is not sent again: a count may be too low, never too high. */
  async function send(handed: HandedReport['handed']): Promise<string | null> {
    for (let from = 0; from === 0 || from < handed.length; from += MOST_REPORTED) {
      const body = JSON.stringify({ edge: url, handed: handed.slice(from, from + MOST_REPORTED) });
      const answer = await fetch(`${origin}${reportHanded.path}`, {
        method: reportHanded.method,
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(EVERY_MS),
      }).catch((error: unknown) => error);
      if (!(answer instanceof Response)) return 'not reachable';
      if (!answer.ok) return `answer ${answer.status}`;
    }
    return null;
  }
}
