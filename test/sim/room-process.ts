import { CLOSE } from '#contract/wire.ts';
import type { Carrier } from '../../src/server/platform/bus/carrier.ts';
import { createBus } from '../../src/server/platform/bus/bus.ts';
import { createDelivery, type Reader } from '../../src/server/rooms/chat/inbox/delivery.ts';
import { createChannel } from '../../src/server/platform/realtime/channel.ts';
import { textFrame } from '../../src/server/platform/realtime/frame.ts';
import { LIMITS } from '../../src/server/platform/realtime/limits.ts';
import { ackText, readAt, readCommand } from '../../src/server/platform/realtime/message.ts';
import { Subscriber } from '../../src/server/platform/realtime/subscriber.ts';
import type { Grown } from '#platform/signals.ts';
import type { Connection } from './room-network.ts';
import type { Truth } from './room-truth.ts';
import type { VirtualTime } from './virtual-time.ts';

const SHOW = 'show';
const LOOK_MS = 2000;

/** One server process: the real channel, bus and delivery of notices, between a simulated database and network. */
export function createProcess(time: VirtualTime, truth: Truth, carrier: Carrier) {
  const connections = new Set<Connection>();
  const readers = new Map<Connection, Reader>();
  let second = 0;
  let alive = true;
  const channel = createChannel(SHOW, {
    source: truth.source,
    clock: time,
    tickMs: () => 50,
    later: (ms, act) => time.later(ms, () => alive && act()),
    onEvents: () => {},
    onTrouble: () => {},
  });
  const bus = createBus({ carrier, secret: 'shared' });
  bus.follow(SHOW);
  bus.onGrew((_key, grown) => alive && channel.wake(grown));
  bus.onSaid((_name, [who]) => alive && inboxGrew(String(who)));
  const delivery = createDelivery({ inbox: { read: truth.readInbox }, onTrouble: () => {} });

  every(1000, () => void channel.sweep((second += 1)));
  every(LOOK_MS, () => {
    delivery.retry();
    for (const reader of readers.values()) void delivery.deliver(reader);
  });
  function every(ms: number, act: () => void): void {
    time.later(ms, () => {
      if (!alive) return;
      act();
      every(ms, act);
    });
  }

  async function accept(connection: Connection, visitorId: string, query: URLSearchParams): Promise<void> {
    const { wire } = connection;
    const subscriber = new Subscriber(wire, time.now());
    const position = query.has('s') ? { epoch: query.get('e')!, seq: Number(query.get('s')) } : null;
    connections.add(connection);
    let before = Promise.resolve();
    connection.begin(
      {
        wire,
        onText(text) {
          subscriber.heardAt = time.now();
          const command = readCommand(Buffer.from(text))!;
          if (command.name === 'at') subscriber.acked = readAt(command.data);
          else before = before.then(() => obey(connection, visitorId, command.id!, command.data as { text: string }));
        },
        onDrain: () => channel.drained(subscriber),
        onPong: () => void (subscriber.heardAt = time.now()),
        onGone() {
          connections.delete(connection);
          readers.delete(connection);
          channel.leave(subscriber);
        },
      },
      position && position.epoch === truth.head().epoch ? position.seq : null,
    );
    try {
      const refused = await channel.join(subscriber, position);
      if (refused !== null) return wire.close(refused);
      if (!connections.has(connection)) return channel.leave(subscriber);
    } catch {
      return wire.close(CLOSE.restart);
    }
    const tell = (frame: object) => {
      if (!connections.has(connection) || wire.pending() > LIMITS.queuedBytes) return false;
      wire.write(textFrame(JSON.stringify(frame)));
      return true;
    };
    const reader: Reader = { showId: SHOW, visitorId, told: Number(query.get('i')), tell };
    readers.set(connection, reader);
    void delivery.deliver(reader);
  }

  async function obey(connection: Connection, who: string, id: string, { text }: { text: string }): Promise<void> {
    if (!alive) return;
    let answer: string;
    try {
      const { s, grown } = await truth.say(who, id, text);
      if (grown) appended(grown);
      answer = ackText(id, { ok: true, s });
    } catch {
      answer = ackText(id, { ok: false, reason: 'busy', retryMs: 500 });
    }
    if (connections.has(connection) && connection.wire.pending() <= LIMITS.queuedBytes) connection.wire.write(textFrame(answer));
  }

  /** This process committed it, and tells the others. */
  function appended(grown: Grown): void {
    channel.wake(grown);
    bus.publish(SHOW, grown);
  }

  function inboxGrew(who: string): void {
    for (const reader of readers.values()) if (reader.visitorId === who) void delivery.deliver(reader);
  }

  return {
    accept,
    appended,
    told(who: string): void {
      inboxGrew(who);
      bus.say('inboxGrew', [who]);
    },
    setRegister: (name: string, value: number) => channel.setRegister(name, value),
    /** As with -9: nothing is said to anybody. */
    kill(): void {
      alive = false;
      void bus.close();
      for (const connection of connections) connection.cut('both');
    },
    /** A deploy: everybody is told when to come back. */
    goAway(): void {
      channel.close({ min: 100, max: 2000 });
      alive = false;
      void bus.close();
      for (const connection of connections) connection.cut('both', CLOSE.restart);
    },
  };
}
export type Process = ReturnType<typeof createProcess>;
