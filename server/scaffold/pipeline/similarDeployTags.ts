/** Extends a pipeline that a team has written: what it does for the deploy tags of one environment, it also does for another environment. */

/** Maximum number of characters of a pipeline that is extended. */
const MAX_PIPELINE_LENGTH = 200_000;

export interface SimilarEnvironments {
  /** The environment whose deploy tags are handled already. */
  readonly like: string;
  readonly name: string;
  /** All environments, since the name of one can begin with that of another. */
  readonly all: readonly string[];
}

interface FilterSearch extends SimilarEnvironments {
  /** Whether the pipeline has no such filter yet. */
  readonly isNew: (filter: string) => boolean;
}

/**
 * Repeats filters of tags, and alternatives of conditions, with another environment. The caller decides whether the result does what it should.
 * @returns undefined if the text names no deploy tag of the environment
 */
export function withSimilarTags(text: string, others: SimilarEnvironments): string | undefined {
  const environments = { ...others, isNew: (filter: string) => !text.includes(filter) };
  if (text.length > MAX_PIPELINE_LENGTH) return undefined;
  const lines = text.split('\n');
  const written: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, indent = '', bullet = '', key, value = ''] =
      /^([ \t]*)((?:-[ \t]+)?)(?:(if|tags):)?(.*)$/.exec(line.trimEnd()) ?? [];
    if (key === undefined && bullet !== '')
      written.push(line, ...similarItem(`${indent}${bullet}`, value, environments));
    else if (key === 'tags') written.push(withSimilarItems(line, environments));
    else if (key === 'if') {
      const first = at;
      const inner = indent.length + bullet.length;
      const isInner = (next: string | undefined): boolean =>
        next !== undefined && (next.trim() === '' || /^[ \t]*/.exec(next)![0].length > inner);
      if (/^[ \t]*[|>][+-]?$/.test(value)) while (isInner(lines[at + 1])) at++;
      written.push(withAlternatives(lines.slice(first, at + 1).join('\n'), environments));
    } else written.push(line);
  }
  const changed = written.join('\n');
  return changed === text ? undefined : changed;
}

/** The next item of a list of filters: in a block. */
function similarItem(head: string, value: string, environments: FilterSearch): string[] {
  const other = similarFilter(value, environments);
  return other === undefined ? [] : [`${head}${JSON.stringify(other)}`];
}

/** A list of filters in brackets. */
function withSimilarItems(line: string, environments: FilterSearch): string {
  const end = line.lastIndexOf(']');
  const start = line.indexOf('[');
  if (start < 0 || end < start) return line;
  const added = line
    .slice(start + 1, end)
    .split(',')
    .flatMap(item => similarFilter(item.trim(), environments) ?? []);
  return line.slice(0, end) + added.map(filter => `, ${JSON.stringify(filter)}`).join('') + line.slice(end);
}

const similarFilter = (item: string, environments: FilterSearch): string | undefined => {
  const filter = /^(["']?)([\w.+/@*-]+)\1$/.exec(item)?.[2];
  const other = filter?.includes('*') ? renamed(filter, environments) : undefined;
  // A team may have prepared the filters for the next environment.
  return other !== undefined && environments.isNew(other) ? other : undefined;
};

/** @param condition with its key */
function withAlternatives(condition: string, environments: SimilarEnvironments): string {
  const alternatives = alternativesOf(condition);
  return alternatives
    .map(alternative => {
      // Around it are quotes of YAML, the braces of an expression, the sign of a block scalar, and white space.
      const before =
        /^(?:[ \t]*(?:-[ \t]+)?if:[ \t]*(?:[|>][+-]?(?=[\r\n]))?)?\s*"?(?:\$\{\{)?\s*/.exec(alternative)?.[0] ?? '';
      const own = alternative.slice(before.length).replace(/(?<![\s"}])[\s"}]+$/, '');
      const after = alternative.slice(before.length + own.length);
      const other = /tag|deploy/i.test(own) ? renamed(own, environments) : undefined;
      if (other === undefined) return alternative;
      const separator = /\n[ \t]*$/.exec(before)?.[0];
      return `${before}${own} ||${separator ?? ' '}${other}${after}`;
    })
    .join('||');
}

/** The operands of `||` that are not in parentheses or strings. */
function alternativesOf(condition: string): string[] {
  const found: string[] = [];
  let [start, depth, isString] = [0, 0, false];
  for (let at = 0; at < condition.length; at++) {
    const character = condition[at];
    if (character === "'") isString = !isString;
    else if (isString) continue;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (depth === 0 && condition.startsWith('||', at)) {
      found.push(condition.slice(start, at));
      start = ++at + 1;
    }
  }
  return [...found, condition.slice(start)];
}

/** A text with another environment; undefined if it names another one already, or none. */
function renamed(text: string, { like, name, all }: SimilarEnvironments): string | undefined {
  const byLength = [...new Set([...all, like, name])].sort((a, b) => b.length - a.length);
  let result = '';
  let isNamed = false;
  for (let at = 0; at < text.length;) {
    const isStart = !/[a-z0-9]/i.test(text[at - 1] ?? '');
    const found = isStart
      ? byLength.find(each => text.startsWith(each, at) && !/[a-z0-9]/i.test(text[at + each.length] ?? ''))
      : undefined;
    if (found !== undefined && found !== like) return undefined;
    isNamed ||= found !== undefined;
    result += found === undefined ? text[at] : name;
    at += found?.length ?? 1;
  }
  return isNamed ? result : undefined;
}
