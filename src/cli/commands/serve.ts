/** `oriel serve`: the page, the API and the local model, until Ctrl+C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findAddress } from '#server/address';
import { type Oriel, startOriel } from '#server/oriel';
import { readSettings } from '#server/settings';
import { HomeHeld } from '#store/store';
import { type Command, type Invocation, textValue, WrongOption } from '../command.ts';
import { fetchingLine } from '../progress.ts';

export const command: Command = {
  summary: 'Serve the page, the API and a model on this machine.',
  usage: 'oriel serve [--port N] [--host H] [--open] [--weights NAME]... [--no-weights]',
  example: 'oriel serve --port 4127 --open',
  notes: [
    ['--port N', 'port to listen on; 0 = any free one (default 4127, or the next free one)'],
    ['--host H', '127.0.0.1 (default), localhost or ::1'],
    ['--open', 'open the page in your browser'],
    ['--weights NAME', 'use this local model and fetch no other; may be given several times, the first is the default'],
    ['--no-weights', 'fetch and load no local model'],
  ],
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    open: { type: 'boolean' },
    weights: { type: 'string', multiple: true },
    'no-weights': { type: 'boolean' },
  },
  run: serve,
};

async function serve(invocation: Invocation): Promise<number> {
  const { values, words, terminal, environment, interrupted } = invocation;
  if (words.length > 0)
    throw new WrongOption(`serve takes options only, and "${words[0]}" is none: leave it out, or give a port with --port.`);
  const home = textValue(values, 'home');
  const host = textValue(values, 'host');
  const port = textValue(values, 'port');
  const settings = readSettings(
    {
      ...(home !== undefined && { home }),
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(Array.isArray(values.weights) && { weights: values.weights.filter((name) => typeof name === 'string') }),
      noWeights: values['no-weights'] === true,
      open: values.open === true,
    },
    environment,
  );
  const oriel = await startOriel(settings, { servesPage: true, fetchesByItself: true, say: terminal.say }).catch((error) =>
    tellWhere(error, settings.home),
  );
  if (oriel.takenPort !== undefined)
    terminal.say(`Port ${oriel.takenPort} is taken by another program, so Oriel took the next free one.`);
  const ms = Math.round(performance.now());
  const { name: model, isHere } = await oriel.defaultModel();
  if (values.json) terminal.print(JSON.stringify({ url: oriel.url, model, ms }));
  else {
    const local = settings.usesWeights ? `${model}${isHere ? '' : ' (not here yet)'}` : 'no local model, by --no-weights';
    const rest = `${local} · ${(ms / 1000).toFixed(2)} s`;
    terminal.say(`${terminal.bold(`Oriel is ready: ${oriel.url}`)}  ${terminal.dim(rest)}`);
  }
  const stopWatching = watchWeights(oriel, invocation);
  if (settings.opensBrowser) openPage(oriel.url);
  if (!interrupted.aborted) await once(interrupted, 'abort');
  terminal.say('Stopping; running answers are kept.');
  stopWatching();
  await oriel.close();
  return 0;
}

/** Who starts Oriel a second time mostly wants its page. @throws error, with the address of the one that runs. */
async function tellWhere(error: unknown, home: string): Promise<never> {
  const running = error instanceof HomeHeld ? await findAddress(home) : undefined;
  throw running && error instanceof HomeHeld ? new HomeHeld(`${error.message} Its page is at ${running.url}.`) : error;
}

/** Tells in the terminal what arrives: one line that grows, one sentence when it is done. */
function watchWeights(oriel: Oriel, { terminal }: Invocation): () => void {
  return oriel.onWeights((view) => {
    if (view.state === 'fetching') terminal.progress(fetchingLine(view));
  });
}

function openPage(url: string): void {
  const [program, ...words] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  spawn(program ?? 'xdg-open', [...words, url], { stdio: 'ignore', detached: true }).on('error', () => {});
}
