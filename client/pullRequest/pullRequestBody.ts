/** The body of a pull request: the user's text, and a generated part that every update replaces. */
import { markdownText } from '../../common/markdown';
import { shortened } from '../../common/shortened';
import { visibleText } from '../../common/visibleText';
import { documentSections, type SectionTexts } from '../../common/review/documentSections';
import { t } from '../../common/localization';

export interface PullRequestBodyInput {
  /** The repository's pull request template, if any. */
  template?: string;
  /** Subjects of the commits, oldest first. */
  subjects: readonly string[];
  /** The sections of the review. */
  texts: SectionTexts;
  /** Why there are no values. */
  problem?: string;
  /** Sections with their headings. */
  checks: string;
  /** The summary of the plans, shortened to a number of UTF-16 units. */
  plan?: (length: number) => string;
}

/** Markers around the generated part. Link definitions are invisible on all Git hosts, unlike HTML comments. */
const BEGIN = '[//]: # (kubestack: begin)';
const END = '[//]: # (kubestack: end)';

/** Maximum number of listed commits. The rest is only counted. */
const MAX_SUBJECTS = 50;

/**
 * Puts the repository's template last, since an unclosed comment or `<details>` in it would hide the text after it.
 *
 * @param length maximum length of a body in UTF-16 units; at least half of it is for the generated part.
 */
export function newBody(parts: PullRequestBodyInput, length: number): string {
  const list = subjectList(parts.subjects, Math.min(MAX_SUBJECTS, Math.floor(length / 600)));
  const template = parts.template?.trim() ?? '';
  const around = [list, template].reduce((sum, text) => sum + (text === '' ? 0 : text.length + 2), 0);
  const own = generatedPart(parts, Math.max(length - around, Math.floor(length / 2)));
  const body = [list, own, template].filter(text => text !== '').join('\n\n');
  return body.length > length ? wholeLines(body, length) : body;
}

/**
 * The body of an existing pull request with an updated generated part. Other text is kept. If the generated part was removed, it is not added again.
 */
export function renewedBody(body: string, parts: PullRequestBodyInput, length: number): string {
  const range = generatedRange(body);
  if (!range) return body;
  const rest = body.slice(range.end);
  return `${body.slice(0, range.start)}${generatedPart(parts, length - range.start - rest.length)}${rest}`;
}

/** Finds the generated part between lines that consist of the markers, since a value in it can contain a marker's text. */
function generatedRange(body: string): { readonly start: number; readonly end: number } | undefined {
  const marks = [...body.matchAll(/^\[\/\/\]: # \(kubestack: (begin|end)\)(?=\r?$)/gm)];
  const first = marks.findIndex(([, mark]) => mark === 'begin');
  const last = marks.slice(first + 1).find(([, mark]) => mark === 'end');
  if (first < 0 || !last) return undefined;
  return { start: marks[first]!.index, end: last.index + last[0].length };
}

/** Lists the commits, unless there is only one, whose subject is the title. */
function subjectList(subjects: readonly string[], most: number): string {
  if (subjects.length < 2) return '';
  const more = subjects.length - most;
  return [
    ...subjects.slice(0, most).map(subject => `- ${markdownText(shortened(visibleText(subject), 200))}`),
    ...(more > 0 ? [`- ${t('and {0} more', more)}`] : []),
  ].join('\n');
}

function generatedPart(parts: PullRequestBodyInput, length: number): string {
  const sections = [
    ...documentSections(parts.texts, {
      first: 'forecast',
      unchanged: { values: t('No environment changes.') },
      unknown: { values: `_${parts.problem ?? t('Not compared.')}_` },
    }),
    parts.checks,
  ];
  const note = `_${t('Shortened: the Git host limits the length of the description.')}_`;
  const whole = length - BEGIN.length - END.length - 4;
  // The plan summary shortens itself and gets at least a third of the length.
  const others = sections.reduce((sum, section) => sum + section.length + 2, 0);
  const plan = parts.plan?.(Math.max(whole - others - 4, Math.floor(whole / 3))).trim();
  const room = whole - (plan === undefined ? 0 : plan.length + 2);
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
  return [BEGIN, ...kept, ...(plan === undefined ? [] : [plan]), END].join('\n\n');
}

const CLOSING = '</details>';

/** Returns as many lines as fit, without ending in a table's head or a heading. */
function wholeLines(text: string, length: number): string {
  const lines = text
    .slice(0, Math.max(0, length - CLOSING.length - 2))
    .split('\n')
    .slice(0, -1);
  while (/^(?:#+ .*|\|.*|\*\*.*|\s*)$/.test(lines.at(-1) ?? 'text')) {
    if (/^\|(?! ---)/.test(lines.at(-1) ?? '') && /^\|/.test(lines.at(-2) ?? '')) break;
    lines.pop();
  }
  // Closes an open `<details>`, which would hide the note.
  const open =
    lines.filter(line => line.includes('<details>')).length - lines.filter(line => line.includes(CLOSING)).length;
  return [...lines, ...(open > 0 ? ['', CLOSING] : [])].join('\n');
}
