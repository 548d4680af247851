import assert from 'node:assert/strict';
import test from 'node:test';
import { ROUTES } from '#contract/index.ts';
import { isForwarded } from './gateway-door.ts';

test('media, files, sign-in, studio and office are asked of the process that has the media', () => {
  for (const path of [
    '/whip',
    '/whip/1',
    '/whep/1?uncounted',
    '/live/1/index.m3u8?_HLS_msn=3',
    '/live/1/thumb.jpg',
    '/replay/1/index.m3u8',
    '/clips/1.mp4',
    '/files/images/1.webp',
    '/api/auth/sign-in/email',
    '/api/orgs/1/shows/2/ticket',
    '/api/instance/health',
    '/api/edges/handed',
    '/api/shows/1/replay',
    '/api/shows/1/captions/en.vtt',
    '/api/payments/testbank/webhook',
  ])
    assert.equal(isForwarded(path), true, path);
});

test('pages, rooms and what a crowd asks for are answered by the gateway', () => {
  for (const path of [
    '/',
    '/shows/pans-that-last',
    '/web/viewer/assets/main.js',
    '/studio',
    '/live/rooms/1/now',
    '/healthz',
    '/api/home',
    '/api/me',
    '/api/orders/1/pay',
    '/api/shows/1?x=1',
    '/api/shows/1/log?after=3',
    '/api/shows/1/commands',
    '/api/shops/atelier',
    '/api/shops/atelier/products/pan',
  ])
    assert.equal(isForwarded(path), false, path);
});

test('no route for staff is answered by a gateway, so none of them misses the media', () => {
  const routes = Object.values(ROUTES).filter(
    ({ access }) => access.who === 'staff' || access.who === 'operator' || access.who === 'secret',
  );
  assert.ok(routes.length > 50);
  for (const { path } of routes) assert.equal(isForwarded(path), true, path);
});
