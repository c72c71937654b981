/**
 * The token worker of the page: one thread for all that may take long, so that no text can freeze the page. Answers asks
 * in order; encodings are fetched when they are first needed. Whoever started it ends it when an answer takes too long.
 */
import { pageEncoders } from './page-encoders.ts';
import { type Sent, textReceiver } from './text-relay.ts';
import { tokenDesk } from './token-desk.ts';

export type Question = { job: number } & Sent;
export type Reply = { job: number } & ({ answer: unknown } | { failure: string });

const desk = tokenDesk(pageEncoders(fetchEncoding));
const receive = textReceiver();

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const reply = await replyTo(data);
  self.postMessage(reply);
};

async function replyTo({ job, ...sent }: Question): Promise<Reply> {
  const ask = receive(sent);
  try {
    return { job, answer: await desk.answer(ask) };
  } catch (error) {
    return { job, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function fetchEncoding(file: string): Promise<Uint8Array> {
  const response = await fetch(`/encodings/${file}.bin`);
  if (!response.ok)
    throw new Error(`The encoding ${file} could not be fetched: the server answered ${response.status}. Try again.`);
  return new Uint8Array(await response.arrayBuffer());
}
