-- The code of an app that was used last, hashed, so that whoever looked over a shoulder cannot use it again.
alter table code_apps
  add column used_code_hash bytea,
  add column used_code_at timestamptz;
