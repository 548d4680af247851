import { z } from 'zod';
import { Id } from './common.ts';
import { route, secret } from './route.ts';

/** An edge sends more in several reports. */
export const MOST_REPORTED = 2_000;

export const HandedReport = z.object({
  /** The edge's own address, as the shop's settings name it. */
  edge: z.url().max(300),
  handed: z
    .array(
      z.object({
        streamId: Id,
        /** What the shop put into the address that it sent the player to. */
        ticket: z.string().max(80),
        /** Media handed over since the last report, in milliseconds. */
        mediaMs: z.number().int().min(1).max(600_000),
      }),
    )
    .max(MOST_REPORTED),
});
export type HandedReport = z.infer<typeof HandedReport>;

export const reportHanded = route({
  method: 'POST',
  path: '/api/edges/handed',
  access: secret('the secret that this instance shares with its edges'),
  summary: 'An edge says to whom it handed media; that it reports is also the sign that it is alive',
  body: HandedReport,
  refuses: ['key_wrong'],
  ratePerMinute: 6_000,
  keepsAnswer: false,
  bodyLimit: 512 * 1024,
});

export const edgesRoutes = { reportHanded };
