/** Values in answers: JSON if they are known, else a description. */
import { isWorkspaceName } from '../../common/environmentName';
import { shortened } from '../../common/shortened';
import type { EffectiveAttribute } from '../../common/protocol';
import { SENSITIVE } from '../semantics/plainValue';
import type { JsonSchema } from './jsonSchema';

/** The properties of {@link valueEntry}. */
export const VALUE_PROPERTIES: Readonly<Record<string, JsonSchema>> = {
  value: {
    description:
      'JSON. {unknown: expression} where it is not known before a plan, {sensitive: true} where Terraform hides it, {json: text} where a number has more digits than programs usually read.',
  },
};

/** @param value a value of the effective configuration */
export function valueEntry({
  value,
  known = true,
  expression,
}: Pick<EffectiveAttribute, 'value'> & {
  readonly known?: boolean | undefined;
  readonly expression?: string | undefined;
}): { readonly value: unknown } {
  if (expression === SENSITIVE) return { value: { sensitive: true } };
  if (!known) return { value: { unknown: expression ?? '' } };
  return { value: expression === undefined ? value : { json: expression } };
}

/** `default_node_pool.min_size`; steps with other characters as in an index: `labels["a.b/c"]`. */
export function attributeName(path: readonly string[]): string {
  return path.reduce(
    (name, step) =>
      /^[\w-]+$/.test(step) ? (name === '' ? step : `${name}.${step}`) : `${name}[${JSON.stringify(step)}]`,
    '',
  );
}

/**
 * A name of an environment, a module or a version within a sentence of ours, where it could read as another sentence: in quotes unless it is one
 * word without special characters.
 */
export const shownName = (name: string): string =>
  isWorkspaceName(name) ? name : JSON.stringify(shortened(name, MAX_NAME));
const MAX_NAME = 80;
export const shownNames = (names: readonly string[]): string => names.map(shownName).join(', ');

/** Whether an attribute is the named one, or nested in it. */
export const isNamedAttribute = (name: string, wanted: string): boolean =>
  name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted}[`);
