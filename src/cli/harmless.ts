/** Text of people and models as a terminal may be given it: what would steer the terminal is spelled. Knows no command. */

/** Controls of the terminal, of the line and of the direction of writing. */
const STEERS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** The same but for what text of many lines and of every script is made of. */
const STEERS_LINES = /(?![\n\t])\p{Cc}/gu;

/** For a place in a line: with escapes for what would steer a terminal, end the line or turn the direction of writing. */
export function harmless(text: string): string {
  return text.replace(STEERS, spelled);
}

/** For lines: newlines, tabs and marks of direction stay, every other control is escaped. */
export function harmlessLines(text: string): string {
  return text.replace(STEERS_LINES, spelled);
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
