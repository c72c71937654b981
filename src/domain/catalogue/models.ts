/** The models that are listed, by name. Loaded by the page when it is first needed: it is a table. */
import type { ListedModel } from './model.ts';
import { MODELS } from './models.generated.ts';

export { MODELS };

/** `vendor/model`, or a bare name that only one vendor has. No model is found by likeness of names. */
export function listedModel(name: string): ListedModel | undefined {
  const cut = name.indexOf('/');
  const found = MODELS.filter(({ vendor, model }) => (cut < 0 ? model === name : `${vendor}/${model}` === name));
  return found.length === 1 ? found[0] : undefined;
}
