import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Journal } from './journal.ts';

export interface News {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly dueAt: number;
  readonly tries: number;
  readonly state: 'waiting' | 'delivered' | 'given_up';
}

const AT_ONCE = 4;
const TIMEOUT_MS = 5000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;
const MAX_TRIES = 15;
const MAX_WAITING = 50_000;

/** Carries signed messages to shops until they are taken: at least once, later when the shop was away. */
export function createCourier(needs: { journal: Journal<News>; secret: string; now(): number }) {
  const { journal, now } = needs;
  const signature = new Webhook(needs.secret);
  const waiting = new Map<string, News>();
  let underway = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  for (const news of journal.read()) {
    if (news.state === 'waiting') waiting.set(news.id, news);
    else waiting.delete(news.id);
  }
  journal.rewrite([...waiting.values()]);

  function send(url: string, body: string, options: { dueAt: number; copies: number }): void {
    // Twice means the same message delivered twice, as real providers do: one id.
    const id = `msg_${randomUUID()}`;
    for (let copy = 0; copy < options.copies; copy += 1) {
      if (waiting.size >= MAX_WAITING) return;
      keep({ id: copy === 0 ? id : `${id}#${copy}`, url, body, dueAt: options.dueAt, tries: 0, state: 'waiting' });
    }
    plan();
  }

  function keep(news: News): void {
    journal.append(news);
    if (news.state === 'waiting') waiting.set(news.id, news);
    else waiting.delete(news.id);
  }

  function plan(): void {
    clearTimeout(timer);
    if (closed || underway >= AT_ONCE) return;
    const next = [...waiting.values()].reduce<News | null>((first, news) => (first && first.dueAt <= news.dueAt ? first : news), null);
    if (!next) return;
    const wait = next.dueAt - now();
    if (wait > 0) {
      timer = setTimeout(plan, Math.min(wait, 60_000));
      return;
    }
    waiting.delete(next.id);
    underway += 1;
    void deliver(next).then((after) => {
      underway -= 1;
      keep(after);
      plan();
    });
    plan();
  }

  async function deliver(news: News): Promise<News> {
    const id = news.id.replace(/#\d+$/, '');
    const at = new Date(now());
    try {
      const answer = await fetch(news.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature.sign(id, at, news.body),
        },
        body: news.body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (answer.ok) return { ...news, state: 'delivered' };
    } catch {
      // The shop is away; it is tried again below.
    }
    const tries = news.tries + 1;
    if (tries >= MAX_TRIES) return { ...news, tries, state: 'given_up' };
    return { ...news, tries, dueAt: now() + Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) };
  }

  plan();
  return {
    send,
    close(): void {
      closed = true;
      clearTimeout(timer);
    },
  };
}
export type Courier = ReturnType<typeof createCourier>;
