import type { SignalBus, Signals } from '../signals.ts';
import type { Bus } from './bus.ts';

/** Wake-ups that go to every process as they are. */
const CROSSING = ['inboxGrew', 'crewCalled', 'rightsMoved'] as const satisfies (keyof Signals)[];
type Crossing = (typeof CROSSING)[number];

/**
 * Wake-ups of this process go to the others, and theirs come here as if they were ours.
 * @returns stop
 */
export function connectSignals(signals: SignalBus, bus: Bus): () => void {
  // Signals are heard at once, so what is emitted in here is told apart from what happened here.
  let isTheirs = false;
  const asTheirs = (act: () => void): void => {
    isTheirs = true;
    try {
      act();
    } finally {
      isTheirs = false;
    }
  };
  const stops = [
    signals.on('recordGrew', (key, grown) => {
      if (!isTheirs && grown) bus.publish(key, grown);
    }),
    signals.on('stockMoved', (variantIds) => {
      if (!isTheirs) bus.stockMoved(variantIds);
    }),
    ...CROSSING.map((name) => signals.on(name, (...data) => void (isTheirs || bus.say(name, data)))),
    bus.onSaid((name, data) => {
      if (CROSSING.includes(name as Crossing)) asTheirs(() => signals.emit(name as Crossing, ...(data as Signals[Crossing])));
    }),
    bus.onGrew((key, grown) => asTheirs(() => signals.emit('recordGrew', key, grown))),
    bus.onStockMoved((variantIds) => asTheirs(() => signals.emit('stockMoved', variantIds))),
  ];
  return () => stops.forEach((stop) => stop());
}
