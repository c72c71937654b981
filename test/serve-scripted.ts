/** Serves the scripted model until it is stopped, to look at the page without weights: `npm run oriel` is the real one. */
import { startScripted } from './scripted-oriel.ts';

const oriel = await startScripted({
  tokensPerSecond: Number(process.env.TOKENS_PER_SECOND ?? 60),
  port: Number(process.env.PORT ?? 0),
});
console.log(oriel.url);
process.once('SIGINT', () => void oriel.close());
process.once('SIGTERM', () => void oriel.close());
