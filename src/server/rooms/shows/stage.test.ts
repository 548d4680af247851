import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { freshDatabase } from '#platform/testing.ts';
import type { Seat } from '#rooms/media/index.ts';
import { createTestShop } from '../../../../test/test-shop.ts';

after(async () => {
  await shop.jobs.stop();
  await shop.shows.close();
  await shop.http.close();
});
const shop = await createTestShop(await freshDatabase());
const { db, record, media, orgId } = shop;
await shop.http.app.ready();
shop.person('marit', ['host']);
shop.person('linde', ['host']);
shop.person('joris', ['producer']);
shop.person('els', ['moderator']);
shop.person('stranger');

const seat = (holder: string, ready = true): Seat => ({ spot: `spot-${holder}`, holder, name: holder, ready });
const stageUrl = (showId: string) => `/api/orgs/${orgId}/shows/${showId}/stage`;
const call = (person: string, showId: string, spot: string, insteadOf: string | null) =>
  shop.call(person, 'POST', stageUrl(showId), { spot, insteadOf });

async function onAirWith(onAir: Seat | null, ...backstage: Seat[]) {
  const show = await shop.newShow({ live: true });
  await media.openStream(show.streamId);
  media.stand(show.streamId, { onAir, backstage });
  return show;
}

const toldOf = async (showId: string) =>
  (await record.read(db, showId, 0, 500)).flatMap((event) => (event.k === 'stage' ? [event.d.name] : []));

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    assert.ok(tries < 400, 'it did not happen within 10 seconds');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('who is on stage brings the next host on, and the record says who was on when', async () => {
  const { showId } = await onAirWith(seat('marit'), seat('linde'));
  const seen = await shop.call('linde', 'GET', stageUrl(showId));
  assert.deepEqual([seen.body.onAir.name, seen.body.backstage[0].isMe, seen.body.mayCall], ['marit', true, false]);
  assert.equal((await shop.call('marit', 'GET', stageUrl(showId))).body.mayCall, true);

  const after = await call('marit', showId, 'spot-linde', 'spot-marit');
  assert.deepEqual([after.status, after.body.onAir.name, after.body.backstage[0].name], [200, 'linde', 'marit']);
  await eventually(async () => (await toldOf(showId)).length === 2);
  assert.deepEqual(await toldOf(showId), ['marit', 'linde']);
});

test('a host backstage goes on by themselves only where the show allows it, or where nobody is on', async () => {
  const { showId, streamId } = await onAirWith(seat('marit'), seat('linde'));
  assert.equal((await call('linde', showId, 'spot-linde', 'spot-marit')).body.reason, 'not_invited');
  const rules = await shop.call('marit', 'PUT', `${stageUrl(showId)}/rules`, { open: true, auto: false });
  assert.deepEqual([rules.body.open, rules.body.auto], [true, false]);
  assert.equal((await call('linde', showId, 'spot-linde', 'spot-marit')).status, 200);

  const lost = await onAirWith(null, seat('linde'));
  assert.equal((await call('linde', lost.showId, 'spot-linde', null)).status, 200);
  media.stand(streamId, { onAir: null, backstage: [] });
});

test('of two who take the stage at once, one does and the other is told so', async () => {
  const { showId } = await onAirWith(seat('marit'), seat('linde'), seat('joris'));
  const answers = await Promise.all([call('joris', showId, 'spot-joris', 'spot-marit'), call('joris', showId, 'spot-linde', 'spot-marit')]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  assert.ok(answers.some(({ body }) => body.reason === 'stage_taken'));
});

test('moderators and strangers bring nobody on, and an ended show has no stage', async () => {
  const { showId } = await onAirWith(seat('marit'), seat('linde'));
  for (const person of ['els', 'stranger']) assert.ok([401, 403].includes((await call(person, showId, 'spot-linde', 'spot-marit')).status));
  await shop.call('marit', 'POST', `/api/orgs/${orgId}/shows/${showId}/end`);
  assert.equal((await call('marit', showId, 'spot-linde', 'spot-marit')).body.reason, 'show_ended');
});

test('when the host is lost, who waits goes on by themselves only if the show says so', async () => {
  const offered = await onAirWith(seat('marit'), seat('linde'));
  const automatic = await onAirWith(seat('marit'), seat('linde'));
  await shop.call('marit', 'PUT', `${stageUrl(automatic.showId)}/rules`, { open: false, auto: true });
  for (const { streamId } of [offered, automatic]) {
    media.say(streamId, 'live', 1);
    media.stand(streamId, { onAir: null, backstage: [seat('linde')] });
    media.say(streamId, 'reconnecting', 1);
  }
  await eventually(async () => media.stage(automatic.streamId).onAir?.name === 'linde');
  assert.equal(media.stage(offered.streamId).onAir, null);
});
