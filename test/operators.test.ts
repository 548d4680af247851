import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Settings } from '#platform/config.ts';

const text = readFileSync(new URL('../docs/operators.md', import.meta.url), 'utf8');

/** First and last cell of each row of the table below a heading. */
function rows(heading: string): [name: string, last: string][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map((cells) => [cells[1]!, cells.at(-2)!]);
}

test('the operators’ guide names every setting with its default, and no other', () => {
  const told = new Map(rows('Settings'));
  assert.deepEqual([...told.keys()].toSorted(), Object.keys(Settings.shape).toSorted());
  for (const [name, value] of Object.entries(Settings.parse({}))) assert.equal(told.get(name), String(value) || 'none', name);
});

test('the operators’ guide and --help name the same options', () => {
  const help = readFileSync(new URL('../scripts/start.mjs', import.meta.url), 'utf8');
  const inHelp = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  assert.deepEqual(
    rows('Start').map(([option]) => option.split(' ')[0]),
    inHelp,
  );
  assert.ok(inHelp.length > 3);
});
