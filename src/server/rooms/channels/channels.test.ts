import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '#platform/testing.ts';
import { createTestShop } from '../../../../test/test-shop.ts';
import { createChannels } from './index.ts';
import { momentOf } from './programme.ts';

after(async () => {
  await shop.jobs.stop();
  await shop.shows.close();
  await shop.http.close();
});
const shop = await createTestShop(await freshDatabase());
const { db, accounts, shows, media, clock, orgId } = shop;
createChannels({ db, accounts, shows, clock }).routes(shop.http);
await shop.http.app.ready();
await shop.jobs.start();
shop.person('joris', ['producer']);
shop.person('els', ['moderator']);
shop.person('guest');
const slug = (await accounts.organisation(db, orgId))!.slug;
const office = `/api/orgs/${orgId}/channel`;
const watch = async () => (await shop.call('guest', 'GET', `/api/shops/${slug}/channel`)).body;

async function newReplay(minutes: number): Promise<{ showId: string; streamId: string }> {
  const { showId, streamId } = await shop.newShow({ live: true });
  await media.openStream(streamId);
  media.say(streamId, 'live', 1);
  media.record(streamId, 0, clock.now(), minutes * 60_000);
  await shows.endShow(orgId, showId);
  for (let tries = 0; ; tries++) {
    const [found] = await shows.recordedOf(db, orgId, [showId]);
    if (found && found.durationMs !== null) return { showId, streamId };
    assert.ok(tries < 400, 'the replay is made');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('what plays follows from the clock alone: recordings join without a hole, for ever', () => {
  const length = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(fc.array(length, { minLength: 1, maxLength: 50 }), fc.nat(2 ** 40), (lengths, laterMs) => {
      const recordings = lengths.map((durationMs, at) => ({ showId: String(at), durationMs }));
      const now = momentOf(recordings, 1_000, 1_000 + laterMs)!;
      assert.ok(now.positionMs >= 0 && now.positionMs < lengths[now.at]!);
      const next = momentOf(recordings, 1_000, now.endsAtMs)!;
      assert.deepEqual([next.at, next.positionMs], [(now.at + 1) % lengths.length, 0]);
    }),
  );
  assert.equal(momentOf([], 0, 1), null);
});

test('a channel plays what was chosen, gives way to a live show, and goes on behind it', async () => {
  const [first, second] = [await newReplay(10), await newReplay(20)];
  assert.equal((await shop.call('joris', 'PUT', office, { isOn: true, showIds: [] })).body.reason, 'channel_empty');
  const set = await shop.call('joris', 'PUT', office, { isOn: true, showIds: [first.showId, second.showId] });
  assert.deepEqual([set.status, set.body.shows.length, set.body.playingShowId], [200, 2, first.showId]);

  shop.wait(11 * 60_000);
  const later = await watch();
  assert.equal(later.playing.show.id, second.showId);
  assert.ok(later.playing.positionMs >= 60_000 && later.playing.positionMs < 70_000);
  assert.deepEqual([later.live, later.next.id, later.playing.show.state], [null, first.showId, 'ended']);

  const live = await shop.newShow({ live: true });
  media.say(live.streamId, 'live', 1);
  for (let tries = 0; (await watch()).live?.id !== live.showId; tries++) {
    assert.ok(tries < 400, 'the live show is on the channel');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await shows.endShow(orgId, live.showId);
  const after = await watch();
  assert.deepEqual([after.live, after.playing.show.id], [null, second.showId]);
});

test('a recording that is gone is skipped and said; what was never recorded cannot be chosen', async () => {
  const [gone, stays] = [await newReplay(5), await newReplay(5)];
  await shop.call('joris', 'PUT', office, { isOn: true, showIds: [gone.showId, stays.showId] });
  media.loseRecording(gone.streamId);
  shop.wait(30_000);
  const seen = (await shop.call('els', 'GET', office)).body;
  assert.deepEqual(
    seen.shows.map(({ durationMs }: { durationMs: number | null }) => durationMs),
    [null, 5 * 60_000],
  );
  assert.equal((await watch()).playing.show.id, stays.showId);

  const planned = await shop.newShow();
  assert.equal((await shop.call('joris', 'PUT', office, { isOn: true, showIds: [planned.showId] })).body.reason, 'not_found');
  assert.equal((await shop.call('els', 'PUT', office, { isOn: false, showIds: [] })).status, 403);
});

test('switched off it plays nothing, and on again it is where its clock says', async () => {
  const { showId } = await newReplay(10);
  await shop.call('joris', 'PUT', office, { isOn: true, showIds: [showId] });
  await shop.call('joris', 'PUT', office, { isOn: false, showIds: [showId] });
  assert.deepEqual([(await watch()).isOn, (await watch()).playing], [false, null]);
  shop.wait(3 * 60_000);
  await shop.call('joris', 'PUT', office, { isOn: true, showIds: [showId] });
  assert.ok((await watch()).playing.positionMs >= 3 * 60_000);
});
