import type { Shop } from '../compose.ts';
import { type FirstPerson } from '../first-run.ts';
export async function seedDemo(_shop: Shop, _o: { onStep(s: string): void }): Promise<{ people: readonly FirstPerson[] }> {
  return { people: [] };
}
export async function keepDemoOnAir(_shop: Shop): Promise<{ close(): Promise<void> }> {
  return { close: async () => {} };
}
