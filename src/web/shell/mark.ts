/** A text cut at its marks, for showing what a search found. */
export type MarkedPiece = { text: string; isMarked: boolean /** Where the piece begins. */; at: number };

/** `marks` are [start, end) in UTF-16 units, in order; those that overlap or leave the text are clipped. */
export function cutAtMarks(text: string, marks: readonly (readonly [number, number])[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let from = 0;
  const add = (to: number, isMarked: boolean) => {
    if (to > from) pieces.push({ text: text.slice(from, to), isMarked, at: from });
    from = Math.max(from, to);
  };
  for (const [start, end] of marks) {
    add(Math.min(start, text.length), false);
    add(Math.min(end, text.length), true);
  }
  add(text.length, false);
  return pieces;
}
