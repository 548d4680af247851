import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import type { Page } from 'playwright-core';
import type { Poll } from '#contract/polls.ts';
import type { ProductAnswer, QuestionDesk } from '#contract/questions.ts';
import type { Replay } from '#contract/replay.ts';
import { publisherScript } from '#rooms/media/testing-browser.ts';
import { launchBrowser } from '../browser.ts';
import { planShow, until } from '../replay-show.ts';
import { openShop } from '../shop.ts';

/**
 * What a crowd does in a show, on two real screens: one person asks, another wants it too, the crew marks it as next and
 * the host answers on camera; meanwhile a poll is open, both vote, and the server's clock closes it. After the show the
 * answer is a chapter of the replay and stands on the product.
 */
const LONG = 30_000;
const POLL_SECONDS = 15;
const QUESTION = 'Does it rust on a boat?';
const { url, shop, person } = await openShop();
const browser = await launchBrowser();
after(() => browser.close());
const broken: string[] = [];
const show = await planShow(shop);

async function newcomer(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en-GB' });
  context.setDefaultTimeout(LONG);
  const page = await context.newPage();
  page.on('pageerror', (error) => broken.push(error.message));
  return page;
}

/** The crew at its desk, by the same routes as the desk's buttons. */
const crew = (await browser.newContext({ extraHTTPHeaders: { origin: url } })).request;
async function act<T>(method: 'get' | 'put' | 'post', path: string, data?: object): Promise<T> {
  const answer = await crew[method](`${url}/api/orgs/${show.orgId}/shows/${show.id}${path}`, data ? { data } : {});
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** Sends a picture until it is stopped. */
async function publish(streamId: string): Promise<() => Promise<void>> {
  const { ticket } = await shop.media.issueTicket(streamId);
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/replays`);
  await page.evaluate(publisherScript);
  await page.evaluate(
    ([bearer, whip]) => {
      const camera = window as unknown as { bearer: string; publish: (wish: object) => Promise<string> };
      camera.bearer = bearer;
      return camera.publish({ url: whip, width: 180, height: 320, kbps: 300 });
    },
    [ticket, `/whip/${streamId}`] as const,
  );
  return () => context.close();
}

const phone = await newcomer({ width: 390, height: 844 });
const desk = await newcomer({ width: 1440, height: 900 });
const pollId = uuidv7();
let stop: () => Promise<void>;

test('a show is on with a poll, and two people are there', async () => {
  const { email, password } = person('Host, Atelier Vuur');
  const signedIn = await crew.post(`${url}/api/auth/sign-in/email`, { data: { email, password } });
  assert.equal(signedIn.status(), 200, await signedIn.text());
  const live = await shop.shows.goLive(show.orgId, show.id);
  assert.ok(live.ok);
  await shop.media.openStream(live.value.streamId);
  stop = await publish(live.value.streamId);
  await shop.shows.setPins(show.orgId, show.id, [show.first.id]);
  await Promise.all([phone.goto(`${url}/shows/${show.id}`), desk.goto(`${url}/shows/${show.id}`)]);
  const poll = { question: 'What should Marit fry next?', options: ['Halloumi', 'Salmon'], seconds: POLL_SECONDS };
  await act<Poll>('put', `/polls/${pollId}`, poll);
  await phone.getByRole('button', { name: 'A poll is open' }).click();
  await Promise.all([phone, desk].map((page) => page.getByRole('radio', { name: 'Halloumi' }).waitFor()));
});

test('both vote, see how it stands only then, and one of them changes their mind', async () => {
  assert.equal(await desk.locator('.poll').getByText('%').count(), 0);
  await phone.getByRole('radio', { name: 'Salmon' }).check();
  await desk.getByRole('radio', { name: 'Salmon' }).check();
  await desk.locator('.poll').getByText('100%').waitFor();
  await phone.getByRole('radio', { name: 'Halloumi' }).check();
  await Promise.all([phone, desk].map((page) => page.locator('.poll').getByText('50%').first().waitFor()));
});

test('a question asked on the phone is wanted on the desk, read next, and answered on camera', async () => {
  await phone.getByLabel('Ask Marit a question').fill(QUESTION);
  await phone.keyboard.press('Enter');
  await phone.getByLabel('Name').fill('Aoife');
  await phone.keyboard.press('Enter');
  await phone.getByRole('button', { name: `You asked this: ${QUESTION}` }).waitFor();
  await desk.getByRole('button', { name: 'Questions 1' }).click();
  await desk.getByRole('button', { name: `I want to know this too: ${QUESTION}` }).click();
  await Promise.all([phone, desk].map((page) => page.locator('.asks .up').getByText('2').waitFor()));
  const { questions } = await act<QuestionDesk>('get', '/questions');
  assert.deepEqual(
    questions.map(({ text, asked, productId }) => [text, asked, productId]),
    [[QUESTION, 2, show.first.id]],
  );
  const at = `/questions/${questions[0]!.id}`;
  await act('put', at, { state: 'next' });
  await Promise.all([phone, desk].map((page) => page.getByText('Marit reads this next').waitFor()));
  await act('post', `${at}/answer`, { text: null });
  await Promise.all([phone, desk].map((page) => page.getByText(/^Answered on camera at/).waitFor()));
});

test('the server closes the poll at its time, and both screens and the record have the same result', async () => {
  await Promise.all([phone, desk].map((page) => page.getByText('2 votes, closed').waitFor()));
  const results = await Promise.all([phone, desk].map((page) => page.locator('.poll li').allInnerTexts()));
  assert.deepEqual(
    results.map((rows) => rows.map((row) => /\d+%/.exec(row)?.[0])),
    [
      ['50%', '50%'],
      ['50%', '50%'],
    ],
  );
  const [closed] = await shop.record.latest(shop.db, show.id, 'poll', { limit: 1 });
  assert.deepEqual(closed!.d.counts, [1, 1]);
  const lateMs = closed!.t - Date.parse(closed!.d.closesAt);
  assert.ok(lateMs >= 0 && lateMs < 5000, `closed ${lateMs} ms after its time`);
});

test('after the show the answer is a chapter of the replay, and stands on the product with a link to the moment', async () => {
  assert.ok((await shop.shows.endShow(show.orgId, show.id)).ok);
  await stop();
  const read = async <T>(path: string) => (await fetch(`${url}${path}`)).json() as Promise<T>;
  const replay = await until(
    'the replay',
    () => read<Replay>(`/api/shows/${show.id}/replay`),
    ({ state }) => state === 'ready',
  );
  const [question] = replay.questions;
  assert.deepEqual([question!.text, question!.answer, question!.productId], [QUESTION, null, show.first.id]);
  assert.ok(question!.atMs > 0 && question!.atMs < replay.durationMs, `${question!.atMs} of ${replay.durationMs} ms`);
  const { items } = await read<{ items: ProductAnswer[] }>(`/api/products/${show.first.id}/answers`);
  assert.deepEqual(
    items.map((item) => [item.question, item.asked, item.replayAtMs]),
    [[QUESTION, 2, question!.atMs]],
  );
  await desk.goto(`${url}/shows/${show.id}`);
  await desk.locator('.ch-qs').getByRole('link', { name: QUESTION }).waitFor();
  const product = await shop.catalog.heads(shop.db, [show.first.id]);
  await phone.goto(`${url}/shops/atelier-vuur/products/${product[0]!.handle}`);
  await phone.getByRole('heading', { name: 'Asked in shows' }).waitFor();
  await phone.getByRole('link', { name: /^Watch the answer at/ }).click();
  await phone.locator('.ch-qs').getByRole('link', { name: QUESTION }).waitFor();
  assert.deepEqual(broken, []);
});
