import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import test from 'node:test';
import { storm } from './sim/room-storm.ts';

/** The nightly runs until 10,000 connections have broken; here is room for a few storms. */
const FIXED = [1, 2, 3, 6];
/** Seeds that once failed. 32: the first notice after connecting was lost unseen. */
const FAILED = [32];
const RANDOM = Array.from({ length: 2 }, () => randomInt(1, 2 ** 31));

for (const seed of [...FIXED, ...FAILED, ...RANDOM])
  test(`storm ${seed}: twelve people whose connections break in every way end with exactly the log, each event once`, async () => {
    const { wrong, disconnects } = await storm(seed);
    console.log(`seed ${seed}: ${disconnects} disconnects`);
    assert.deepEqual(wrong, [], `seed ${seed}`);
    assert.ok(disconnects > 50, `only ${disconnects} disconnects`);
  });
