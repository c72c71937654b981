/**
 * A child process without native code, for tests: the true server of calls over `fakeNative`. The name of its file says
 * what befalls it: `crash.gguf` dies in the middle of an answer, and so on.
 */
import { basename } from 'node:path';
import { fakeNative } from './fake-native.ts';
import { serveCalls } from './serve-calls.ts';

/** Steps of an answer before it befalls, and how long each takes, so that there is time to look. */
const STEPS_BEFORE = 4;
const CALL_MS = 30;

serveCalls(async ({ path, sequences }) => {
  const fate = basename(path, '.gguf');
  if (fate === 'crash-at-load') die();
  const native = fakeNative({ sequences, endsAfter: 60 });
  let steps = 0;
  native.beforeCall = async (call) => {
    if (fate !== 'letters') await new Promise((resolve) => setTimeout(resolve, CALL_MS));
    if (!call.startsWith('step') || ++steps < STEPS_BEFORE) return;
    if (fate === 'crash') die();
    if (fate === 'hang') for (;;);
    if (fate === 'stuck') await new Promise(() => {});
    if (fate === 'throw') throw new Error('the batch was refused.');
  };
  return native;
});

function die(): never {
  process.stderr.write('GGML_ASSERT(n_tokens > 0) failed\nwarn: a token looks odd\n');
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
