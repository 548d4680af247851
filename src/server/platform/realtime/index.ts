export { LIMITS } from './limits.ts';
export type { Ack, Command } from './message.ts';
export { createRealtime, type Link, type Realtime, type RealtimeHandlers } from './realtime.ts';
export type { LogSource } from './tail.ts';
