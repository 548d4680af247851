-- What people ask in a show, who wants it answered, and how it was answered.
create table questions (
  id uuid primary key,
  show_id uuid not null references shows (id),
  author text not null,
  name text not null,
  visitor_id uuid not null,
  user_id text,
  -- The sender's own id of this question: a retry is the same question.
  client_id text not null,
  text text not null check (char_length(text) between 3 and 200),
  -- The text without case, signs and spaces that do not matter: the same words are the same question.
  words text not null,
  -- On screen when it was asked.
  product_id uuid,
  state text not null default 'open' check (state in ('open', 'next', 'answered', 'dropped')),
  asked_at timestamptz not null,
  -- Its place in the show's record.
  seq integer,
  assignee_id text,
  assignee_name text,
  assigned_at timestamptz,
  -- Null while it waits, and when the host answered on camera.
  answer_text text check (char_length(answer_text) between 2 and 300),
  -- The ready answer whose words these are.
  ready_answer_id uuid,
  answered_by text,
  answered_name text,
  answered_at timestamptz,
  check (state <> 'answered' or (answered_at is not null and answered_by is not null and answered_name is not null)),
  check ((assignee_id is null) = (assignee_name is null)),
  unique (show_id, visitor_id, client_id)
);
create unique index questions_waiting on questions (show_id, words, coalesce(product_id, show_id)) where state in ('open', 'next');
-- The host reads one at a time.
create unique index questions_next on questions (show_id) where state = 'next';
create index questions_of_product on questions (product_id, answered_at desc) where state = 'answered';

-- One row per person: a device, or an account on all its devices.
create table question_wants (
  question_id uuid not null references questions (id),
  visitor_id uuid not null,
  user_id text,
  -- Set when it was asked again in the same words, so that a retry of that is known.
  client_id text,
  at timestamptz not null,
  primary key (question_id, visitor_id)
);
create unique index question_wants_of_user on question_wants (question_id, user_id) where user_id is not null;
create index question_wants_again on question_wants (visitor_id, client_id) where client_id is not null;

-- Who of the crew looked at a show's questions, and when last.
create table desk_presence (
  show_id uuid not null references shows (id),
  user_id text not null,
  name text not null,
  role text not null check (role in ('host', 'producer', 'moderator', 'staff')),
  seen_at timestamptz not null,
  primary key (show_id, user_id)
);

-- Answers written ahead. Approval is of exactly these words.
create table ready_answers (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  text text not null check (char_length(text) between 2 and 300),
  product_id uuid,
  changed_by text not null,
  changed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  check ((approved_by is null) = (approved_at is null))
);
create index ready_answers_of_org on ready_answers (org_id, id);

create table polls (
  id uuid primary key,
  show_id uuid not null references shows (id),
  question text not null,
  options text[] not null check (cardinality(options) between 2 and 5),
  opened_at timestamptz not null,
  opened_by text not null,
  closes_at timestamptz not null check (closes_at > opened_at),
  closed_at timestamptz,
  -- Who closed it before its time; null when the clock did.
  closed_by text,
  -- Counted in the transaction that closed it, after which no vote is written.
  counts integer[],
  check ((closed_at is null) = (counts is null))
);
create unique index polls_open on polls (show_id) where closed_at is null;
create index polls_of_show on polls (show_id, opened_at desc);

-- One row per person, as in question_wants. The poll's row is the lock of its votes.
create table poll_votes (
  poll_id uuid not null references polls (id),
  visitor_id uuid not null,
  user_id text,
  option integer not null check (option between 0 and 4),
  at timestamptz not null,
  primary key (poll_id, visitor_id)
);
create unique index poll_votes_of_user on poll_votes (poll_id, user_id) where user_id is not null;
create index poll_votes_count on poll_votes (poll_id, option);

create function refuse_late_vote() returns trigger language plpgsql as $$
begin
  if exists (select from polls where id = coalesce(new.poll_id, old.poll_id) and closed_at is not null) then
    raise exception 'The votes of a closed poll stay as they were counted.' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger poll_votes_end before insert or update or delete on poll_votes for each row execute function refuse_late_vote();
