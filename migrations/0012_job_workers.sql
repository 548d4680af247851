-- Which job runners live. A runner that was killed leaves its jobs locked for hours; the others see here that it is gone.
create table job_workers (
  worker_id text primary key,
  seen_at timestamptz not null default now()
);
