import { createNativeEgress } from './egress-whep.ts';
import { createWeriftEgress } from './egress-whep-werift.ts';
import { runRelay } from './relay-runner.ts';

runRelay(async (needs) => (await createNativeEgress(needs)) ?? createWeriftEgress(needs));
