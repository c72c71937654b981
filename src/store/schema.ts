/**
 * The tables as queries see them: one type for every database. Times are epoch ms, flags 0 or 1, JSON is text.
 * Knows no SQL dialect; what the columns are made of is said once, in `migrations/`.
 */
import type { Kysely } from 'kysely';

export type Schema = {
  person: { id: string; name: string; created_at: number };
  thread: {
    id: string;
    person_id: string;
    title: string | null;
    pinned: number;
    head: string | null;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  message: {
    id: string;
    person_id: string;
    thread_id: string;
    parent_id: string | null;
    role: string;
    /** JSON of `Part[]`. */
    parts: string;
    at: number;
    turn_id: string | null;
  };
  turn: {
    id: string;
    person_id: string;
    thread_id: string;
    /** The answer that it writes. */
    message_id: string;
    /** What the answer stands below; the answer itself at the root. */
    question_id: string;
    request_id: string | null;
    vendor: string;
    model: string;
    mode: string;
    settings: string;
    template: string | null;
    started_at: number;
    status: string;
    /** JSON of the parts that the answer had when the turn began. */
    kept: string;
    /** JSON of the turn-start as it was known before the prompt was made; absent in turns of older versions, which have a log. */
    opening: string | null;
    /** From here on: absent while it is running. */
    last_seq: number | null;
    ended_at: number | null;
    reason: string | null;
    answered_vendor: string | null;
    snapshot: string | null;
    first_token_ms: number | null;
    total_ms: number | null;
    usage: string | null;
    cost: string | null;
    /** JSON of the ids that spell the answer's text exactly. */
    own_tokens: string | null;
    /** JSON of the folded turn without tokens. */
    summary: string | null;
  };
  turn_event: { turn_id: string; seq: number; at: number; events: string };
  turn_prompt: { turn_id: string; person_id: string; codec: string; bytes: Uint8Array };
  turn_exact: { turn_id: string; person_id: string; codec: string; bytes: Uint8Array };
  preference: { person_id: string; key: string; value: string };
  sighting: {
    person_id: string;
    vendor: string;
    alias: string;
    snapshot: string;
    first_seen: number;
    last_seen: number;
    times: number;
  };
};

/** Builds every query, and runs those that read. */
export type Queries = Kysely<Schema>;
