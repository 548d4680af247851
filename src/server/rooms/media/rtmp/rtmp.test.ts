import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { createRtmp } from './rtmp.ts';
import { connectEncoder } from './testing-encoder.ts';

function open(t: TestContext, port: number | null) {
  const said: string[] = [];
  const rtmp = createRtmp({
    host: '127.0.0.1',
    port,
    rateLimitFactor: 1,
    log: { warn: (_facts, sentence) => void said.push(sentence) },
    admit: async () => null,
    socketOf: () => null,
  });
  t.after(rtmp.close);
  return { rtmp, said };
}

test('a port that is taken is named in a sentence, and the shop opens all the same', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const { rtmp, said } = open(t, port);
  await rtmp.start();
  assert.equal(rtmp.port, null);
  assert.deepEqual(said, [`Port ${port} is taken: encoders cannot come by RTMP. Choose another with RTMP_PORT=N.`]);
});

test('a shop that wants no RTMP starts no process for it', async (t) => {
  const { rtmp } = open(t, null);
  await rtmp.start();
  assert.deepEqual([rtmp.port, rtmp.pid], [null, null]);
});

test('a gateway that is killed is back at the same port, where encoders look for it', async (t) => {
  const { rtmp, said } = open(t, 0);
  await rtmp.start();
  const { port, pid } = rtmp;
  assert.ok(port && pid);
  process.kill(pid, 'SIGKILL');
  for (const end = Date.now() + 20_000; rtmp.pid === pid || rtmp.port === null;) {
    assert.ok(Date.now() < end, 'it is back');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(rtmp.port, port);
  assert.equal(said.length, 1);
  const encoder = await connectEncoder(port);
  encoder.command('publish', null, 'key_that_opens_nothing_at_all', 'live');
  await encoder.closed;
  assert.equal(encoder.statuses[0]?.code, 'NetStream.Publish.BadName');
});
