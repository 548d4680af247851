import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';

import { RTCPeerConnection, useH264 } from 'werift';
import type { Actor } from '#platform/actor.ts';
import { testConfig } from '#platform/testing-config.ts';
import { createHttp, type Http } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createLog } from '#platform/log.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createMedia, type Media } from './index.ts';

const guest: Actor = {
  visitorId: '0190b0a0-7b1e-7000-8000-000000000001',
  name: null,
  user: null,
  roles: new Map(),
  isOperator: false,
  language: 'en',
};
const { db, pool } = await freshDatabase({ max: 3 });
const streamId = randomUUID();
const EDGE = 'https://edge.example';
const EDGE_SECRET = 'known to the edges';
let http: Http;
let media: Media;
let dataDir: string;
let offer: string;
let nowMs = 1_800_000_000_000;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'etalage-routes-'));
  const config = testConfig({ dataDir, rateLimitFactor: 100, edges: { urls: [EDGE], secret: EDGE_SECRET } });
  const log = createLog('silent');
  const actors = { resolve: async () => guest, welcome: async (actor: Actor) => ({ actor, setCookie: null }) };
  http = await createHttp({ config, log, actors, idempotency: createIdempotencyStore(db) });
  media = createMedia({ config, log, db, http, clock: { now: () => nowMs } });
  await http.app.ready();
  await media.openStream(streamId);
  offer = await makeOffer();
});
after(async () => {
  await media?.close();
  await http?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function makeOffer(): Promise<string> {
  const pc = new RTCPeerConnection({ iceServers: [], codecs: { video: [useH264()] } });
  pc.addTransceiver('video', { direction: 'sendonly' });
  await pc.setLocalDescription(await pc.createOffer());
  const { sdp } = pc.localDescription!;
  await pc.close();
  return sdp;
}

const post = (url: string, { bearer, type = 'application/sdp', body = offer }: { bearer?: string; type?: string; body?: string } = {}) =>
  http.app.inject({
    method: 'POST',
    url,
    payload: body,
    headers: { 'content-type': type, ...(bearer && { authorization: `Bearer ${bearer}` }) },
  });

interface Answer {
  statusCode: number;
  headers: Record<string, unknown>;
  json(): unknown;
}

function assertRefused(answer: Answer, status: number, reason: string) {
  const body = answer.json() as { reason: string; title: string };
  assert.deepEqual([answer.statusCode, body.reason], [status, reason]);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.ok(body.title.length > 10, 'a sentence for people');
  assert.doesNotMatch(JSON.stringify(body), /node:|\.ts:|at /);
}

test('a ticket admits one publisher, once', async () => {
  const { ticket, whipUrl } = await media.issueTicket(streamId);
  assert.equal(whipUrl, `http://localhost:4000/whip/${streamId}`);
  const first = await post(`/whip/${streamId}`, { bearer: ticket });
  assert.equal(first.statusCode, 201);
  assert.match(first.body, /^v=0/);
  assert.equal(first.headers['content-type'], 'application/sdp');
  assertRefused(await post(`/whip/${streamId}`, { bearer: ticket }), 401, 'ticket_expired');

  const location = String(first.headers['location']);
  assert.match(location, new RegExp(`^/whip/${streamId}/[0-9a-f-]{36}$`));
  assert.equal(
    (
      await http.app.inject({
        method: 'PATCH',
        url: location,
        payload: 'a=x',
        headers: { 'content-type': 'application/trickle-ice-sdpfrag' },
      })
    ).statusCode,
    204,
  );
  assert.equal((await http.app.inject({ method: 'DELETE', url: location })).statusCode, 200);
  // Over is over: to leave twice is no error.
  assert.equal((await http.app.inject({ method: 'DELETE', url: location })).statusCode, 200);
  assertRefused(await http.app.inject({ method: 'DELETE', url: `${location}-other` }), 404, 'not_found');
});

test('of twenty that come with one ticket at once, one is admitted', async () => {
  const { ticket } = await media.issueTicket(streamId);
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(`/whip/${streamId}`, { bearer: ticket })));
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, ...Array<number>(19).fill(401)]);
});

