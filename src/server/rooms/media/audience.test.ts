import assert from 'node:assert/strict';
import test from 'node:test';
import { createAudience, NOBODY } from './audience.ts';

test('a visitor counts after ten seconds of media, not before', () => {
  const audience = createAudience();
  for (let ms = 0; ms <= 9_600; ms += 200) audience.handed('a', 200, ms);
  assert.deepEqual(audience.count(9_600), { ...NOBODY, watching: 0, direct: 0, hls: 0, notYet: 1 });
  for (let ms = 9_800; ms <= 10_200; ms += 200) audience.handed('a', 200, ms);
  assert.deepEqual(audience.count(10_200), { ...NOBODY, watching: 1, direct: 0, hls: 1, notYet: 0 });
});

test('fetching the same seconds over and over makes nobody a watcher sooner', () => {
  const audience = createAudience();
  for (let i = 0; i < 1_000; i++) audience.handed('bot', 2_000, 1_000 + i);
  assert.equal(audience.count(2_000).watching, 0);
});

test('one person with two tabs is one watcher', () => {
  const audience = createAudience();
  audience.joined('tab1', 'a');
  audience.joined('tab2', 'a');
  for (let s = 2; s <= 20; s += 2) audience.direct({ tab1: s * 1_000, tab2: s * 1_000 }, s * 1_000);
  assert.deepEqual(audience.count(20_000), { ...NOBODY, watching: 1, direct: 1, hls: 0, notYet: 0 });
});

test('whoever stops receiving is gone after seven seconds, and back at once on return', () => {
  const audience = createAudience();
  for (let ms = 0; ms <= 20_000; ms += 200) audience.handed('a', 200, ms);
  assert.equal(audience.count(27_000).watching, 1);
  assert.equal(audience.count(27_001).watching, 0);
  audience.handed('a', 200, 60_000);
  assert.equal(audience.count(60_000).watching, 1);
});

test('an open page without a picture does not count', () => {
  const audience = createAudience();
  audience.joined('tab', 'a');
  for (let s = 2; s <= 30; s += 2) audience.direct({ tab: 0 }, s * 1_000);
  assert.deepEqual(audience.count(30_000), { ...NOBODY, watching: 0, direct: 0, hls: 0, notYet: 0 });
});

test('a session nobody joined through the front door is nobody', () => {
  const audience = createAudience();
  audience.direct({ stranger: 20_000 }, 20_000);
  assert.equal(audience.count(20_000).watching, 0);
});

/** Twenty seconds of media for these devices. */
function watched(devices: readonly string[]) {
  const audience = createAudience();
  for (let ms = 0; ms <= 20_000; ms += 200) for (const device of devices) audience.handed(device, 200, ms);
  return audience;
}

test('those who make the show are seen and never counted as watchers', () => {
  const audience = watched(['host', 'ann']);
  audience.learn('host', { person: 'user-1', crew: true });
  assert.deepEqual(audience.count(20_000), { ...NOBODY, watching: 1, hls: 1, crew: 1 });
});

test('a second device of one account adds nobody; two devices that nobody signed in on are two', () => {
  const audience = watched(['phone', 'laptop', 'x', 'y']);
  audience.learn('phone', { person: 'user-1', crew: false });
  audience.learn('laptop', { person: 'user-1', crew: false });
  assert.deepEqual(audience.count(20_000), { ...NOBODY, watching: 3, hls: 3, secondDevices: 1 });
});

test('owners are asked for once a minute, only of devices that receive, and a bounded number at once', () => {
  const audience = watched(['ann']);
  assert.deepEqual(audience.unknown(20_000), ['ann']);
  assert.deepEqual(audience.unknown(21_000), []);
  assert.deepEqual(audience.unknown(90_000), []);
  audience.handed('ann', 200, 90_000);
  assert.deepEqual(audience.unknown(90_000), ['ann']);
  const many = watched(Array.from({ length: 900 }, (_, at) => `v${at}`));
  assert.equal(many.unknown(20_000).length, 500);
  assert.equal(many.unknown(20_100).length, 400);
});
