export { type Bus, createBus } from './bus.ts';
export { createLocalHub } from './carrier.ts';
export { connectSignals } from './connect.ts';
export { createInterest } from './interest.ts';
export { openBus } from './open-bus.ts';
