/** The words for single changes, in texts of any format. */
import { shortenedPair } from '../../common/shortened';
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/protocol';

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

/** The values before and after, on one line each and shortened; '' where there is none. */
export function changedTexts({
  change,
  before,
  beforeExpression,
  after,
  afterExpression,
}: ComparedAttribute): string[] {
  const from = change === 'added' ? '' : (beforeExpression ?? JSON.stringify(before ?? null));
  const to = change === 'removed' ? '' : (afterExpression ?? JSON.stringify(after ?? null));
  return shortenedPair(from, to, LONGEST);
}

export const isEmpty = ({ addedEnvironments, removedEnvironments, modules, attributes }: Comparison): boolean =>
  addedEnvironments.length + removedEnvironments.length + modules.length + attributes.length === 0;
