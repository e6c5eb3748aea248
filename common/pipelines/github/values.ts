/** Converts YAML of workflows to values, and evaluates expressions in it. */
import { dictionary, nothing, scalar, type TextOrigin, type PipelineValue } from '../values/value';
import type { YamlNode, YamlScalar } from '../yaml/tree';
import { evaluateWorkflowTemplate, type GithubContexts } from './evaluation';

/** The value of a node. */
export function valueOf(node: YamlNode | undefined, scope: GithubContexts): PipelineValue {
  if (!node) return nothing;
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node, scope, originOf(node));
    case 'list': {
      const list = { file: node.file, start: node.start, end: node.end, items: node.items };
      return {
        kind: 'list',
        items: node.items.map(item =>
          item.kind === 'scalar' ? scalarValue(item, scope, { ...originOf(item), list }) : valueOf(item, scope),
        ),
      };
    }
    case 'map':
      return dictionary([...node.entries].map(([name, entry]) => [name, valueOf(entry.value, scope)] as const));
  }
}

function scalarValue({ value }: YamlScalar, scope: GithubContexts, origin: TextOrigin): PipelineValue {
  if (typeof value !== 'string') return scalar(value, origin);
  return value.includes('${{') ? evaluateWorkflowTemplate(value, scope, origin) : scalar(value, origin);
}

/** The source range of a scalar's text, without its quotes. */
export function originOf({ file, start, end }: YamlScalar): TextOrigin {
  const quote = file.text[start];
  const isQuoted = (quote === '"' || quote === "'") && end - start >= 2 && file.text[end - 1] === quote;
  return isQuoted ? { file, start: start + 1, end: end - 1 } : { file, start, end };
}
