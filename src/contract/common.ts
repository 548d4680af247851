import { z } from 'zod';

/** Integers only: minor units (cents) and an ISO 4217 code. */
export const Money = z.object({ minor: z.int(), currency: z.string().length(3) }).meta({ id: 'Money' });
export type Money = z.infer<typeof Money>;

export const Id = z.uuid();
/** UTC, with milliseconds. */
export const Instant = z.iso.datetime();
export const Slug = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const Language = z.enum(['en', 'nl']);
export type Language = z.infer<typeof Language>;
