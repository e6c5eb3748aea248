/** Describes single changes, for all text formats. */
import { enumeration, type Localizable, localizable, localized, sentences, t } from '../../common/localization';
import { shortenedPair } from '../../common/shortened';
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/protocol';

/** Longest value that is shown in full. */
const MAX_TEXT_LENGTH = 120;

const KINDS: Readonly<Record<ComparedModule['kind'], Localizable>> = {
  cluster: localizable('Cluster'),
  nodePool: localizable('Node pool'),
  service: localizable('Service'),
  other: localizable('Module'),
};

/** @param quote marks names as code */
export function moduleSentence(module: ComparedModule, quote: (name: string) => string): string {
  const { change, before, after, platform } = module;
  const named = `${localized(KINDS[module.kind])} ${quote(module.name)}`;
  const what = platform === undefined ? named : t('{0} of {1}', named, quote(platform));
  const from = before === undefined ? t('no version') : quote(before);
  const to = after === undefined ? t('no version') : quote(after);
  switch (change) {
    case 'added':
      return t('{0} added', after === undefined ? what : `${what} (${quote(after)})`);
    case 'removed':
      return t('{0} removed', before === undefined ? what : `${what} (${quote(before)})`);
    case 'version':
      return t('{0}: version {1} → {2}', what, from, to);
    case 'source':
      return t('{0}: source {1} → {2}', what, from, to);
  }
}

/** Added and removed environments. */
export const environmentSentences = (comparison: Comparison, quote: (name: string) => string): string[] => [
  ...comparison.addedEnvironments.map(name => t('Environment {0} added', quote(name))),
  ...comparison.removedEnvironments.map(name => t('Environment {0} removed', quote(name))),
];

/** What changed versions of the framework apply differently: `v0.16.0-beta.0, eks_zero: …`. */
export const releaseSentences = (
  { releaseChanges = [] }: Comparison,
  quote: (name: string) => string,
  shown: (text: string) => string = quote,
): string[] =>
  releaseChanges.map(({ release, modules, summary, action }) =>
    t('{0}, {1}: {2}', quote(release), enumeration(modules.map(quote)), shown(sentences(summary, action))),
  );

/** Versions of Kubernetes that skip one, or reach a later environment first. */
export const versionSentences = (
  { versionOrder = [] }: Comparison,
  shown: (text: string) => string = text => text,
): string[] => versionOrder.map(({ message }) => shown(message));

/** The values before and after, on one line each and shortened; '' for a missing value. */
export function changedTexts({
  change,
  before,
  beforeExpression,
  after,
  afterExpression,
}: ComparedAttribute): string[] {
  const from = change === 'added' ? '' : (beforeExpression ?? JSON.stringify(before ?? null));
  const to = change === 'removed' ? '' : (afterExpression ?? JSON.stringify(after ?? null));
  return shortenedPair(from, to, MAX_TEXT_LENGTH);
}

export const isEmpty = ({ addedEnvironments, removedEnvironments, modules, attributes }: Comparison): boolean =>
  addedEnvironments.length + removedEnvironments.length + modules.length + attributes.length === 0;
