import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get as httpGet, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { nowPath, type PagesNow, pagePath } from '#contract/room-pages.ts';
import { transact } from '#platform/db.ts';
import { sendAnswer } from '#platform/shared-answer.ts';
import { freshDatabase } from '#platform/testing.ts';
import { hasNginx, startNginx } from '../../../../../test/nginx.ts';
import { createTestShop } from '../../../../../test/test-shop.ts';
import { createRoomPages } from './room-pages.ts';

const WAITING = 1_500;
const skip = hasNginx() ? false : 'nginx is not installed on this machine (apt-get install nginx)';

test(
  'docs/nginx-room.conf: fifteen hundred who wait for a page are two questions to the shop and get the same bytes',
  { skip },
  async () => {
    const shop = await createTestShop(await freshDatabase());
    const { showId } = await shop.newShow({ live: true });
    const pages = createRoomPages({
      db: shop.db,
      log: shop.log,
      read: shop.record.read,
      snapshot: async () => {
        const head = (await shop.record.head(shop.db, showId))!;
        return { epoch: head.epoch, seq: head.last, state: {} };
      },
      isPublic: async () => true,
      opened() {},
      heard() {},
    });
    const asked = new Map<string, number>();
    const origin = createServer(async (req, res) => {
      const [, , , show = '', epoch = '', n = ''] = req.url!.split('/');
      asked.set(req.url!, (asked.get(req.url!) ?? 0) + 1);
      assert.equal(req.headers.cookie, undefined, 'nobody is known here');
      sendAnswer(res, await (epoch === 'now' ? pages.now(show) : pages.page(show, epoch, Number(n))));
    }).listen(0, '127.0.0.1');
    await once(origin, 'listening');
    const nginx = await startNginx((origin.address() as AddressInfo).port);
    const agent = new Agent({ keepAlive: true, maxSockets: WAITING });
    after(async () => {
      agent.destroy();
      await nginx.close();
      origin.closeAllConnections();
      origin.close();
      pages.close();
      await shop.shows.close();
      await shop.http.close();
    });
    const get = (path: string, headers: Record<string, string> = { 'accept-encoding': 'gzip', cookie: 'who=me' }) =>
      new Promise<{ answer: IncomingMessage; body: Buffer }>((resolve, reject) => {
        httpGet({ host: '127.0.0.1', port: nginx.port, path, agent, headers }, async (answer) => {
          const pieces: Buffer[] = [];
          for await (const piece of answer as AsyncIterable<Buffer>) pieces.push(piece);
          resolve({ answer, body: Buffer.concat(pieces) });
        }).on('error', reject);
      });

    const now = await get(nowPath(showId));
    const { e, p } = JSON.parse(gunzipSync(now.body).toString().split('\n')[0]!) as PagesNow;
    for (let n = p + 1; n <= p + 2; n++) {
      const path = pagePath(showId, e, n);
      const all = Promise.all(Array.from({ length: WAITING }, (_, at) => get(`${path}?who=${at}`)));
      await transact(shop.db, (tx) => shop.record.append(tx, showId, [{ k: 'stage', d: { name: `Host ${n}` } }]));
      pages.wake(showId);
      const answers = await all;
      assert.ok(answers.every(({ answer }) => answer.statusCode === 200));
      assert.equal(new Set(answers.map(({ body }) => body.toString('base64'))).size, 1, 'the same bytes for everybody');
      assert.match(gunzipSync(answers[0]!.body).toString(), new RegExp(`Host ${n}`));
      assert.ok(asked.get(path)! <= 1 + WAITING / 1024, `${asked.get(path)} questions for page ${n}`);
    }

    const path = pagePath(showId, e, p + 1);
    const before = asked.get(path);
    const plain = await get(path, {});
    assert.match(plain.body.toString(), /Host/, 'who cannot unpack it gets it unpacked');
    assert.equal(asked.get(path), before, 'a page that was there once is asked for no more');
    assert.equal(plain.answer.headers['vary'], undefined);
    assert.match(String(plain.answer.headers['cache-control']), /immutable/);
  },
);
