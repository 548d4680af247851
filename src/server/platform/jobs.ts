import { Logger, makeWorkerUtils, run, type Runner, type TaskList } from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './db.ts';
import type { Log } from './log.ts';

export type JobHandler = (payload: unknown) => Promise<void>;

/**
 * Jobs live in Postgres and are added in the transaction that caused them: when it rolls back, the job never was.
 * A handler runs at least once; it is written so that twice does no harm.
 */
export interface Jobs {
  /** Names a job and what does it; before `start`. */
  handle(name: string, handler: JobHandler): void;
  /** @param key a job with the same key replaces the waiting one. */
  add(tx: Tx, name: string, payload: unknown, options?: { runAt?: Date; key?: string; maxAttempts?: number }): Promise<void>;
  /** Makes the tables and begins to work. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function migrateJobs(pool: pg.Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool });
  await utils.migrate();
  await utils.release();
}

export function createJobs(needs: { pool: pg.Pool; log: Log; concurrency?: number }): Jobs {
  const tasks: TaskList = {};
  const concurrency = needs.concurrency ?? 4;
  let runner: Runner | undefined;
  let heartbeat: { stop(): Promise<void> } | undefined;
  let connections: pg.Pool | undefined;
  return {
    handle(name, handler) {
      if (tasks[name]) throw new Error(`Two rooms handle the job ${name}.`);
      tasks[name] = (payload) => handler(payload);
    },
    async add(tx, name, payload, options = {}) {
      await sql`select graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json,
        run_at := ${options.runAt ?? null}::timestamptz, job_key := ${options.key ?? null}::text, max_attempts := ${options.maxAttempts ?? 12}::int)`.execute(
        tx,
      );
    },
    async start() {
      connections = runnersPool(needs.pool, concurrency, needs.log);
      runner = await run({
        pgPool: connections,
        taskList: tasks,
        concurrency,
        noHandleSignals: true,
        pollInterval: 1000,
        // Its own log lines are for debugging only; failures come through `job:error`.
        logger: quietLogger(needs.log),
      });
      heartbeat = keepWorkersKnown(connections, runner, needs.log);
      runner.events.on('job:error', ({ job, error }) =>
        needs.log.warn({ job: job.task_identifier, attempt: job.attempts, error: String(error) }, 'job failed'),
      );
    },
    async stop() {
      await heartbeat?.stop();
      await runner?.stop();
      await connections?.end();
      runner = undefined;
      connections = undefined;
    },
  };
}

const BEAT_MS = 5000;
/** Six beats missed: a busy machine is late, a dead runner is silent. */
const SILENT_SECONDS = 30;

/**
 * A runner killed with -9 leaves its jobs locked, and graphile-worker waits four hours before it believes that.
 * Each runner says that its workers live; jobs of workers that went silent are freed for the others.
 */
function keepWorkersKnown(pool: pg.Pool, runner: Runner, log: Log): { stop(): Promise<void> } {
  const own = new Set<string>();
  runner.events.on('worker:create', ({ worker }) => own.add(worker.workerId));
  // Workers of this run exist before we can listen; they are found by the jobs that they take.
  runner.events.on('worker:getJob:start', ({ worker }) => own.add(worker.workerId));
  const beat = async () => {
    await pool.query(
      `insert into job_workers (worker_id) select unnest($1::text[]) on conflict (worker_id) do update set seen_at = now()`,
      [[...own]],
    );
    const { rows } = await pool.query<{ worker_id: string }>(
      `with silent as (delete from job_workers where seen_at < now() - make_interval(secs => $1) returning worker_id),
         -- Killed before its first beat.
         unknown as (select distinct locked_by as worker_id from graphile_worker.jobs
           where locked_at < now() - make_interval(secs => $1) and locked_by not in (select worker_id from job_workers)),
         gone as (select worker_id from silent union select worker_id from unknown),
         freed as (select graphile_worker.force_unlock_workers(array_agg(worker_id)) from gone having count(*) > 0)
       select worker_id from gone, (select count(*) from freed) as done`,
      [SILENT_SECONDS],
    );
    if (rows.length > 0) log.info({ workers: rows.length }, 'freed the jobs of runners that are gone');
  };
  const round = () => beat().catch((error: unknown) => log.warn({ error: String(error) }, 'job runners could not be looked after'));
  void round();
  const timer = setInterval(() => void round(), BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await pool.query('delete from job_workers where worker_id = any ($1)', [[...own]]).catch(() => {});
    },
  };
}

/**
 * The runner writes a failed job back as JSON, and its job ids are int8: read as bigint, as money is here, they cannot be
 * serialised and the rejection would end the process. So it reads them as text, over connections of its own.
 */
function runnersPool(shared: pg.Pool, concurrency: number, log: Log): pg.Pool {
  const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? String : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
  // One more than the jobs at once, for the connection that listens, and one for what the runner does beside them.
  const pool = new pg.Pool({ ...shared.options, max: concurrency + 2, types: { getTypeParser } });
  const onError = (error: Error) => log.warn({ error: error.message }, 'a connection of the job runner was lost');
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

const quietLogger = (log: Log) => new Logger(() => (level, message) => (level === 'error' ? log.error(message) : log.trace(message)));