test('a ticket ends after sixty seconds and belongs to one stream', async () => {
  const { ticket } = await media.issueTicket(streamId);
  assertRefused(await post(`/whip/${randomUUID()}`, { bearer: ticket }), 401, 'ticket_expired');
  const { rows } = await pool.query('select expires_at - clock_timestamp() as left from media_tickets where stream_id = $1', [streamId]);
  assert.ok(rows[0].left.seconds > 50 && !rows[0].left.minutes, JSON.stringify(rows[0].left));
  await pool.query(`update media_tickets set expires_at = expires_at - interval '60 s' where stream_id = $1`, [streamId]);
  assertRefused(await post(`/whip/${streamId}`, { bearer: ticket }), 401, 'ticket_expired');
});

test('a server whose clock is set ten minutes on, or back, still honours its tickets and lets no old one in', async () => {
  for (const jumpMs of [600_000, -1_200_000]) {
    const { ticket } = await media.issueTicket(streamId);
    const old = await media.issueTicket(streamId);
    await pool.query(`update media_tickets set expires_at = clock_timestamp() - interval '1 s' where hash = $1`, [
      createHash('sha256').update(old.ticket).digest('hex'),
    ]);
    nowMs += jumpMs;
    assert.equal((await post(`/whip/${streamId}`, { bearer: ticket })).statusCode, 201);
    assertRefused(await post(`/whip/${streamId}`, { bearer: old.ticket }), 401, 'ticket_expired');
  }
});

test('an encoder key works until it is rotated, also where the address names no stream', async () => {
  const first = await media.rotateKey(streamId);
  assert.ok(first.ok);
  assert.equal((await post('/whip', { bearer: first.value.key })).statusCode, 201);
  const second = await media.rotateKey(streamId);
  assert.ok(second.ok);
  assertRefused(await post('/whip', { bearer: first.value.key }), 401, 'key_wrong');
  assert.equal((await post(`/whip/${streamId}`, { bearer: second.value.key })).statusCode, 201);
  assert.equal((await media.encoder(streamId)).hasKey, true);
});

test('without a secret, or with an invented one, nobody publishes', async () => {
  assertRefused(await post(`/whip/${streamId}`), 401, 'key_wrong');
  assertRefused(await post('/whip', { bearer: 'x'.repeat(43) }), 401, 'key_wrong');
});

test('what is no offer is refused before a ticket is spent', async () => {
  const { ticket } = await media.issueTicket(streamId);
  const bearer = ticket;
  assertRefused(await post(`/whip/${streamId}`, { bearer, body: 'v=0\r\nx'.padEnd(70_000, 'a') }), 413, 'too_large');
  assertRefused(await post(`/whip/${streamId}`, { bearer, type: 'application/json', body: '{}' }), 415, 'wrong_content_type');
  assertRefused(await post(`/whip/${streamId}`, { bearer, type: 'text/plain' }), 415, 'wrong_content_type');
  assertRefused(await post(`/whip/${streamId}`, { bearer, body: 'hello' }), 400, 'sdp_unreadable');
  assert.equal((await post(`/whip/${streamId}`, { bearer })).statusCode, 201);
});

test('video that we cannot carry is refused in words', async () => {
  const { ticket } = await media.issueTicket(streamId);
  assertRefused(await post(`/whip/${streamId}`, { bearer: ticket, body: offer.replaceAll('H264', 'VP8') }), 406, 'no_common_codec');
});

test('a player on another site may read addresses and answers', async () => {
  const answer = await http.app.inject({
    method: 'OPTIONS',
    url: `/whip/${streamId}`,
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  });
  assert.equal(answer.statusCode, 204);
  assert.equal(answer.headers['access-control-allow-origin'], '*');
  assert.equal(answer.headers['access-control-expose-headers'], 'location, link, etag');
});

