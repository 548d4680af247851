import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Decision, ModerationDesk } from '#contract/moderation.ts';
import { launchBrowser } from '../browser.ts';
import * as facts from './desk-facts.ts';
import { counters } from './facts.ts';
import { type Api, answerApi, answerRoom, type FakeRoom, servePages } from './site.ts';

/** The crew's screens with typed facts instead of a server. With SHOTS=<folder> a test leaves pictures. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };
const SHOTS = process.env['SHOTS'];
if (SHOTS) mkdirSync(SHOTS, { recursive: true });
/** What people asked, in the names of buttons that are about it. */
export const QUOTED = ['Pans that last: the egg test', ...facts.questions().questions.map(({ text }) => text)];
const PATH = '/studio/shows/x/chat';

const browser = await launchBrowser();
const sites = { en: await servePages('studio', 'en'), nl: await servePages('studio', 'nl'), office: await servePages('office', 'en') };
after(async () => {
  await browser.close();
  for (const site of Object.values(sites)) await site.close();
});

interface Visit {
  page: Page;
  context: BrowserContext;
  room: FakeRoom;
  /** Bodies of the decisions that reached the server. */
  decided: { id: string; kind: Decision['kind']; lineId: string | null; reason: string | null }[];
  undone: string[];
  answered: unknown[];
  desk: ModerationDesk;
}

/** A desk that behaves: a decision is kept and stands in the next answer, as the server would have it. */
export async function visit(
  more: { api?: Api; desk?: Partial<ModerationDesk>; size?: typeof DESK; language?: 'en' | 'nl'; path?: string } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: more.size ?? DESK, reducedMotion: 'reduce', colorScheme: 'light' });
  const told: Omit<Visit, 'page' | 'context' | 'room'> = { decided: [], undone: [], answered: [], desk: facts.desk(more.desk) };
  const put = (decision: Decision) => {
    told.desk.decided = [decision, ...told.desk.decided.filter(({ id }) => id !== decision.id)];
    return { value: decision };
  };
  await answerApi(context, {
    'GET /api/me': { value: facts.moderator },
    'GET /api/orgs/*/shows/*': { value: facts.staffShow() },
    'GET /api/shows/*/counters': { value: counters },
    'GET /api/orgs/*/shows/*/moderation': () => ({ value: told.desk }),
    'GET /api/orgs/*/shows/*/moderation/people': { value: { items: facts.people } },
    'GET /api/orgs/*/shows/*/questions': { value: facts.questions() },
    'GET /api/orgs/*/shows/*/chat': { value: { items: facts.record } },
    'GET /api/orgs/*/ready-answers': { value: { items: facts.readyAnswers } },
    'POST /api/orgs/*/shows/*/moderation/decisions': (body) => {
      const wish = body as Visit['decided'][number] & { author: string; reason: Decision['reason'] };
      told.decided.push(wish);
      const line = told.desk.held.find(({ id }) => id === wish.lineId);
      const now = Date.now();
      return put(
        facts.decision(0, {
          id: wish.id,
          kind: wish.kind,
          author: wish.author,
          name: line?.name ?? 'Noor',
          line: line ? { id: line.id, text: line.text } : null,
          reason: wish.reason,
          at: new Date(now).toISOString(),
          appliesAt: new Date(now + 5000).toISOString(),
          state: 'waiting',
        }),
      );
    },
    'DELETE /api/orgs/*/shows/*/moderation/decisions/*': (_, path) => {
      const id = path.split('/').at(-1)!;
      told.undone.push(id);
      return put({ ...told.desk.decided.find((one) => one.id === id)!, state: 'undone' });
    },
    'POST /api/orgs/*/shows/*/questions/*/answer': (body) => {
      told.answered.push(body);
      return { value: { ...facts.questions().questions[0]!, state: 'answered' } };
    },
    ...more.api,
  });
  for (const media of ['**/whep/**', '**/live/**']) await context.route(media, (route) => route.abort());
  const room = await answerRoom(context, facts.deskRoom());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const site = sites[more.path?.startsWith('/office') ? 'office' : (more.language ?? 'en')];
  await page.goto(site.origin + (more.path ?? PATH));
  return { page, context, room, ...told };
}

export const shoot = async (page: Page, name: string) => SHOTS && page.screenshot({ path: join(SHOTS, `${name}.png`) });
export const isChosen = (page: Page, name: string) => page.locator('.held.on').getByText(name, { exact: true }).waitFor();
export const there = (at: Locator) => at.first().waitFor();
