/** The arguments of a resource that its provider refuses: the rules of data/resources.json on values as the module makes them of a configuration. */
import { t } from '../../common/localization';
import { refusal } from '../kubestack/schemas/constraint';
import type { SourceRange, Value } from '../hcl/model';
import type { ConfigBlock } from './configBlock';
import type { ForecastProblem } from './forecastSide';
import type { ResourceInstance } from './moduleNode';
import type { ResourceType } from './resourceFacts';

/** What makes the plan of an instance fail. Unknown, sensitive and empty values are left out. */
export function refusedValues(instance: ResourceInstance, facts: ResourceType): ForecastProblem[] {
  const problems: ForecastProblem[] = [];
  for (const [path, constraint] of facts.constraints)
    for (const { value, range } of valuesAt(instance.config, path.split('.'))) {
      const text = textOf(value);
      const argument = `${instance.resource.block.type}.${path}`;
      const refused = text === undefined || text === '' ? undefined : refusal([{ ...constraint, argument }], text);
      if (!refused) continue;
      problems.push({
        message: t('{0}: "{1}" in {2} is refused: {3}.', instance.text, text!, path, refused.advice),
        range: value.origin ?? range,
      });
    }
  return problems;
}

interface Written {
  readonly value: Value;
  readonly range: SourceRange;
}

/** The values of an argument in all blocks of its path, with each element of a list. */
function* valuesAt(config: ConfigBlock, [name = '', ...rest]: readonly string[]): Generator<Written> {
  if (rest.length > 0) {
    for (const block of config.blocks.get(name)?.blocks ?? []) yield* valuesAt(block, rest);
    return;
  }
  const written = config.attributes.get(name);
  if (!written) return;
  const { value, range } = written;
  if ('elements' in value && !value.sensitive) for (const element of value.elements) yield { value: element, range };
  else yield written;
}

function textOf(value: Value): string | undefined {
  if (value.sensitive) return undefined;
  if (value.kind === 'string') return value.value;
  return value.kind === 'number' ? value.value.toText() : undefined;
}