test('a stream that nobody opened has no picture and takes no viewer', async () => {
  assertRefused(await http.app.inject(`/live/${randomUUID()}/index.m3u8`), 404, 'stream_not_live');
  assertRefused(await post(`/whep/${randomUUID()}`), 404, 'stream_not_live');
});

test('a replay is served in ranges, and nothing outside its folder', async () => {
  const past = randomUUID();
  const folder = join(dataDir, 'media', past);
  await mkdir(folder, { recursive: true });
  const recorded = { n: 1, init: 0, startMs: 0, durationMs: 2_000, wallClockMs: nowMs, discontinuity: false, bytes: 10, sha256: '' };
  await writeFile(join(folder, 'segments.jsonl'), `${JSON.stringify(recorded)}\n`);
  await writeFile(join(folder, 'seg-1.m4s'), Buffer.from('0123456789'));
  await writeFile(join(folder, 'secret.txt'), 'x');
  assert.equal((await media.replay(past))?.url, `/replay/${past}/index.m3u8`);
  assert.match((await http.app.inject(`/replay/${past}/index.m3u8`)).body, /seg-1\.m4s[^]*#EXT-X-ENDLIST/);
  const range = await http.app.inject({ url: `/replay/${past}/seg-1.m4s`, headers: { range: 'bytes=2-4' } });
  assert.deepEqual([range.statusCode, range.body, range.headers['content-type']], [206, '234', 'video/iso.segment']);
  for (const name of ['secret.txt', '..%2f..%2fsecret', '%2e%2e/secret', 'seg-2.m4s', 'segments.jsonl', '.m3u8', 'seg-1.m4s%00']) {
    const answer = await http.app.inject(`/replay/${past}/${name}`);
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${name}: ${answer.statusCode}`);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
  }
});

test('a closed stream admits nobody, not even with its key', async () => {
  const other = randomUUID();
  await media.openStream(other);
  const { ticket } = await media.issueTicket(other);
  const rotated = await media.rotateKey(other);
  await media.closeStream(other);
  assertRefused(await post(`/whip/${other}`, { bearer: ticket }), 401, 'ticket_expired');
  assertRefused(await post(`/whip/${other}`, { bearer: rotated.ok ? rotated.value.key : '' }), 404, 'not_found');
});

const report = (handed: object[], bearer = EDGE_SECRET, edge = EDGE) =>
  http.app.inject({ method: 'POST', url: '/api/edges/handed', payload: { edge, handed }, headers: { authorization: `Bearer ${bearer}` } });

test('players are sent to an edge once it has reported, with a ticket that counts them', async () => {
  const playlist = { url: `/live/${streamId}/index.m3u8`, headers: { cookie: 'someone' } };
  assert.equal((await report([])).statusCode, 204);
  const sent = await http.app.inject(playlist);
  assert.equal(sent.statusCode, 302);
  const ticket = String(sent.headers.location).match(new RegExp(`^${EDGE}/live/${streamId}/~([\\w-]+)/index\\.m3u8$`))![1]!;
  // Nobody publishes, so both wait for a first segment.
  const fromEdge = { ...playlist, headers: { ...playlist.headers, authorization: `Bearer ${EDGE_SECRET}` } };
  const [stranger, edge] = await Promise.all([http.app.inject({ url: playlist.url }), http.app.inject(fromEdge)]);
  assert.notEqual(stranger.statusCode, 302, 'nobody could say whom the edge serves');
  assert.notEqual(edge.statusCode, 302, 'an edge is not sent to itself');

  const before = media.audience(streamId).notYet;
  await report([{ streamId, ticket: `${ticket.slice(0, 40)}forged-forged-`.slice(0, 54), mediaMs: 2_000 }]);
  assert.equal(media.audience(streamId).notYet, before);
  await report([{ streamId, ticket, mediaMs: 2_000 }]);
  assert.equal(media.audience(streamId).notYet, before + 1);
});

test('a report of a stranger is refused', async () => {
  assertRefused(await report([], 'some other secret'), 401, 'key_wrong');
  assertRefused(await report([], EDGE_SECRET, 'https://elsewhere.example'), 401, 'key_wrong');
});
