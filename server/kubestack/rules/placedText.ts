import type { Span } from '../../syntax/ast';

/** A text in a file. Offsets are those in the file. */
export interface PlacedText extends Span {
  readonly text: string;
}
