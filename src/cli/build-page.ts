/** Builds the page if it is stale: what `npm start` does by itself, as a step of `npm test`. */
import { buildPage, isPageFresh } from '#server/page-build';

if (!isPageFresh()) await buildPage();
