import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { createDoor } from './door.ts';
import type { FromGateway, ListenWish, Place, Question, ToGateway } from './messages.ts';

/**
 * The RTMP gateway: a process of its own, so that what strangers send is parsed where neither the
 * database nor a show is. It ends with its parent.
 */
const ANSWER_TIMEOUT_MS = 5_000;

const asked = new Map<number, (place: Place | null) => void>();
let lastId = 0;
const clock = { now: () => performance.now() };

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('message', (message: ToGateway) => {
  if (message.do === 'listen') listen(message.wish);
  else asked.get(message.id)?.(message.place);
});

function listen({ host, port, rateLimitFactor }: ListenWish): void {
  const door = createDoor({
    clock,
    random: randomBytes,
    admit: (key) => ask({ is: 'admit', key }),
    where: async (streamId) => (await ask({ is: 'where', streamId }))?.socketPath ?? null,
    rateLimitFactor,
  });
  const server = createServer(door.take);
  server.on('error', (error: NodeJS.ErrnoException) => tell({ news: 'cannot_listen', code: error.code ?? 'unknown' }));
  server.listen(port, host, () => {
    const address = server.address();
    if (address && typeof address === 'object') tell({ news: 'listening', port: address.port });
  });
}

/** Null also when the web process does not answer. */
function ask(question: Question): Promise<Place | null> {
  const id = ++lastId;
  return new Promise((resolve) => {
    const settle = (place: Place | null) => {
      clearTimeout(timer);
      asked.delete(id);
      resolve(place);
    };
    const timer = setTimeout(settle, ANSWER_TIMEOUT_MS, null);
    asked.set(id, settle);
    tell({ news: 'ask', id, question });
  });
}

function tell(message: FromGateway): void {
  if (process.connected) process.send!(message);
}
