import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import test from 'node:test';
import { agreeOnDeflate } from './deflate.ts';
import { shakeHands } from './handshake.ts';

const asking = (headers: Record<string, string> = {}, method = 'GET') =>
  shakeHands({
    method,
    headers: { upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers },
  } as unknown as IncomingMessage);

test('the example of RFC 6455 is answered as it says there', () => {
  const { ok, text } = asking();
  assert.equal(ok, true);
  assert.match(text, /^HTTP\/1\.1 101 [^]*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n\r\n$/);
});

test('what is no WebSocket is told so before the upgrade', () => {
  assert.match(asking({ upgrade: 'h2c' }).text, /^HTTP\/1\.1 400 /);
  assert.match(asking({ 'sec-websocket-key': 'short' }).text, /^HTTP\/1\.1 400 /);
  assert.match(asking({}, 'POST').text, /^HTTP\/1\.1 400 /);
  assert.match(asking({ 'sec-websocket-version': '8' }).text, /^HTTP\/1\.1 426 [^]*Sec-WebSocket-Version: 13\r\n/);
});

test('compression is agreed on only in the form that keeps nothing between messages', () => {
  const plain = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';
  const offers: [offered: string | undefined, answer: string | null][] = [
    [undefined, null],
    ['', null],
    ['permessage-deflate', plain],
    ['permessage-deflate; client_max_window_bits', plain],
    ['permessage-deflate; client_max_window_bits=12; server_no_context_takeover', plain],
    ['permessage-deflate; server_max_window_bits=15', `${plain}; server_max_window_bits=15`],
    ['permessage-deflate; server_max_window_bits=10, permessage-deflate', plain],
    ['permessage-deflate; server_max_window_bits=10', null],
    ['permessage-deflate; server_max_window_bits', null],
    ['permessage-deflate; client_max_window_bits=7', null],
    ['permessage-deflate; client_max_window_bits; client_max_window_bits', null],
    ['permessage-deflate; server_no_context_takeover=1', null],
    ['permessage-deflate; unknown', null],
    ['x-webkit-deflate-frame', null],
    [`${'x, '.repeat(100)}permessage-deflate`, null],
  ];
  for (const [offered, answer] of offers) assert.equal(agreeOnDeflate(offered), answer, offered);
});
