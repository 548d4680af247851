-- Where a publisher with this ticket goes: its spot, whose it is, and whether it waits backstage.
alter table media_tickets add column place jsonb;

-- Whether hosts backstage may go on by themselves, and whether the first of them does when the one on stage is lost.
alter table shows add column stage_open boolean not null default false;
alter table shows add column stage_auto boolean not null default false;
