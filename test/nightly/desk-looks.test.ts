import assert from 'node:assert/strict';
import test from 'node:test';
import * as facts from '../screens/desk-facts.ts';
import { DESK, PHONE, QUOTED, shoot, there, visit } from '../screens/desk-site.ts';
import { findFaults, RULES_OF_LOOKS, settled } from '../screens/look.ts';
import type { Api } from '../screens/site.ts';

/** The crew's screens of the chat at both sizes: accessible, in one language, within their width, quiet, and doing what they show. */
test('the desk: accessible, in one language and within its width, on a desk and on a phone', async () => {
  const faults: string[] = [];
  for (const [size, language] of [['desk', 'en'] as const, ['phone', 'en'] as const, ['phone', 'nl'] as const]) {
    const { page, context } = await visit({ size: size === 'desk' ? DESK : PHONE, language });
    const look = async (name: string, wait: string) => {
      await settled(page, wait);
      await shoot(page, `${name}-${size}-${language}`);
      // In another language the same page differs by its words only.
      const rules = language === 'en' ? null : RULES_OF_LOOKS;
      faults.push(...(await findFaults(page, language, { quoted: QUOTED, rules })).map((fault) => `${name} ${size}: ${fault}`));
    };
    await look('held', '.held');
    if (size === 'desk') {
      await page.keyboard.press('b');
      await look('why', 'dialog form');
    } else {
      for (const [at, tab] of ['chat', 'questions', 'people'].entries()) {
        await page
          .locator('.tabset button')
          .nth(at + 1)
          .click();
        await look(tab, '.mcol');
      }
    }
    await context.close();
  }
  assert.deepEqual(faults, []);
});

test('the host’s own panel: held lines in the chat, questions with their answer, a poll with its votes; all accessible', async () => {
  const faults: string[] = [];
  const opened: unknown[] = [];
  const api: Api = {
    'GET /api/me': { value: facts.host },
    'GET /api/orgs/*/shows/*/captions/*': { value: { script: [], cues: [] } },
    'GET /api/orgs/*/orders': { value: { items: [], nextCursor: null } },
    'PUT /api/orgs/*/shows/*/polls/*': (body, path) => {
      opened.push(body);
      return { value: { ...(body as object), id: path.split('/').at(-1), closesAt: new Date().toISOString(), counts: null } };
    },
  };
  for (const [size, viewport] of [['desk', DESK] as const, ['phone', PHONE] as const]) {
    const { page, context, decided, answered, room } = await visit({ size: viewport, api, path: '/studio/shows/x' });
    const look = async (name: string) => {
      await shoot(page, `${name}-${size}`);
      faults.push(...(await findFaults(page, 'en', { quoted: QUOTED })).map((fault) => `${name} ${size}: ${fault}`));
    };
    if (size === 'phone') await page.locator('.big').first().click();
    await page.getByRole('button', { name: 'Hide the line of dealz4u' }).waitFor();
    await look('host-chat');
    await page.getByRole('button', { name: 'Hide the line of dealz4u' }).click();
    await there(page.getByText('Hidden: dealz4u'));
    await page.getByRole('button', { name: /^Questions/ }).click();
    await page.getByRole('button', { name: '“Does it rust on a boat?” was answered on camera' }).click();
    await look('host-questions');
    if (size === 'phone') await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Poll/ }).first().click();
    await page.getByLabel('What you ask').fill('Which size next?');
    await page.getByLabel('Answer 1').fill('24 cm');
    await page.getByLabel('Answer 2').fill('32 cm');
    await look('host-poll');
    await page.getByRole('button', { name: 'Open the poll' }).click();
    const poll = { id: facts.hiddenLine.id, question: 'Which size next?', options: ['24 cm', '32 cm'], counts: null };
    const d = { ...poll, closesAt: new Date(Date.now() + 50_000).toISOString() };
    room.push({
      e: 'E',
      a: 1,
      z: 1,
      n: Date.now(),
      v: [{ s: 1, t: Date.now(), k: 'poll', d }],
      r: { [`votes:${poll.id}:0`]: 30, [`votes:${poll.id}:1`]: 10 },
    });
    await there(page.getByText('30, 75%'));
    await look('host-poll-runs');
    assert.deepEqual([decided.length, answered.length], [1, 1]);
    await context.close();
  }
  assert.deepEqual(
    opened,
    ['desk', 'phone'].map(() => ({ question: 'Which size next?', options: ['24 cm', '32 cm'], seconds: 60 })),
  );
  assert.deepEqual(faults, []);
});

