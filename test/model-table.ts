/**
 * Writes src/domain/catalogue/models.generated.ts from a catalogue of published facts (see SOURCES in
 * src/domain/catalogue/model.ts). Run: node test/model-table.ts CATALOGUE.json
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Numbers = { input?: number; output?: number; cacheRead?: number; cacheWrite?: number };
type Row = {
  vendor: string;
  channel?: string;
  id: string;
  usdPerMillion: Numbers | null;
  tiers?: (Numbers & { inputTokensAbove: number })[];
  context: number | null;
  maxOutput: number | null;
  cutoff: string | null;
  from: Record<string, string>;
};

const [file] = process.argv.slice(2);
if (!file) throw new Error('Say which catalogue: node test/model-table.ts CATALOGUE.json');
const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];

/** Other ways to reach a vendor have their own prices and are not listed here. */
const listed = rows.filter(({ channel }) => channel === undefined);

/** The sources write 0 where they know no price, and none of them says of a model that it is free: such a price is unknown. */
function rates({ input, output, cacheRead, cacheWrite }: Numbers): Record<string, string> {
  const known = Object.entries({ input, output, cacheRead, cacheWrite }).filter(([, usd]) => usd !== undefined && usd !== 0);
  return Object.fromEntries(known.map(([name, usd]) => [name, String(usd)]));
}

const lines = listed.map(({ vendor, id, usdPerMillion, tiers, context, maxOutput, cutoff, from }) =>
  JSON.stringify({
    vendor,
    model: id,
    ...(usdPerMillion &&
      Object.keys(rates(usdPerMillion)).length > 0 && { usd: rates(usdPerMillion), source: from.input ?? from.output }),
    ...(tiers && { tiers: tiers.map((tier) => ({ above: tier.inputTokensAbove, usd: rates(tier) })) }),
    ...(context !== null && { window: context }),
    ...(maxOutput !== null && { maxOutput }),
    ...(cutoff !== null && { knowsUntil: cutoff, knowsUntilFrom: from.cutoff }),
  }),
);

writeFileSync(
  new URL('../src/domain/catalogue/models.generated.ts', import.meta.url),
  `/** Made by test/model-table.ts: facts as third parties list them. */
import type { ListedModel } from './model.ts';

export const MODELS: readonly ListedModel[] = [
${lines.map((line) => `  ${line},`).join('\n')}
];
`,
);
console.log(`${lines.length} models`);
