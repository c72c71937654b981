/**
 * Serves the scripted model until it is stopped, to look at the page without weights: `npm run oriel` is the real one.
 * With RECITE it recites one text, goes on where it was cut, and is the one that the tests kill.
 */
import { recite } from './recital.ts';
import { startScripted } from './scripted-oriel.ts';

const { TOKENS_PER_SECOND, PORT, ORIEL_HOME, RECITE, LOAD_MS } = process.env;
const oriel = await startScripted({
  tokensPerSecond: Number(TOKENS_PER_SECOND ?? 60),
  port: Number(PORT ?? 0),
  loadMs: Number(LOAD_MS ?? 0),
  ...(ORIEL_HOME && { home: ORIEL_HOME }),
  ...(RECITE && { script: recite() }),
});
console.log(oriel.url);
process.once('SIGINT', () => void oriel.close());
process.once('SIGTERM', () => void oriel.close());
