// An edge in front of the origin at `node edge.ts ORIGIN_URL`.
import { systemClock } from '../../../src/lib/clock.ts';
import { createEdgeServer } from '../../../src/server/rooms/media/edge/edge-server.ts';
import { createOriginClient } from '../../../src/server/rooms/media/edge/origin.ts';
import { reportSpent } from './common.ts';

const origin = createOriginClient({ url: new URL(process.argv[2]!) });
const edge = createEdgeServer({ ask: (path) => origin.ask({ path }), clock: systemClock });
edge.server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  process.send!({ port: (edge.server.address() as { port: number }).port }),
);
reportSpent(() => edge.stats().requests);
