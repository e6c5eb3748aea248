/** The answers that say how the new part differs from the old one. */
import { isRecord } from '../../../common/isRecord';
import { t } from '../../../common/localization';
import type { Type } from '../../hcl/model';
import { typeAt } from '../../hcl/types/type';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { removeValue, setValue } from '../../edits/entryText';
import { oneOf, type AnswerReader } from '../answerReader';
import { printValue } from '../hclFile';
import type { PlatformContext } from '../scaffoldContext';
import { typedValue } from '../typedValue';

export interface WantedValues {
  /** Dotted paths of attributes. */
  readonly paths: readonly string[];
  /** As they were given. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The environment that sets them; undefined for the base environment. */
  readonly environment: string | undefined;
  /** Values that the old part keeps by environment, if the code already has the new ones. */
  readonly keep: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Undefined after a problem. */
export function wantedValues(answers: AnswerReader, { environments }: PlatformContext): WantedValues | undefined {
  const count = answers.problems.length;
  const values = flattened(answers.object('values') ?? {});
  const environment = answers.optionalText('environment', oneOf(environments));
  const given = answers.object('keep') ?? {};
  const keep = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [name, each] of Object.entries(given)) {
    if (!environments.includes(name) || !isRecord(each))
      answers.refuse(
        'keep',
        t('{0} is not valid: use an object of attributes for each environment.', JSON.stringify(name)),
      );
    else keep.set(name, flattened(each));
  }
  return answers.problems.length > count ? undefined : { paths: Object.keys(values), values, environment, keep };
}

/** `{ default_node_pool: { min_size: 1 } }` and `{ "default_node_pool.min_size": 1 }` are the same. */
const flattened = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name === 'default_node_pool' && isRecord(value)
        ? Object.entries(value).map(([inner, each]): [string, unknown] => [`${name}.${inner}`, each])
        : [[name, value] as [string, unknown]],
    ),
  );

/**
 * A block with values set in an environment.
 * @param block its configuration is written out
 * @param call the call whose types count
 * @param values null for attributes that the environment doesn't set
 * @returns undefined after a problem
 */
export function withWantedValues(
  answers: AnswerReader,
  block: string,
  { module }: ModuleCall,
  environment: string,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  let text: string | undefined = block;
  for (const [name, value] of Object.entries(values)) {
    const path = name.split('.');
    const schema = module.schema?.attributes.get(name);
    const type: Type | undefined = schema?.type ?? typeAt(environmentType(module.configurationType), path);
    if (module.schema && !type) {
      answers.refuse('values', t('{0} has no attribute {1}.', module.schema.path, name));
      continue;
    }
    if (value === null) {
      text = text && removeValue(text, ['configuration', environment, ...path]);
      continue;
    }
    const typed = typedValue(value, type ?? { kind: 'any' }, schema?.format);
    if ('wrong' in typed)
      answers.refuse('values', t('{0} is not valid: {1}.', JSON.stringify({ [name]: value }), typed.wrong));
    else text = text && setValue(text, ['configuration', environment, ...path], printValue(typed.value));
  }
  if (text === undefined) answers.refuse('values', t("The configuration is computed, so it can't be changed here."));
  return answers.problems.length > 0 ? undefined : text;
}
