import assert from 'node:assert/strict';
import test from 'node:test';
import { configOf, readSettings } from '#platform/config.ts';
import { planDirect } from './direct-plan.ts';

const planned = (env: Record<string, string>, cores = 4) => planDirect(configOf(readSettings(env), '').direct, cores);

test('on one core every direct viewer stays in the worker; each further core may hold a relay, up to four', () => {
  assert.deepEqual(planned({}, 1), { ice: { addresses: [] }, maxViewers: 200, relays: { most: 0 } });
  assert.deepEqual(planned({}, 4), { ice: { addresses: [] }, maxViewers: 1_100, relays: { most: 3 } });
  assert.equal(planned({}, 64).relays?.most, 4);
});

test('an operator says how many, under which addresses and on which ports', () => {
  const env = {
    ETALAGE_RELAYS: '8',
    ETALAGE_DIRECT_VIEWERS: '500',
    ETALAGE_UDP_ADDRESSES: '203.0.113.7, 198.51.100.2',
    ETALAGE_UDP_PORTS: '40000-40099',
  };
  assert.deepEqual(planned(env), {
    ice: { addresses: ['203.0.113.7', '198.51.100.2'], portRange: [40_000, 40_099] },
    maxViewers: 500,
    relays: { most: 8 },
  });
});

test('ports and addresses that cannot be are refused at the start, by name', () => {
  for (const ports of ['40000', '40099-40000', '80-90', '40000-70000', 'all', '40000-40099-1'])
    assert.throws(() => planned({ ETALAGE_UDP_PORTS: ports }), /ETALAGE_UDP_PORTS/, ports);
  for (const addresses of ['shop.example', '203.0.113', '203.0.113.7,'])
    assert.throws(() => planned({ ETALAGE_UDP_ADDRESSES: addresses }), /ETALAGE_UDP_ADDRESSES/, addresses);
});
