/** The models that are listed, by name. Loaded by the page when it is first needed: it is a table. */
import type { ListedModel } from './model.ts';
import { MODELS } from './models.generated.ts';

export { MODELS };

/**
 * `vendor/model`, or a bare name that only one vendor has; in capitals too, as people write names. No model is found by
 * likeness of names.
 */
export function listedModel(name: string): ListedModel | undefined {
  const nameOf = ({ vendor, model }: ListedModel) => (name.includes('/') ? `${vendor}/${model}` : model);
  const exact = MODELS.filter((listed) => nameOf(listed) === name);
  const found = exact.length > 0 ? exact : MODELS.filter((listed) => nameOf(listed).toLowerCase() === name.toLowerCase());
  return found.length === 1 ? found[0] : undefined;
}
