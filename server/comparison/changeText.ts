/** The words for single changes, in texts of any format. */
import type { ComparedAttribute, ComparedModule, Comparison } from '../protocol';

/** Longest value that is shown in full. */
const LONGEST = 120;

const KINDS: Readonly<Record<ComparedModule['kind'], string>> = {
  cluster: 'Cluster',
  nodePool: 'Node pool',
  service: 'Service',
  other: 'Module',
};

/** @param quote marks names as code */
export function moduleSentence(module: ComparedModule, quote: (name: string) => string): string {
  const { change, before, after, platform } = module;
  const what = `${KINDS[module.kind]} ${quote(module.name)}${platform === undefined ? '' : ` of ${quote(platform)}`}`;
  const from = before === undefined ? 'no version' : quote(before);
  const to = after === undefined ? 'no version' : quote(after);
  switch (change) {
    case 'added':
      return `${what} added${after === undefined ? '' : ` (${quote(after)})`}`;
    case 'removed':
      return `${what} removed${before === undefined ? '' : ` (${quote(before)})`}`;
    case 'version':
      return `${what}: version ${from} → ${to}`;
    case 'source':
      return `${what}: source ${from} → ${to}`;
  }
}

/** Environments that came and went. */
export const environmentSentences = (comparison: Comparison, quote: (name: string) => string): string[] => [
  ...comparison.addedEnvironments.map(name => `Environment ${quote(name)} added`),
  ...comparison.removedEnvironments.map(name => `Environment ${quote(name)} removed`),
];

/** The value before; '' where there was none. */
export const beforeText = ({ change, before, beforeExpression }: ComparedAttribute): string =>
  change === 'added' ? '' : shortened(beforeExpression ?? JSON.stringify(before ?? null));

/** The value after; '' where there is none any more. */
export const afterText = ({ change, after, afterExpression }: ComparedAttribute): string =>
  change === 'removed' ? '' : shortened(afterExpression ?? JSON.stringify(after ?? null));

const shortened = (text: string): string => {
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
};

export const isEmpty = ({ addedEnvironments, removedEnvironments, modules, attributes }: Comparison): boolean =>
  addedEnvironments.length + removedEnvironments.length + modules.length + attributes.length === 0;
