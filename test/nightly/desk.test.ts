import assert from 'node:assert/strict';
import test from 'node:test';
import * as facts from '../screens/desk-facts.ts';
import { isChosen, PHONE, shoot, there, visit } from '../screens/desk-site.ts';

/** What the moderator's desk does, state by state; how it looks is for the nightly (`test/nightly/desk-looks.test.ts`). */
test('keys decide about the chosen line, the next one is chosen, and Z takes the decision back', async () => {
  const { page, context, decided, undone } = await visit();
  await isChosen(page, 'dealz4u');
  await page.keyboard.press('h');
  await there(page.getByText('Hidden: dealz4u'));
  await isChosen(page, 'Tom W.');
  await shoot(page, 'undo-desk');
  assert.deepEqual(
    decided.map(({ kind, lineId, reason }) => [kind, lineId, reason]),
    [['hide', facts.heldLines[0]!.id, 'outside_payment']],
  );
  await page.keyboard.press('z');
  await there(page.locator('.held').getByText('dealz4u'));
  assert.deepEqual(undone, [decided[0]!.id]);
  await page.keyboard.press('j');
  await isChosen(page, 'Tom W.');
  await page.keyboard.press('k');
  await isChosen(page, 'dealz4u');
  await context.close();
});

test('keys are silent while somebody types, and when they are switched off', async () => {
  const { page, context, decided } = await visit();
  await isChosen(page, 'dealz4u');
  await page.keyboard.press('w');
  await page.keyboard.type('ah, that');
  assert.equal(await page.locator('[data-write]').inputValue(), 'ah, that');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await shoot(page, 'keys-desk');
  await page.getByRole('switch', { name: 'Single keys decide' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  await page.locator('.held').first().getByRole('button', { name: 'Hide' }).click();
  await there(page.getByText('Hidden: dealz4u'));
  assert.equal(decided.length, 1);
  await context.close();
});

test('a ban asks for its reason first, and the reason goes with it', async () => {
  const { page, context, decided } = await visit();
  await isChosen(page, 'dealz4u');
  await page.keyboard.press('b');
  await page.getByRole('radio', { name: 'Fraud' }).click();
  await page.getByRole('button', { name: 'Decide' }).click();
  await there(page.getByText('dealz4u is banned'));
  await there(page.getByText('Reason sent: Fraud.'));
  assert.deepEqual(
    decided.map(({ kind, reason }) => [kind, reason]),
    [['ban', 'fraud']],
  );
  await context.close();
});

test('a decision taken offline says that it did not go, the line waits on, and it is sent again as the same decision', async () => {
  const { page, context, decided } = await visit({ size: PHONE });
  await isChosen(page, 'dealz4u');
  let cut = true;
  await context.route('**/moderation/decisions', (route) => (cut ? route.abort('internetdisconnected') : route.fallback()));
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await there(page.getByText('This did not go: Hide the line of dealz4u.'));
  await there(page.locator('.held').getByText('dealz4u'));
  await shoot(page, 'offline-phone');
  assert.equal(decided.length, 0);
  cut = false;
  await page.getByRole('button', { name: 'Send again' }).click();
  await there(page.getByText('Hidden: dealz4u'));
  await shoot(page, 'undo-phone');
  assert.equal(decided.length, 1);
  await context.close();
});

test('somebody else decided first: the desk says so and offers no second try', async () => {
  const { page, context } = await visit({ api: { 'POST /api/orgs/*/shows/*/moderation/decisions': { refused: 'conflict' } } });
  await isChosen(page, 'dealz4u');
  await page.keyboard.press('a');
  await there(page.getByText('This did not go: Allow dealz4u.'));
  assert.equal(await page.getByRole('button', { name: 'Send again' }).count(), 0);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.getByText('This did not go').waitFor({ state: 'detached' });
  await context.close();
});

test('the room tells of a colleague’s decision, and a decision of mine that was taken back is told to me', async () => {
  const { page, context, room, desk } = await visit();
  await isChosen(page, 'dealz4u');
  await page.keyboard.press('h');
  await there(page.getByText('Hidden: dealz4u'));
  desk.decided[0]!.state = 'undone';
  room.push({ p: { k: 'desk', list: 'moderation' } });
  await there(page.getByText('A colleague took back your decision about dealz4u.'));
  await there(page.locator('.held').getByText('dealz4u'));
  await context.close();
});

test('the focus stays in the queue when its row goes', async () => {
  const { page, context } = await visit();
  await isChosen(page, 'dealz4u');
  await page.locator('.held.on').getByRole('button', { name: 'Allow' }).focus();
  await page.keyboard.press('Enter');
  await isChosen(page, 'Tom W.');
  await page.waitForFunction(() => document.activeElement?.closest('.mheld') !== null);
  await context.close();
});

test('a line hidden while I watch keeps its place, says by whom, and can be read as evidence', async () => {
  const { page, context } = await visit({
    desk: { decided: [facts.decision(1, { line: { id: facts.hiddenLine.id, text: 'buy at mine' }, reason: 'outside_payment' })] },
  });
  const line = page.locator('.mline.hidden');
  await there(line.getByText('Hidden by you: Outside payment link. Kept as evidence.'));
  assert.equal(await line.getByText('buy at mine').count(), 0);
  await line.getByRole('button', { name: 'Read it' }).click();
  await there(line.getByText('buy at mine'));
  await context.close();
});

test('a ready answer goes into the field by its key, Enter sends it, and changed words are my own', async () => {
  const { page, context, answered } = await visit();
  await there(page.locator('.mready button'));
  await page.keyboard.press('2');
  const field = page.getByRole('textbox', { name: 'Answer as Els, Moderator' });
  await page.waitForFunction(() => document.activeElement?.closest('.manswer') !== null);
  assert.equal(await field.inputValue(), facts.readyAnswers[1]!.text);
  // One answer at a time: the next one is taken when this one has arrived.
  const send = async () => {
    await Promise.all([page.waitForResponse('**/answer'), page.keyboard.press('Enter')]);
    await page.waitForFunction(() => document.querySelector('.manswer [aria-busy]') === null);
  };
  await send();
  await field.fill('Keep it low.');
  await send();
  assert.deepEqual(answered, [
    { text: facts.readyAnswers[1]!.text, readyAnswerId: facts.readyAnswers[1]!.id, pin: false },
    { text: 'Keep it low.', readyAnswerId: null, pin: false },
  ]);
  await context.close();
});

test('nothing waits, not for this role, not loaded: each says so', async () => {
  const empty = await visit({
    desk: { held: [], decided: [] },
    api: { 'GET /api/orgs/*/shows/*/questions': { value: facts.questions({ questions: [], team: [] }) } },
  });
  await there(empty.page.getByText('Nothing waits'));
  await there(empty.page.getByText('No questions wait'));
  await shoot(empty.page, 'empty-desk');
  await empty.context.close();
  const refused = await visit({ api: { 'GET /api/me': { value: facts.admin } } });
  await there(refused.page.getByText('Hosts, producers and moderators look after the chat.'));
  await refused.context.close();
  const broken = await visit({ api: { 'GET /api/orgs/*/shows/*/moderation': { refused: 'broken' } } });
  await there(broken.page.getByRole('button', { name: 'Try again' }));
  await broken.context.close();
});
