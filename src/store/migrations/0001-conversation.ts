/** Persons, threads, messages, turns and the event log. */
import type { Migration } from '../migration.ts';

export const conversation: Migration = {
  number: 1,
  name: 'conversation',
  statements: [
    `create table person (
      id text primary key,
      name text not null,
      created_at integer not null
    )`,
    `create table thread (
      id text primary key,
      person_id text not null references person (id) on delete cascade,
      title text,
      pinned integer not null check (pinned in (0, 1)),
      head text,
      created_at integer not null,
      updated_at integer not null,
      deleted_at integer,
      unique (person_id, id)
    )`,
    `create index thread_order on thread (person_id, pinned, updated_at, id)`,
    // A parent is in the same thread, and nobody writes into a thread of another person: the keys say so. `parent_id`
    // has no cascade, because a path of 2,000 messages would be a cascade 2,000 deep: threads go as a whole.
    `create table message (
      id text primary key,
      person_id text not null,
      thread_id text not null,
      parent_id text,
      role text not null check (role in ('system', 'user', 'assistant', 'tool')),
      parts text not null,
      at integer not null,
      turn_id text,
      unique (thread_id, id),
      foreign key (person_id, thread_id) references thread (person_id, id) on delete cascade,
      foreign key (thread_id, parent_id) references message (thread_id, id)
    )`,
    `create index message_parent on message (thread_id, parent_id)`,
    `create table turn (
      id text primary key,
      person_id text not null references person (id) on delete cascade,
      thread_id text not null,
      message_id text not null,
      question_id text not null,
      request_id text,
      vendor text not null,
      model text not null,
      mode text not null check (mode in ('chat', 'document')),
      settings text not null,
      template text,
      started_at integer not null,
      status text not null check (status in ('running', 'ended', 'stopped', 'failed', 'interrupted')),
      kept text not null,
      last_seq integer,
      ended_at integer,
      reason text,
      answered_vendor text,
      snapshot text,
      first_token_ms real,
      total_ms real,
      usage text,
      cost text,
      own_tokens text,
      summary text,
      unique (person_id, request_id),
      foreign key (thread_id, message_id) references message (thread_id, id) on delete cascade
    )`,
    `create index turn_message on turn (thread_id, message_id)`,
    `create index turn_running on turn (started_at) where status = 'running'`,
    `create table turn_event (
      turn_id text not null references turn (id) on delete cascade,
      seq integer not null check (seq > 0),
      at integer not null,
      events text not null,
      primary key (turn_id, seq)
    )`,
    `create table turn_prompt (
      turn_id text primary key references turn (id) on delete cascade,
      person_id text not null,
      codec text not null,
      bytes blob not null
    )`,
    `create table turn_exact (
      turn_id text primary key references turn (id) on delete cascade,
      person_id text not null,
      codec text not null,
      bytes blob not null
    )`,
    `create table preference (
      person_id text not null references person (id) on delete cascade,
      key text not null,
      value text not null,
      primary key (person_id, key)
    )`,
    `create table sighting (
      person_id text not null references person (id) on delete cascade,
      vendor text not null,
      alias text not null,
      snapshot text not null,
      first_seen integer not null,
      last_seen integer not null,
      times integer not null,
      primary key (person_id, vendor, alias, snapshot)
    )`,
  ],
};
