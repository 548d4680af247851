import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSupervisor, type Supervisor, type SupervisorNeeds, type WantedStream } from './supervisor.ts';

/** A supervised stream behind a bare front door, for tests and benches of the media path alone. */
export interface Studio {
  readonly supervisor: Supervisor;
  /** Pages, `/whip`, `/whep` and `/hls/*` of the one stream. */
  readonly url: string;
  readonly folder: string;
  readonly troubles: readonly object[];
  close(): Promise<void>;
}

export async function openStudio(
  streamId = 'test',
  { workerFile, ...wishes }: Partial<WantedStream> & Pick<SupervisorNeeds, 'workerFile'> = {},
): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), 'etalage-media-'));
  const troubles: object[] = [];
  const supervisor = createSupervisor({
    socketFolder: folder,
    log: { warn: (facts) => troubles.push(facts), info() {} },
    ...(workerFile && { workerFile }),
  });
  await supervisor.serve({
    streamId,
    folder: join(folder, 'recording'),
    keepSeconds: null,
    lastGeneration: 0,
    ice: { addresses: [] },
    maxViewers: 20,
    ...wishes,
  });
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((req, res) => {
    if (req.url === '/') return void res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body></body>');
    const socketPath = supervisor.socketOf(streamId);
    if (!socketPath) return void res.writeHead(503).end();
    const passed = http.request({ socketPath, agent, path: req.url!, method: req.method!, headers: req.headers }, (answer) => {
      const session = answer.headers['x-media-id'];
      res.writeHead(answer.statusCode!, { ...answer.headers, ...(session && { location: `${req.url}/${session}` }) });
      answer.pipe(res);
    });
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
  // On a busy machine a test's next request may come just when an idle connection is closed.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    supervisor,
    folder,
    troubles,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await supervisor.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
