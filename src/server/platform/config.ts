import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type LadderSettings, RUNG_SIDES } from '#contract/media.ts';
import type { S3Settings } from './storage/s3-storage.ts';

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
  /** `gateway`: pages, the crowd's requests and rooms, beside the one process that has media and jobs. */
  ETALAGE_ROLE: z.enum(['all', 'gateway']).default('all'),
  /** Where a gateway reaches the process that has the media. */
  ETALAGE_MEDIA_URL: z.string().refine(isOrigin, 'give an address like http://10.0.0.5:4000, without a path').optional(),
  /** Gateways on this machine, all on the shop's port; none means that the one process does everything. */
  ETALAGE_GATEWAYS: z.coerce.number().int().min(0).max(64).default(0),
  /** Several processes listen on this port; Linux. */
  ETALAGE_SHARE_PORT: z.stringbool().default(false),
  /** Signs cookies, tickets and news; the same in every process of an instance. Made in the data folder when not set. */
  ETALAGE_SECRET: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'give 64 hexadecimal digits, as in the file `secret` of the data folder')
    .optional(),
  /** Proxies and gateways on other machines, whose word is believed about who asks. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(100)),
  /** IPv4 addresses under which the UDP ports of this machine are reached, when its interfaces do not tell. */
  ETALAGE_UDP_ADDRESSES: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.ipv4()).max(4))
    .optional(),
  /** UDP ports for publishers and direct viewers; any when not set. */
  ETALAGE_UDP_PORTS: z
    .templateLiteral([z.int(), '-', z.int()])
    .transform((text) => text.split('-').map(Number) as [first: number, last: number])
    .refine(([first, last]) => first >= 1024 && first <= last && last <= 65_535, 'give two ports from 1024 on, like 40000-40099')
    .optional(),
  /** Processes beside a broadcast's own that serve its direct viewers; the machine decides when not set. */
  ETALAGE_RELAYS: z.coerce.number().int().min(0).max(64).optional(),
  /** Direct viewers of one broadcast; as many as its processes hold when not set. */
  ETALAGE_DIRECT_VIEWERS: z.coerce.number().int().min(0).max(20_000).optional(),
  /** Sockets of people who only watch, per process; beyond them a room is followed by pages. Who acts still gets one. */
  ETALAGE_ROOM_SOCKETS: z.coerce.number().int().min(0).max(15_000).default(10_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  /** Smaller pictures beside the source: for shows with many viewers, always, or never. */
  LADDER: z.enum(['auto', 'always', 'never']).default('auto'),
  LADDER_FROM_VIEWERS: z.coerce.number().int().min(1).max(1_000_000).default(25),
  /** Their short sides. */
  LADDER_RUNGS: z
    .string()
    .default(RUNG_SIDES.join())
    .transform((text) => text.split(',').map((side) => Number(side.trim())))
    .pipe(z.array(z.literal(RUNG_SIDES)).max(RUNG_SIDES.length)),
  /** Multiplies every rate limit; for load tests on loopback. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  /** How the processes of one instance hear of each other at once: `none`, `postgres`, or the address of a NATS server. */
  ETALAGE_BUS: z
    .string()
    .refine(
      (text) => text === 'none' || text === 'postgres' || isBusAddress(text),
      'give none, postgres, or an address like nats://host:4222',
    )
    .optional(),
  /** Addresses of this instance's edges, separated by spaces: players are sent there for low-latency HLS. */
  ETALAGE_EDGES: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).flatMap((url) => (url === '' ? [] : [url.replace(/\/$/, '')])))
    .refine((urls) => urls.every(isOrigin), 'each edge is an address like https://edge1.example, without a path'),
  /** What the instance and its edges know. */
  ETALAGE_EDGE_SECRET: z.string().min(16).optional(),
  /** Recording stops before the disk has less than this: the database needs it too. */
  RECORDING_RESERVE_MB: z.coerce.number().int().min(0).max(1_000_000).default(512),
  /** Below this the office warns. */
  DISK_WARN_MB: z.coerce.number().int().min(0).max(1_000_000).default(2048),
  /** Replays older than this are deleted; their hashes stay in the record. All are kept when absent. */
  REPLAY_KEEP_DAYS: z.coerce.number().min(0.01).max(36_500).optional(),
  /** A bucket of an S3-compatible service for recordings and clips, which are written to this machine first. */
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PREFIX: z
    .string()
    .regex(/^[\w-]+(?:\/[\w-]+)*$/, 'names and slashes, none at either end')
    .optional(),
  /** The bucket in the path and not in the host name; `false` for Amazon's own. */
  S3_PATH_STYLE: z.stringbool().default(true),
  /** Where anybody can read the bucket, for example a CDN. */
  S3_PUBLIC_URL: z.url().optional(),
  /** What is in the bucket is deleted here. */
  S3_DROP_LOCAL: z.stringbool().default(false),
});

function isOrigin(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === url;
}

const isBusAddress = (text: string): boolean =>
  text.split(',').every((one) => URL.canParse(one.trim()) && /^(?:nats|tls):$/.test(new URL(one.trim()).protocol));

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

/** What becomes of recordings. */
export interface KeptConfig {
  readonly reserveBytes: number;
  readonly warnBytes: number;
  /** Null keeps all. */
  readonly replayDays: number | null;
  /** Null keeps everything on this machine. */
  readonly s3: S3Settings | null;
  readonly dropLocal: boolean;
}

