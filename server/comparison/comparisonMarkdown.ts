/** A comparison as Markdown, for pull requests and previews. */
import { t } from '../../common/localization';
import { codeSpan, markdownTable, markdownText, strongName } from '../../common/markdown';
import type { ComparedAttribute, Comparison } from '../../common/protocol';
import { mapPausing } from '../scheduling/pausing';
import {
  changedTexts,
  environmentSentences,
  isEmpty,
  moduleSentence,
  releaseSentences,
  versionSentences,
} from './changeText';
import { environmentChanges, type EnvironmentChanges } from './comparisonGroups';

/** Most rows of all tables together; Git hosts refuse longer texts. */
const MAX_ROWS = 300;

/** '' if nothing has changed and everything was compared. */
export function* comparisonMarkdown(comparison: Comparison): Generator<undefined, string> {
  const { modules, problems } = comparison;
  const summary = [
    ...environmentSentences(comparison, codeSpan),
    ...(yield* mapPausing(modules, module => [moduleSentence(module, codeSpan)])),
  ];
  const releases = releaseSentences(comparison, codeSpan, markdownText);
  const order = versionSentences(comparison, markdownText);
  const environments = yield* environmentChanges(comparison);
  const sections = [
    ...(summary.length > 0 ? [summary.map(line => `- ${line}`).join('\n')] : []),
    ...(releases.length > 0
      ? [[t('**Changes in the framework:**'), '', ...releases.map(line => `- ${line}`)].join('\n')]
      : []),
    ...(order.length > 0
      ? [[t('**Order of Kubernetes versions:**'), '', ...order.map(line => `- ${line}`)].join('\n')]
      : []),
    ...tables(environments),
    ...(problems.length > 0
      ? [
          [
            t('**Not compared:**'),
            '',
            ...problems.map(
              ({ side, module, message }) =>
                `- ${codeSpan(module)} ${side === 'before' ? t('before') : t('after')}: ${markdownText(message)}`,
            ),
          ].join('\n'),
        ]
      : []),
  ];
  return isEmpty(comparison) && problems.length === 0 ? '' : `${sections.join('\n\n')}\n`;
}

function tables(environments: readonly EnvironmentChanges[]): string[] {
  let room = MAX_ROWS;
  const left = environments.reduce((sum, { count }) => sum + count, 0) - MAX_ROWS;
  const sections = environments.map(({ environment, clusters, count }) => {
    const head = `${strongName(environment)} · ${count === 1 ? t('1 attribute') : t('{0} attributes', count)}`;
    const bodies = clusters.flatMap(({ title, cluster, modules }) => {
      const shown: string[][] = [];
      for (const { module, attributes } of modules) {
        for (const attribute of attributes.slice(0, room)) shown.push(row(module === cluster ? '' : module, attribute));
        room -= Math.min(room, attributes.length);
      }
      if (shown.length === 0) return [];
      const name = title === '' ? t('no cluster') : codeSpan(title);
      return [`${name}\n\n${markdownTable([t('attribute'), t('before'), t('after')], shown)}`];
    });
    return [head, ...bodies].join('\n\n');
  });
  return left > 0 ? [...sections, t('…and {0} more.', left)] : sections;
}

function row(module: string, attribute: ComparedAttribute): string[] {
  const name = [...(module === '' ? [] : [module]), attribute.path.join('.')].map(codeSpan).join(' ');
  return [name, ...changedTexts(attribute).map(text => (text === '' ? '' : codeSpan(text)))];
}
