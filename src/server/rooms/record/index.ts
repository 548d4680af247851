export { createRecord, type Entry, type ShowRecord } from './record.ts';
