/**
 * The catalogue in the page: which models are listed, and what one of them is said to cost and to know. A table of some hundred
 * models, loaded when it is first needed.
 */
import { useEffect, useState } from 'react';
import type { ListedModel } from '#domain/catalogue/model';

type Catalogue = typeof import('#domain/catalogue/models');

/** Undefined until it has come, or while nobody wants it. */
export function useCatalogue(isWanted = true): Catalogue | undefined {
  const [catalogue, setCatalogue] = useState<Catalogue>();
  useEffect(() => {
    if (!isWanted) return;
    let isMounted = true;
    import('#domain/catalogue/models').then(
      (loaded) => isMounted && setCatalogue(loaded),
      () => undefined, // Without it nothing is known of prices.
    );
    return () => {
      isMounted = false;
    };
  }, [isWanted]);
  return catalogue;
}

/** The first of these names that is listed (`vendor/model`): the snapshot that answered before the alias that was asked. */
export function useListedModel(...names: (string | undefined)[]): ListedModel | undefined {
  const wanted = names.filter((name) => name !== undefined && !name.startsWith('local/'));
  const catalogue = useCatalogue(wanted.length > 0);
  for (const name of wanted) {
    const listed = catalogue?.listedModel(name ?? '');
    if (listed) return listed;
  }
  return undefined;
}
