/** Branch names in scripts, for every system. */
import type { BranchName } from './event';
import { refPatterns } from './shell/refPatterns';
import { rangeInScalar } from './yaml/scalarSource';
import type { TextRange, YamlScalar } from './yaml/tree';

/** Branch names that a script compares with. */
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
