import { Logger, makeWorkerUtils, run, type Runner, type TaskList } from 'graphile-worker';
import { sql } from 'kysely';
import type pg from 'pg';
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
  let runner: Runner | undefined;
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
      runner = await run({
        pgPool: needs.pool,
        taskList: tasks,
        concurrency: needs.concurrency ?? 4,
        noHandleSignals: true,
        pollInterval: 1000,
        // Its own log lines are for debugging only; failures come through `job:error`.
        logger: quietLogger(needs.log),
      });
      runner.events.on('job:error', ({ job, error }) =>
        needs.log.warn({ job: job.task_identifier, attempt: job.attempts, error: String(error) }, 'job failed'),
      );
    },
    async stop() {
      await runner?.stop();
      runner = undefined;
    },
  };
}

const quietLogger = (log: Log) => new Logger(() => (level, message) => (level === 'error' ? log.error(message) : log.trace(message)));
