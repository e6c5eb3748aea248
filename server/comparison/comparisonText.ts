/** A comparison as lines of plain text, for terminals. */
import { now } from '../../common/now';
import { append } from '../../common/lists';
import type { ComparedAttribute, Comparison } from '../../common/protocol';
import { changedTexts, environmentSentences, moduleSentence, releaseSentences, versionSentences } from './changeText';
import { environmentChanges } from './comparisonGroups';

const SIGNS: Readonly<Record<ComparedAttribute['change'], string>> = { added: '+', removed: '-', changed: '~' };

/** No lines if nothing has changed. */
export function comparisonLines(comparison: Comparison): string[] {
  const plain = (name: string): string => name;
  const lines = [
    ...environmentSentences(comparison, plain),
    ...comparison.modules.map(module => moduleSentence(module, plain)),
    ...releaseSentences(comparison, plain),
    ...versionSentences(comparison),
  ];
  for (const { environment, clusters } of now(environmentChanges(comparison))) {
    if (lines.length > 0) lines.push('');
    lines.push(environment);
    for (const { title, cluster, modules } of clusters) {
      if (title !== '') lines.push(`  ${title}`);
      for (const { module, attributes } of modules) {
        if (module !== cluster) lines.push(`    ${module}`);
        append(lines, attributes.map(line));
      }
    }
  }
  return lines;
}

function line(attribute: ComparedAttribute): string {
  const values = changedTexts(attribute).filter(text => text !== '');
  return `      ${SIGNS[attribute.change]} ${attribute.path.join('.')}: ${values.join(' → ')}`;
}
