import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { looksLikeStun, parseStun, verifyIntegrity, writeBindingRequest } from './stun.ts';

const transactionId = new Uint8Array(12).fill(7);
const request = writeBindingRequest({ transactionId, username: 'ours:theirs', password: 'secret', useCandidate: true });

test('a request made with the password verifies, and with no other', () => {
  const message = parseStun(request)!;
  assert.deepEqual(
    { class: message.class, username: message.username, useCandidate: message.useCandidate },
    { class: 'request', username: 'ours:theirs', useCandidate: true },
  );
  assert.equal(verifyIntegrity(request, message, 'secret'), true);
  assert.equal(verifyIntegrity(request, message, 'other'), false);
});

test('a request without MESSAGE-INTEGRITY never verifies', () => {
  const bare = writeBindingRequest({ transactionId, username: 'ours:theirs' });
  assert.equal(verifyIntegrity(bare, parseStun(bare)!, 'secret'), false);
});

test('the example of RFC 5769 2.1 verifies', () => {
  const sample = Buffer.from(
    '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
    'hex',
  );
  assert.equal(verifyIntegrity(sample, parseStun(sample)!, 'VOkJxbRl1RmTxUk/WvJxBt'), true);
});

test('one changed bit before the signature breaks it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: (request.length - 24) * 8 - 1 }), (bit) => {
      const changed = Buffer.from(request);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const message = parseStun(changed);
      assert.ok(message === null || !verifyIntegrity(changed, message, 'secret'));
    }),
  );
});

test('no bytes make the parser throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void (looksLikeStun(bytes) && parseStun(bytes))));
});
