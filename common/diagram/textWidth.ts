/** Estimates the width of text where no font can be measured. */

/**
 * Widths of ASCII's characters from the space on, in thousandths of the font size, from Helvetica, which most interface fonts are close to.
 */
const ASCII = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
/** Safety margin: some fonts are wider (DejaVu Sans by a sixth). */
const WIDTH_MARGIN = 1.14;

/** @param size of the font, in pixels. @returns width in pixels, estimated for a wide font */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += ASCII[character.codePointAt(0)! - 32] ?? (character < '\u1100' ? 600 : 1000);
  return (width * size * WIDTH_MARGIN) / 1000;
}

/** Shortens a text to a width, with an ellipsis where something is left out. @param room in pixels */
export function fitText(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  const characters = [...text];
  const ellipsis = textWidth('…', size);
  let width = ellipsis;
  let count = 0;
  while (count < characters.length && width + textWidth(characters[count]!, size) <= room)
    width += textWidth(characters[count++]!, size);
  return `${characters.slice(0, count).join('').trimEnd()}…`;
}
