/** The body of a pull request: what a person writes, and a part of ours that is renewed with every update. */
import type { Localize } from '../localize';

export interface BodyParts {
  /** What the repository asks to fill in, where it has a template. */
  template?: string;
  /** Subjects of the commits, oldest first. */
  subjects: readonly string[];
  /** The comparison as Markdown; '' where no environment changes; undefined where it could not be had, with `problem` saying why. */
  comparison?: string;
  problem?: string;
  /** Sections with their headings. */
  checks: string;
  plan?: string;
}

/** Link definitions: no forge shows them. HTML comments would be shown by some. */
const begin = '[//]: # (kubestack: begin)';
const end = '[//]: # (kubestack: end)';

/** @param length longest body that the forge takes, in UTF-16 units. */
export function newBody(parts: BodyParts, length: number, t: Localize): string {
  const opening = openingText(parts);
  const own = generatedPart(parts, length - opening.length - 2, t);
  return opening === '' ? own : `${opening}\n\n${own}`;
}

/**
 * The body of a pull request that exists, with our part renewed in its place. All other text stays as it is; where our part was taken
 * out it is not put back.
 */
export function renewedBody(body: string, parts: BodyParts, length: number, t: Localize): string {
  const from = body.indexOf(begin);
  const to = body.indexOf(end, from);
  if (from < 0 || to < 0) return body;
  const rest = body.slice(to + end.length);
  return `${body.slice(0, from)}${generatedPart(parts, length - from - rest.length, t)}${rest}`;
}

/** True where `renewedBody` has something to renew. */
export function hasGeneratedPart(body: string): boolean {
  return body.indexOf(end, body.indexOf(begin)) > 0 && body.includes(begin);
}

function openingText({ template, subjects }: BodyParts): string {
  const list = subjects.length > 1 ? subjects.map(subject => `- ${subject}`).join('\n') : '';
  return [template?.trim() ?? '', list].filter(text => text !== '').join('\n\n');
}

function generatedPart(parts: BodyParts, length: number, t: Localize): string {
  const sections = [
    comparisonSection(parts, t),
    parts.checks,
    ...(parts.plan === undefined ? [] : [parts.plan.trim()]),
  ];
  const note = `_${t('Shortened: the forge takes no longer text.')}_`;
  const room = length - begin.length - end.length - 4;
  const kept: string[] = [];
  let used = 0;
  for (const section of sections) {
    const left = room - used - note.length - 4;
    if (section.length > left) {
      const lines = wholeLines(section, left);
      kept.push(...(lines === '' ? [] : [lines]), note);
      break;
    }
    kept.push(section);
    used += section.length + 2;
  }
  return [begin, ...kept, end].join('\n\n');
}

const closing = '</details>';

/** As many lines as fit; not the head of a table or a heading alone. */
function wholeLines(text: string, length: number): string {
  const lines = text
    .slice(0, Math.max(0, length - closing.length - 2))
    .split('\n')
    .slice(0, -1);
  while (/^(?:#+ .*|\|.*|\*\*.*|\s*)$/.test(lines.at(-1) ?? 'text')) {
    if (/^\|(?! ---)/.test(lines.at(-1) ?? '') && /^\|/.test(lines.at(-2) ?? '')) break;
    lines.pop();
  }
  // What is folded must be closed, or the note is folded away.
  const open =
    lines.filter(line => line.includes('<details>')).length - lines.filter(line => line.includes(closing)).length;
  return [...lines, ...(open > 0 ? ['', closing] : [])].join('\n');
}

function comparisonSection({ comparison, problem }: BodyParts, t: Localize): string {
  const heading = `## ${t('Effective configuration')}`;
  if (comparison === undefined) return `${heading}\n\n_${problem ?? t('Not compared.')}_`;
  return `${heading}\n\n${comparison.trim() === '' ? t('No environment changes.') : comparison.trim()}`;
}
