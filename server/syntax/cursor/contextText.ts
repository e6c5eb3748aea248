/** Splits strings and heredocs into parts, for the scan around a cursor. */
import type { TextFrame } from './contextFrames';

export interface TextPart {
  /** Offset after the part's last character. */
  readonly end: number;
  /** Offset at which the scan continues: after the quote, the marker, or the start of the interpolation. */
  readonly next: number;
  /** Whether this is the last part; otherwise, an interpolation follows. */
  readonly ends: boolean;
  /** Whether the text ends with its quote or marker. */
  readonly closed: boolean;
}

/** Returns the part from an offset to the end of the text, or to the next `${` or `%{`. */
export function textPart(text: string, frame: TextFrame, from: number, limit: number): TextPart {
  return frame.kind === 'quoted' ? quotedPart(text, from, limit) : heredocPart(text, frame, from, limit);
}

/** A quoted string ends at the end of its line at the latest. */
function quotedPart(text: string, from: number, limit: number): TextPart {
  let at = from;
  while (at < limit) {
    const character = text[at]!;
    if (character === '"') return { end: at, next: at + 1, ends: true, closed: true };
    if (character === '\n' || (character === '\r' && text[at + 1] === '\n')) break;
    if (character === '\\' && text[at + 1] !== '\n' && text[at + 1] !== '\r') at += 2;
    else if (isEscapedSequence(text, at)) at += 3;
    else if (isSequence(text, at)) return { end: at, next: at + 2, ends: false, closed: false };
    else at++;
  }
  const end = Math.min(at, limit);
  return { end, next: end, ends: true, closed: false };
}

function heredocPart(text: string, { marker, start }: TextFrame, from: number, limit: number): TextPart {
  let at = from;
  for (;;) {
    if (at === start || text[at - 1] === '\n') {
      const newline = text.indexOf('\n', at);
      const lineEnd = newline < 0 ? limit : Math.min(newline, limit);
      if (text.slice(at, lineEnd).trim() === marker) return { end: at, next: lineEnd, ends: true, closed: true };
    }
    while (at < limit && text[at] !== '\n') {
      if (isEscapedSequence(text, at)) at += 3;
      else if (isSequence(text, at)) return { end: at, next: at + 2, ends: false, closed: false };
      else at++;
    }
    if (at >= limit) return { end: limit, next: limit, ends: true, closed: false };
    at++;
  }
}

const isSequence = (text: string, at: number): boolean =>
  (text[at] === '$' || text[at] === '%') && text[at + 1] === '{';
/** Whether `$${` or `%%{` is at an offset, which escape a sequence. */
const isEscapedSequence = (text: string, at: number): boolean =>
  (text[at] === '$' || text[at] === '%') && text[at + 1] === text[at] && text[at + 2] === '{';
