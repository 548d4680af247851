import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Every setting an operator can give. The environment is read here and nowhere else. */
export const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** Where people reach this instance; decides cookies, links and passkeys. */
  PUBLIC_URL: z.url().optional(),
  /** Postgres beyond the embedded one. */
  DATABASE_URL: z.string().optional(),
  /** Folder for the database, media, pictures and secrets. */
  ETALAGE_DATA: z.string().default('var'),
  /** The built-in test payment provider listens here; 0 picks a free port. */
  TESTBANK_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Encoders that speak RTMP connect here; 0 picks a free port, `off` takes none. */
  RTMP_PORT: z.union([z.literal('off'), z.coerce.number().int().min(0).max(65_535)]).default(1935),
  ETALAGE_DEMO: z.stringbool().default(true),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  /** Multiplies every rate limit; for load tests on loopback. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  /** Addresses of this instance's edges, separated by spaces: players are sent there for low-latency HLS. */
  ETALAGE_EDGES: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).flatMap((url) => (url === '' ? [] : [url.replace(/\/$/, '')])))
    .refine((urls) => urls.every(isOrigin), 'each edge is an address like https://edge1.example, without a path'),
  /** What the instance and its edges know. */
  ETALAGE_EDGE_SECRET: z.string().min(16).optional(),
});

const isOrigin = (url: string): boolean => URL.canParse(url) && new URL(url).origin === url;

/** What an edge can be given; see `npm run edge`. */
export const EdgeSettings = z.object({
  /** The shop whose media it hands out. */
  EDGE_ORIGIN: z.string().refine(isOrigin, 'give the address of the shop, like https://shop.example'),
  /** Where players reach this edge, as the shop's ETALAGE_EDGES names it. */
  EDGE_URL: z.string().refine(isOrigin, 'give an address like https://edge1.example, without a path').optional(),
  EDGE_PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  EDGE_HOST: z.string().default('127.0.0.1'),
  /** Memory for playlists, parts and segments. */
  EDGE_MEMORY_MB: z.coerce.number().int().min(16).max(65_536).default(256),
  ETALAGE_EDGE_SECRET: z.string().min(16),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly testbankPort: number;
  /** Null: no RTMP. */
  readonly rtmpPort: number | null;
  readonly demo: boolean;
  readonly logLevel: z.infer<typeof Settings>['LOG_LEVEL'];
  readonly rateLimitFactor: number;
  readonly edges: { readonly urls: readonly string[]; readonly secret: string | null };
  /** 32 bytes for signing; made once per data folder. */
  readonly secret: string;
}

/** What the environment says, with defaults; throws one clear sentence when a setting is wrong. */
export const readSettings = (env: Record<string, string | undefined>): z.infer<typeof Settings> => parseSettings(Settings, env);

/** The same for an edge, which is a process of its own. */
export const readEdgeSettings = (env: Record<string, string | undefined>): z.infer<typeof EdgeSettings> => parseSettings(EdgeSettings, env);

function parseSettings<S extends z.ZodType>(schema: S, env: Record<string, string | undefined>): z.output<S> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new Error(`The setting ${first?.path.join('.') ?? '?'} is not right: ${first?.message ?? 'unknown'}.`);
}

/** Settings and what follows from them; makes the data folder's secret at first use. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const values = readSettings(env);
  if (values.ETALAGE_EDGES.length > 0 && !values.ETALAGE_EDGE_SECRET)
    throw new Error('ETALAGE_EDGES needs ETALAGE_EDGE_SECRET: the same 16 characters or more here and at every edge.');
  if (!values.DATABASE_URL) throw new Error('DATABASE_URL is not set. `npm start` sets it to the embedded Postgres.');
  return configOf(values, readOrMakeSecret(resolve(values.ETALAGE_DATA)));
}

/** What follows from the settings. */
export function configOf(values: z.infer<typeof Settings>, secret: string): Config {
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    databaseUrl: values.DATABASE_URL ?? '',
    dataDir: resolve(values.ETALAGE_DATA),
    testbankPort: values.TESTBANK_PORT ?? (values.PORT === 0 ? 0 : values.PORT + 1),
    rtmpPort: values.RTMP_PORT === 'off' ? null : values.RTMP_PORT,
    demo: values.ETALAGE_DEMO,
    logLevel: values.LOG_LEVEL,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    edges: { urls: values.ETALAGE_EDGES, secret: values.ETALAGE_EDGE_SECRET ?? null },
    secret,
  };
}

function readOrMakeSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  try {
    // `wx` makes two starts at once agree: the second reads what the first wrote.
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
