import { parseArgs } from 'node:util';
import { systemClock } from '#lib/clock.ts';
import { readEdgeSettings } from '#platform/config.ts';
import { createEdgeServer } from './edge-server.ts';
import { createOriginClient } from './origin.ts';
import { createReporter } from './reporter.ts';

/**
 * An edge: a process of its own, on any machine, that hands out the media of one shop.
 *
 *   npm run edge -- --origin https://shop.example --url https://edge1.example --port 4100
 */
const { values } = parseArgs({
  options: { origin: { type: 'string' }, url: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } },
});

function settings() {
  try {
    return readEdgeSettings({
      ...process.env,
      ...given('EDGE_ORIGIN', values.origin),
      ...given('EDGE_URL', values.url),
      ...given('EDGE_PORT', values.port),
      ...given('EDGE_HOST', values.host),
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

const env = settings();
const origin = createOriginClient({ url: new URL(env.EDGE_ORIGIN) });
// A shop sends players to its edges; with this it knows that we are none.
const headers = { authorization: `Bearer ${env.ETALAGE_EDGE_SECRET}` };
const edge = createEdgeServer({
  ask: (path) => origin.ask({ path, headers }),
  clock: systemClock,
  mostBytes: env.EDGE_MEMORY_MB * 1024 * 1024,
});
edge.server.on('error', (error: NodeJS.ErrnoException) => {
  const why = error.code === 'EADDRINUSE' ? 'something else listens there; give another --port' : error.message;
  process.stderr.write(`The edge cannot listen on ${env.EDGE_HOST}:${env.EDGE_PORT}: ${why}.\n`);
  process.exit(1);
});
edge.server.listen(env.EDGE_PORT, env.EDGE_HOST, () => {
  const address = edge.server.address();
  const port = typeof address === 'object' && address ? address.port : env.EDGE_PORT;
  const url = (env.EDGE_URL ?? `http://localhost:${port}`).replace(/\/$/, '');
  const reporter = createReporter({ origin: env.EDGE_ORIGIN, url, headers, take: edge.takeHanded, say });
  process.stdout.write(`Edge of ${env.EDGE_ORIGIN} at ${url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);

  function close(): void {
    reporter.close();
    edge.close();
    origin.close();
  }
});

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
