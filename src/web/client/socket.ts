// The room's client has moved to room.ts; this name stays until nobody asks for it.
export * from './room.ts';