test('the office keeps the words, the bans with their appeals, and answers written ahead; all accessible', async () => {
  const saved: unknown[] = [];
  const lifted: string[] = [];
  const faults: string[] = [];
  const api: Api = {
    'GET /api/me': { value: facts.admin },
    'GET /api/orgs/*': { value: {} },
    'GET /api/orgs/*/products': { value: { items: [facts.product], nextCursor: null } },
    'GET /api/orgs/*/words': { value: facts.wordList },
    'PUT /api/orgs/*/words': (body) => {
      saved.push(body);
      return { refused: 'conflict' };
    },
    'GET /api/orgs/*/bans': { value: { items: facts.bans } },
    'DELETE /api/orgs/*/bans/*': (_, path) => {
      lifted.push(path.split('/').at(-1)!);
      return { value: null };
    },
    'PUT /api/orgs/*/ready-answers/*': (body) => {
      saved.push(body);
      return { value: body };
    },
  };
  for (const [size, viewport] of [['desk', DESK] as const, ['phone', PHONE] as const]) {
    const { page, context } = await visit({ size: viewport, api, path: '/office/atelier-vuur/chat' });
    const look = async (name: string, wait: string) => {
      await settled(page, wait);
      await shoot(page, `${name}-${size}`);
      faults.push(...(await findFaults(page, 'en', { quoted: QUOTED })).map((fault) => `${name} ${size}: ${fault}`));
    };
    const tab = (name: string) => page.locator('.chat-office .tabset').getByRole('button', { name }).click();
    await look('office-words', '.chat-words');
    await tab('Bans');
    await look('office-bans', '.chat-bans');
    await tab('Ready answers');
    await look('office-ready', '.tbl');
    if (size === 'phone') {
      await context.close();
      continue;
    }
    await page.getByRole('button', { name: `Change “${facts.readyAnswers[0]!.text}”` }).click();
    await look('office-ready-sheet', 'dialog form');
    assert.equal(await page.getByRole('switch').getAttribute('aria-checked'), 'true');
    await page.getByLabel('The answer').fill('Warm after ten minutes.');
    assert.equal(await page.getByRole('switch').getAttribute('aria-checked'), 'false', 'changed words are not approved');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await tab('Words');
    await page.getByLabel('Hold: a moderator looks first').fill('bitcoin\n\nbitcoin\npay*fast');
    await page.getByRole('button', { name: 'Save' }).click();
    await there(page.getByText('A colleague saved other words in the meantime.'));
    assert.equal(await page.getByLabel('Hold: a moderator looks first').inputValue(), 'bitcoin\n\nbitcoin\npay*fast');
    await tab('Bans');
    await page.getByRole('button', { name: 'Lift: dealz4u' }).click();
    await page.getByRole('button', { name: 'Yes, let them speak' }).click();
    await there(page.getByText('dealz4u may speak again.'));
    await context.close();
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(saved, [
    { text: 'Warm after ten minutes.', productId: facts.readyAnswers[0]!.productId, approved: false },
    { hold: ['bitcoin', 'pay*fast'], refuse: facts.wordList.refuse, version: facts.wordList.version },
  ]);
  assert.deepEqual(lifted, [facts.bans[0]!.id]);
});
