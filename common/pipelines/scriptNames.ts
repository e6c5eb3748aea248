/** Names of branches in scripts, whatever system runs them. */
import type { BranchName } from './event';
import { refPatterns } from './shell/refPatterns';
import { rangeInScalar } from './yaml/scalarSource';
import type { TextRange, YamlScalar } from './yaml/tree';

/** Names of branches that a script tells apart. */
export function scriptNames(node: YamlScalar): BranchName[] {
  const byCondition = new Map<number, Map<string, TextRange>>();
  for (const { text, end, isTag, condition } of refPatterns(String(node.value))) {
    if (isTag) continue;
    const name = text.replace(/^refs\/heads\//, '');
    const names = byCondition.get(condition) ?? new Map<string, TextRange>();
    byCondition.set(condition, names.set(name, rangeInScalar(node, end - name.length, end)));
  }
  return [...byCondition.values()].map(names => ({ names }));
}
