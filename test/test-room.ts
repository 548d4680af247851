import { WebSocket } from 'ws';
import type { RoomEvent } from '#contract/room.ts';
import type { Database } from '#platform/db.ts';
import { createTestShop } from './test-shop.ts';
import { createChat } from '#rooms/chat/index.ts';
import type { SoldInShow } from '#rooms/orders/index.ts';

/** A test shop with its live room on a real port. Orders stand in memory: a test says what was sold. */
export async function createTestRoom(database: Pick<Database, 'db' | 'pool'>, options: { realPeople?: boolean } = {}) {
  const shop = await createTestShop(database, options);
  const sold = new Map<string, SoldInShow>();
  const buyers = new Set<string>();
  /** What a device paid with, as the provider marks it. */
  const payers = new Map<string, string[]>();
  const orders = {
    soldInShows: async (_ex: unknown, showIds: readonly string[]) =>
      new Map(showIds.flatMap((id) => (sold.has(id) ? [[id, sold.get(id)!]] : []))),
    hasBought: async (_ex: unknown, _showId: string, visitorId: string) => buyers.has(visitorId),
    boughtTitles: async (_ex: unknown, _showId: string, visitorId: string) => (buyers.has(visitorId) ? ['Blued-steel pan'] : []),
    boughtAt: async (_ex: unknown, _orgId: string, visitorIds: readonly string[]) =>
      new Map(visitorIds.filter((id) => buyers.has(id)).map((id) => [id, new Date(shop.clock.now())])),
    payersOf: async (_ex: unknown, { visitorIds }: { visitorIds: readonly string[] }) => visitorIds.flatMap((id) => payers.get(id) ?? []),
  };
  const accounts = { ...shop.accounts, actors: shop.actors };
  const chat = createChat({ ...shop, accounts, orders });
  chat.routes(shop.http);
  const { port } = await shop.http.listen();
  return {
    ...shop,
    chat,
    orders,
    sold,
    buyers,
    payers,
    port,
    /** A page open on a show, as somebody known by `shop.person` or as nobody. */
    enter: (showId: string, person = '', position = '') => enter(port, showId, person, position),
    async closeAll() {
      await chat.close();
      await shop.jobs.stop();
      await shop.shows.close();
      await shop.http.close();
    },
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- frames of every kind
type Frame = any;

function enter(port: number, showId: string, person: string, position: string) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/room/${showId}${position}`, { headers: { cookie: `person=${person}` } });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  let sent = 0;
  ws.on('error', () => {});
  ws.on('message', (data) => {
    frames.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  const until = <T>(find: (frame: Frame) => T | undefined | false): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Not seen within 10 s; the last frame was ${JSON.stringify(frames.at(-1))?.slice(0, 300)}`)),
        10_000,
      );
      const look = () => {
        for (const frame of frames) {
          const found = find(frame);
          if (found === undefined || found === false) continue;
          clearTimeout(timer);
          waiting.delete(look);
          return resolve(found);
        }
      };
      waiting.add(look);
      look();
    });
  const client = {
    ws,
    frames,
    closed,
    until,
    events: (): RoomEvent[] => frames.flatMap((frame) => frame.v ?? []),
    event: <K extends RoomEvent['k']>(kind: K): Promise<Extract<RoomEvent, { k: K }>> =>
      until((frame) => frame.v?.find((event: RoomEvent) => event.k === kind)),
    snapshot: () => until((frame) => frame.state && frame),
    /** @returns the acknowledgement */
    send(command: string, data: unknown, id = `client-${(sent += 1)}-${Math.random()}`): Promise<Frame> {
      ws.send(JSON.stringify({ i: id, c: command, d: data }));
      return until((frame) => frame.i === id && frame);
    },
    say: (text: string, id?: string) => client.send('chat', { text }, id),
  };
  return client;
}
