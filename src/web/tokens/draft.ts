/**
 * What stood on the Tokens page last, in this tab: a look at another page or a reload loses nothing. Kept in the browser once
 * the typing rests; what is too large for that lives as long as the page.
 */
import { type Choice, choiceOf } from './share-link.ts';

const PLACE = 'oriel.tokens';
const SAVE_AFTER_MS = 300;
/** Characters of JSON; more is not kept over a reload. */
const LARGEST = 2_000_000;

let last: Choice | undefined;
let saving: ReturnType<typeof setTimeout> | undefined;

export function keptDraft(): Choice | undefined {
  if (last) return last;
  try {
    return choiceOf(JSON.parse(sessionStorage.getItem(PLACE) ?? 'null'));
  } catch {
    return undefined;
  }
}

export function keepDraft(choice: Choice): void {
  last = choice;
  clearTimeout(saving);
  saving = setTimeout(saveDraft, SAVE_AFTER_MS);
}

/** At once, when the page goes. */
export function saveDraft(): void {
  if (saving === undefined || !last) return;
  clearTimeout(saving);
  saving = undefined;
  try {
    // Where the newest does not fit, an older one would be a lie.
    sessionStorage.removeItem(PLACE);
    if (last.text.length > LARGEST) return;
    const text = JSON.stringify(last);
    if (text.length <= LARGEST) sessionStorage.setItem(PLACE, text);
  } catch {
    // Storage is full or switched off: the draft lives as long as the page.
  }
}
