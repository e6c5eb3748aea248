/** The form of a pull request as a text: the title is the first line, as in the message of a commit. */

export interface DraftText {
  title: string;
  body: string;
}

export function draftText({ title, body }: DraftText): string {
  return `${title}\n\n${body.trim()}\n`;
}

/** @returns the title without the mark of a heading that somebody may have put there; empty when the text is. */
export function parseDraft(text: string): DraftText {
  const lines = text.replaceAll('\r\n', '\n').trim().split('\n');
  const title = (lines[0] ?? '').replace(/^#+\s+/, '').trim();
  return { title, body: lines.slice(1).join('\n').trim() };
}
