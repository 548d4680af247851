import assert from 'node:assert/strict';
import test from 'node:test';
import { calendarFile } from './calendar.ts';

const show = {
  id: '1',
  slug: 'pans',
  title: 'Pans, that last; twice',
  startsAt: '2026-11-19T19:00:00.000Z',
  shop: { name: 'Atelier Vuur' },
};

test('a show becomes one event in UTC with its signs escaped', () => {
  const file = calendarFile(show, 'https://shop.example', 0);
  assert.match(file, /DTSTART:20261119T190000Z\r\n/);
  assert.match(file, /SUMMARY:Pans\\, that last\\; twice\\, Atelier Vuur\r\n/);
});

test('no line is longer than 75 bytes and unfolding gives the text back', () => {
  const title = 'é'.repeat(120);
  const file = calendarFile({ ...show, title }, 'https://shop.example', 0);
  for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(file.replaceAll('\r\n ', '').includes(title));
});
