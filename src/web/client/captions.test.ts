import assert from 'node:assert/strict';
import test from 'node:test';
import type { RoomEvent } from '#contract/room.ts';
import type { Caption } from '#contract/captions.ts';
import { cuesAt, trackFor } from './captions.ts';
import { apply, emptyRoom } from './room-log.ts';

const T = 1_700_000_000_000;
const cue = (nr: number, more: Partial<Caption> = {}): Caption => ({
  id: `cue-${nr}`,
  trackId: 'track',
  language: 'en',
  text: `Line ${nr}`,
  source: 'prompter',
  startsAtMs: T + nr * 1000,
  endsAtMs: T + nr * 1000 + 3000,
  saidAtMs: T + nr * 1000,
  replaces: null,
  ...more,
});
const shown = (cues: readonly Caption[], nowMs: number, delayMs = 0) => cuesAt(cues, 'en', { nowMs, delayMs }).map(({ text }) => text);

test('a cue is shown when this player’s picture reaches it, at each player’s own delay, for as long as it is read', () => {
  const cues = [cue(0)];
  assert.deepEqual(shown(cues, T + 50, 100), []);
  assert.deepEqual(shown(cues, T + 150, 100), ['Line 0']);
  assert.deepEqual(shown(cues, T + 150, 1000), [], 'a viewer of pieces sees it a second later');
  assert.deepEqual(shown(cues, T + 1050, 1000), ['Line 0']);
  assert.deepEqual(shown(cues, T + 3990, 1000), ['Line 0']);
  assert.deepEqual(shown(cues, T + 4010, 1000), []);
});

test('typing later than the picture is shown when it comes and long enough; much later it is left to the replay', () => {
  const typed = cue(0, { saidAtMs: T + 4000 });
  assert.deepEqual(shown([typed], T + 3900, 100), []);
  assert.deepEqual(shown([typed], T + 4050, 100), ['Line 0']);
  assert.deepEqual(shown([typed], T + 6950, 100), ['Line 0']);
  assert.deepEqual(shown([cue(0, { saidAtMs: T + 60_000 })], T + 60_050, 100), []);
});

test('at most the last two are shown, in the order in which they were heard, of one language', () => {
  const cues = [cue(2), cue(1), cue(0), cue(1, { id: 'nl', language: 'nl', text: 'Geen boter' })];
  assert.deepEqual(shown(cues, T + 2100), ['Line 1', 'Line 2']);
});

const event = (s: number, k: 'caption' | 'caption.track', d: object) => ({ s, t: T, k, now: true, d }) as unknown as RoomEvent;

test('a correction takes the place of its cue and an empty one takes it away, in the same way after a reconnect', () => {
  const log = [
    event(1, 'caption.track', { trackId: 'track', language: 'en', label: 'English', imported: false }),
    event(2, 'caption', cue(0)),
    event(3, 'caption', cue(1)),
    event(4, 'caption', cue(0, { id: 'fix', text: 'Line zero', replaces: 'cue-0' })),
    event(5, 'caption', cue(1, { id: 'gone', text: '', replaces: 'cue-1' })),
  ];
  const state = log.reduce(apply, emptyRoom());
  assert.deepEqual(
    state.captions.cues.map(({ text }) => text),
    ['Line zero'],
  );
  // A reader that lost its connection after any event gets the rest later, and ends at the same.
  for (let cut = 0; cut <= log.length; cut++) {
    const before = log.slice(0, cut).reduce(apply, emptyRoom());
    assert.deepEqual(log.slice(cut).reduce(apply, before), state);
  }
});

test('a track that begins anew leaves nothing of the old one of its language', () => {
  const state = [
    event(1, 'caption.track', { trackId: 'old', language: 'en', label: 'English', imported: false }),
    event(2, 'caption', cue(0, { trackId: 'old' })),
    event(3, 'caption', cue(0, { id: 'nl', trackId: 'nl', language: 'nl' })),
    event(4, 'caption.track', { trackId: 'new', language: 'en', label: 'English', imported: true }),
  ].reduce(apply, emptyRoom());
  assert.deepEqual(
    state.captions.cues.map(({ id }) => id),
    ['nl'],
  );
  assert.deepEqual(
    state.captions.tracks.map(({ trackId }) => trackId),
    ['new'],
  );
});

test('the language that was chosen, else the reader’s, else the show’s, else the first', () => {
  const tracks = [{ language: 'fr' }, { language: 'nl' }, { language: 'en' }];
  assert.equal(trackFor(tracks, ['en', 'nl', 'fr'])?.language, 'en');
  assert.equal(trackFor(tracks, [null, 'nl', 'fr'])?.language, 'nl');
  assert.equal(trackFor(tracks, ['vi', 'de'])?.language, 'fr');
  assert.equal(trackFor([], ['nl']), null);
});
