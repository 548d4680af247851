import assert from 'node:assert/strict';
import test from 'node:test';
import { announce } from './egress-whep.ts';

const ANSWER = [
  'm=video 40001 UDP/TLS/RTP/SAVPF 102',
  'a=candidate:2 1 UDP 2116026111 fd00::2 40001 typ host',
  'a=candidate:1 1 UDP 2114977791 192.0.2.2 40001 typ host',
  'a=candidate:3 1 UDP 2114977535 192.0.2.3 40001 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

const candidatesOf = (answer: string) =>
  answer
    .split('\r\n')
    .filter((line) => line.startsWith('a=candidate'))
    .map((line) => line.split(' '))
    .toSorted((a, b) => Number(b[3]) - Number(a[3]))
    .map(([, , , , address, port]) => `${address} ${port}`);

test('IPv4 goes before IPv6, and each of our addresses stays', () => {
  assert.deepEqual(candidatesOf(announce(ANSWER, [])), ['192.0.2.2 40001', '192.0.2.3 40001', 'fd00::2 40001']);
});

test('public addresses are announced once, with the port that is open behind them', () => {
  const answer = announce(ANSWER, ['203.0.113.7', '198.51.100.2']);
  assert.deepEqual(candidatesOf(answer), [
    '192.0.2.2 40001',
    '203.0.113.7 40001',
    '198.51.100.2 40001',
    '192.0.2.3 40001',
    'fd00::2 40001',
  ]);
  assert.equal(new Set(answer.match(/a=candidate:\S+/g)).size, 5, 'each has a foundation of its own');
});
