import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { createTestClock } from '../worker/testing.ts';
import { createEdges } from './edges.ts';

const urls = ['https://one.example', 'https://two.example', 'https://three.example'];
const open = () => {
  const clock = createTestClock();
  return { clock, edges: createEdges({ urls, edgeSecret: 'sixteen characters', secret: 'the instance’s own', clock }) };
};
const streamId = randomUUID();

test('a player is sent to an edge that was heard of lately, and the same one each time', () => {
  const { clock, edges } = open();
  const visitorId = randomUUID();
  assert.equal(edges.placeFor(streamId, visitorId), null, 'none has reported');
  for (const url of urls) edges.heard(url);
  const place = edges.placeFor(streamId, visitorId)!;
  assert.ok(urls.some((url) => place.startsWith(`${url}/live/${streamId}/~`)));
  assert.equal(edges.placeFor(streamId, visitorId), place);
  clock.pass(9_000);
  assert.equal(edges.placeFor(streamId, visitorId), null, 'all have been silent');
});

test('when an edge falls silent only its own viewers move', () => {
  const { clock, edges } = open();
  const visitors = Array.from({ length: 60 }, () => randomUUID());
  for (const url of urls) edges.heard(url);
  const before = visitors.map((visitorId) => edges.placeFor(streamId, visitorId)!);
  clock.pass(9_000);
  for (const url of urls.slice(1)) edges.heard(url);
  visitors.forEach((visitorId, at) => {
    const after = edges.placeFor(streamId, visitorId)!;
    if (before[at]!.startsWith(urls[0]!)) assert.ok(!after.startsWith(urls[0]!));
    else assert.equal(after, before[at]);
  });
  for (const url of urls)
    assert.ok(
      before.some((place) => place.startsWith(url)),
      `${url} has viewers`,
    );
});

test('a ticket names its visitor for its stream, and cannot be made up', () => {
  const { edges } = open();
  edges.heard(urls[0]!);
  const visitorId = randomUUID();
  const ticket = edges.placeFor(streamId, visitorId)!.split('~')[1]!;
  assert.equal(edges.redeem(streamId, ticket), visitorId);
  assert.equal(edges.redeem(randomUUID(), ticket), null);
  assert.equal(edges.redeem(streamId, randomUUID().replaceAll('-', '') + ticket.slice(32)), null);
  assert.equal(edges.redeem(streamId, ''), null);
});

test('only who knows the secret, from an address of ours, is an edge', () => {
  const { edges } = open();
  assert.ok(edges.isEdge('Bearer sixteen characters'));
  for (const wrong of [undefined, '', 'Bearer sixteen character', 'Bearer sixteen characterz']) assert.ok(!edges.isEdge(wrong));
  assert.ok(!edges.heard('https://four.example'));
  assert.ok(!createEdges({ urls: [], edgeSecret: null, secret: 'own', clock: createTestClock() }).isEdge('Bearer null'));
});
