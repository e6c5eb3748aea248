/** Prints changed objects as lines of plain text, and as Markdown for reviewers. */
import { t } from '../localization';
import { codeSpan, markdownTable, markdownText, strongName } from '../markdown';
import { shortenedPair } from '../shortened';
import type { FieldChange, ObjectChange, ObjectComparison } from './objectComparison';

const SIGNS: Readonly<Record<ObjectChange['change'], string>> = { added: '+', removed: '-', changed: '~' };

/** Longest value that is shown in full. */
const MAX_TEXT_LENGTH = 120;
/** Maximum number of rows of all tables together; Git hosts refuse longer texts. */
const MAX_ROWS = 300;
/** Maximum number of fields of one object. */
const MAX_FIELDS = 20;

/** `Deployment kube-system/metrics-server` */
export const objectTitle = ({ kind, namespace, name }: Pick<ObjectChange, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

/** No lines if nothing changes. */
export function objectChangeLines({ changes }: ObjectComparison): string[] {
  const lines: string[] = [];
  for (const [environment, ofEnvironment] of grouped(changes, each => each.environment)) {
    lines.push('', t('Kubernetes objects in {0}', environment));
    for (const [service, ofService] of grouped(ofEnvironment, serviceTitle)) {
      lines.push(`  ${service}`);
      for (const each of ofService) {
        lines.push(`    ${SIGNS[each.change]} ${objectTitle(each)}`);
        for (const field of shownFields(each)) lines.push(`        ${field.path}: ${valuesOf(field).join(' → ')}`);
        const more = each.fields.length - MAX_FIELDS;
        if (more > 0) lines.push(`        ${t('…and {0} more.', more)}`);
      }
    }
  }
  return lines.slice(1);
}

/** '' if nothing changes and everything was compared. */
export function objectChangesMarkdown({ changes, problems }: ObjectComparison): string {
  let room = MAX_ROWS;
  const sections: string[] = [];
  for (const [environment, ofEnvironment] of grouped(changes, each => each.environment)) {
    const count = ofEnvironment.length;
    sections.push(`${strongName(environment)} · ${count === 1 ? t('1 object') : t('{0} objects', count)}`);
    for (const [service, ofService] of grouped(ofEnvironment, serviceTitle)) {
      const rows = ofService.flatMap(rowsOf).slice(0, Math.max(0, room));
      room -= rows.length;
      if (rows.length > 0)
        sections.push(
          `${codeSpan(service)}\n\n${markdownTable([t('object'), t('field'), t('before'), t('after')], rows)}`,
        );
    }
  }
  const left = changes.flatMap(rowsOf).length - MAX_ROWS;
  if (left > 0) sections.push(t('…and {0} more.', left));
  if (problems.length > 0)
    sections.push([t('**Not rendered:**'), '', ...problems.map(problem => `- ${markdownText(problem)}`)].join('\n'));
  return sections.length === 0 ? '' : `${sections.join('\n\n')}\n`;
}

function rowsOf(change: ObjectChange): string[][] {
  const object = codeSpan(objectTitle(change));
  if (change.change !== 'changed') return [[object, change.change === 'added' ? t('added') : t('removed'), '', '']];
  const rows = shownFields(change).map(field => [
    object,
    codeSpan(field.path),
    ...valuesOf(field).map(text => (text === '' ? '' : codeSpan(text))),
  ]);
  const more = change.fields.length - MAX_FIELDS;
  return more > 0 ? [...rows, [object, t('…and {0} more', more), '', '']] : rows;
}

const shownFields = ({ fields }: ObjectChange): readonly FieldChange[] => fields.slice(0, MAX_FIELDS);

const serviceTitle = ({ module, platform }: ObjectChange): string =>
  platform === undefined ? module : `${platform}: ${module}`;

function valuesOf(field: FieldChange): string[] {
  const text = (side: 'before' | 'after'): string => (side in field ? printed(field[side]) : '');
  const [before, after] = shortenedPair(text('before'), text('after'), MAX_TEXT_LENGTH);
  return [before, after];
}

const printed = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? '';

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}
