export { createRecord, type Entry, MAX_APPEND, type ShowRecord } from './record.ts';
