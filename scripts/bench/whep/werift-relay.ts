// The peer of the whep bench: our relay with werift's own sender, which does SRTP in JavaScript.
import { createWeriftEgress } from '../../../src/server/rooms/media/worker/egress-whep-werift.ts';
import { runRelay } from '../../../src/server/rooms/media/worker/relay-runner.ts';

runRelay(async (needs) => createWeriftEgress(needs));
