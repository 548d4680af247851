import { z } from 'zod';
import { operator, route } from './route.ts';

/** `low`: somebody should look. `full`: nothing is recorded any more, so that the database keeps its room. */
export const DISK_LEVELS = ['ok', 'low', 'full'] as const;

export const InstanceHealth = z.object({
  /** The disk that recordings are written to; null when it cannot be asked. */
  disk: z.object({ level: z.enum(DISK_LEVELS), freeBytes: z.number(), totalBytes: z.number() }).nullable(),
  /** What the storage beyond this machine said last, while recordings wait for it; null when nothing waits. */
  storage: z.string().nullable(),
  /** Shows on air that are not recorded. */
  notRecorded: z.int(),
});
export type InstanceHealth = z.infer<typeof InstanceHealth>;

export const instanceRoutes = {
  instanceHealth: route({
    method: 'GET',
    path: '/api/instance/health',
    access: operator,
    summary: 'What an operator of this instance must know before it hurts',
    response: InstanceHealth,
  }),
};