export type BusConfig = { readonly kind: 'none' | 'postgres' } | { readonly kind: 'nats'; readonly url: string };

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
  readonly role: 'all' | 'gateway';
  /** Where the media is; null when it is here. */
  readonly mediaUrl: string | null;
  /** Gateways to run on this machine. */
  readonly gateways: number;
  readonly sharePort: boolean;
  readonly trustedProxies: readonly string[];
  readonly logLevel: z.infer<typeof Settings>['LOG_LEVEL'];
  readonly rateLimitFactor: number;
  /** Sockets of people who only watch. */
  readonly roomSockets: number;
  /** Direct viewers, and how they and publishers reach this machine; the machine decides what is absent. */
  readonly direct?: {
    readonly addresses: readonly string[];
    readonly ports?: readonly [first: number, last: number];
    readonly relays?: number;
    readonly maxViewers?: number;
  };
  readonly kept: KeptConfig;
  readonly bus: BusConfig;
  readonly edges: { readonly urls: readonly string[]; readonly secret: string | null };
  /** The source alone when absent. */
  readonly ladder?: LadderSettings;
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
  if (values.ETALAGE_ROLE === 'gateway' && !values.ETALAGE_MEDIA_URL)
    throw new Error('ETALAGE_ROLE=gateway needs ETALAGE_MEDIA_URL: where it reaches the process that has the media.');
  return configOf(values, values.ETALAGE_SECRET ?? readOrMakeSecret(resolve(values.ETALAGE_DATA)));
}

/** What follows from the settings. */
export function configOf(values: z.infer<typeof Settings>, secret: string): Config {
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    databaseUrl: values.DATABASE_URL ?? '',
    dataDir: resolve(values.ETALAGE_DATA),
    testbankPort: values.TESTBANK_PORT ?? nextPort(values),
    rtmpPort: values.RTMP_PORT === 'off' ? null : values.RTMP_PORT,
    demo: values.ETALAGE_DEMO,
    role: values.ETALAGE_ROLE,
    mediaUrl: values.ETALAGE_ROLE === 'gateway' ? (values.ETALAGE_MEDIA_URL ?? null) : null,
    gateways: values.ETALAGE_ROLE === 'gateway' ? 0 : values.ETALAGE_GATEWAYS,
    sharePort: values.ETALAGE_SHARE_PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    roomSockets: values.ETALAGE_ROOM_SOCKETS,
    direct: {
      addresses: values.ETALAGE_UDP_ADDRESSES ?? [],
      ...(values.ETALAGE_UDP_PORTS && { ports: values.ETALAGE_UDP_PORTS }),
      ...(values.ETALAGE_RELAYS !== undefined && { relays: values.ETALAGE_RELAYS }),
      ...(values.ETALAGE_DIRECT_VIEWERS !== undefined && { maxViewers: values.ETALAGE_DIRECT_VIEWERS }),
    },
    bus: busOf(values),
    edges: { urls: values.ETALAGE_EDGES, secret: values.ETALAGE_EDGE_SECRET ?? null },
    ladder: { when: values.LADDER, fromViewers: values.LADDER_FROM_VIEWERS, sides: values.LADDER_RUNGS },
    kept: {
      reserveBytes: values.RECORDING_RESERVE_MB * MB,
      warnBytes: values.DISK_WARN_MB * MB,
      replayDays: values.REPLAY_KEEP_DAYS ?? null,
      s3: s3Of(values),
      dropLocal: values.S3_DROP_LOCAL,
    },
    secret,
  };
}

/** The test bank listens beside the process that has the media. */
function nextPort({ PORT, ETALAGE_ROLE, ETALAGE_MEDIA_URL }: z.infer<typeof Settings>): number {
  const port = ETALAGE_ROLE === 'gateway' && ETALAGE_MEDIA_URL ? Number(new URL(ETALAGE_MEDIA_URL).port || 80) : PORT;
  return port === 0 ? 0 : port + 1;
}

/** Several processes hear of each other through the database they have anyway, unless something else is said. */
function busOf({ ETALAGE_BUS, ETALAGE_ROLE, ETALAGE_GATEWAYS }: z.infer<typeof Settings>): BusConfig {
  const bus = ETALAGE_BUS ?? (ETALAGE_ROLE === 'gateway' || ETALAGE_GATEWAYS > 0 ? 'postgres' : 'none');
  if (bus === 'none') return { kind: 'none' };
  return bus === 'postgres' ? { kind: 'postgres' } : { kind: 'nats', url: bus };
}

const MB = 1024 * 1024;

function s3Of(values: z.infer<typeof Settings>): S3Settings | null {
  if (!values.S3_BUCKET) return null;
  if (!values.S3_ACCESS_KEY_ID || !values.S3_SECRET_ACCESS_KEY)
    throw new Error('S3_BUCKET needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.');
  return {
    bucket: values.S3_BUCKET,
    endpoint: values.S3_ENDPOINT ?? null,
    region: values.S3_REGION,
    accessKeyId: values.S3_ACCESS_KEY_ID,
    secretAccessKey: values.S3_SECRET_ACCESS_KEY,
    prefix: values.S3_PREFIX ?? '',
    pathStyle: values.S3_PATH_STYLE,
    publicUrl: values.S3_PUBLIC_URL?.replace(/\/$/, '') ?? null,
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
