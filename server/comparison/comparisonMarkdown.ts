/** A comparison as Markdown, for pull requests and previews. */
import type { ComparedAttribute, Comparison } from '../protocol';
import { afterText, beforeText, environmentSentences, isEmpty, moduleSentence } from './changeText';
import { environmentChanges, type EnvironmentChanges } from './comparisonGroups';

/** Rows of all tables together; forges refuse longer texts. */
const MOST_ROWS = 300;

/** '' where nothing has changed and everything is understood. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { modules, problems } = comparison;
  const summary = [...environmentSentences(comparison, code), ...modules.map(module => moduleSentence(module, code))];
  const environments = environmentChanges(comparison);
  const sections = [
    ...(summary.length > 0 ? [summary.map(line => `- ${line}`).join('\n')] : []),
    ...tables(environments),
    ...(problems.length > 0
      ? [
          [
            '**Not compared:**',
            '',
            ...problems.map(({ side, module, message }) => `- ${code(module)} ${side}: ${escaped(message)}`),
          ].join('\n'),
        ]
      : []),
  ];
  return isEmpty(comparison) && problems.length === 0 ? '' : `${sections.join('\n\n')}\n`;
}

function tables(environments: readonly EnvironmentChanges[]): string[] {
  let room = MOST_ROWS;
  const left = environments.reduce((sum, { count }) => sum + count, 0) - MOST_ROWS;
  const sections = environments.map(({ environment, clusters, count }) => {
    const head = `**${escaped(environment)}** · ${count === 1 ? '1 attribute' : `${count} attributes`}`;
    const bodies = clusters.flatMap(({ title, cluster, modules }) => {
      const rows = modules.flatMap(({ module, attributes }) =>
        attributes.map(attribute => row(module === cluster ? '' : module, attribute)),
      );
      const shown = rows.slice(0, Math.max(0, room));
      room -= shown.length;
      if (shown.length === 0) return [];
      const name = title === '' ? 'no cluster' : code(title);
      return [[name, '', '| attribute | before | after |', '| --- | --- | --- |', ...shown].join('\n')];
    });
    return [head, ...bodies].join('\n\n');
  });
  return left > 0 ? [...sections, `…and ${left} more.`] : sections;
}

function row(module: string, attribute: ComparedAttribute): string {
  const name = [...(module === '' ? [] : [module]), attribute.path.join('.')].map(code).join(' ');
  const cell = (text: string): string => (text === '' ? '' : code(text));
  return `| ${name} | ${cell(beforeText(attribute))} | ${cell(afterText(attribute))} |`;
}

/** Also inside a table: a bar would end the cell, and backticks the code. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = fence.length > 1 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
