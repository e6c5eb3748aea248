/** The offer on an attribute to require its value in every environment, by a rule of the team (docs/rules.md). */
import { t } from '../../../common/localization';
import type { ModuleKind } from '../../../common/moduleKind';
import type { RuleTarget } from '../../../common/rules/rules';
import type { Value } from '../../hcl/model';
import { containsSensitive } from '../../hcl/values/value';
import { ruleSetOf } from '../../kubestack/rules/ruleSet';
import { sourceValueAt } from '../../refactoring/attributeAtCursor';
import type { RefactoringTarget } from '../../refactoring/refactoring';
import { printShort, quoteString } from '../../semantics/hclPrinter';
import type { ScaffoldOffer } from '../removalActions';

const TARGETS: Readonly<Partial<Record<ModuleKind, RuleTarget>>> = {
  cluster: 'cluster',
  nodePool: 'node_pool',
  service: 'service',
};
/** Longer values are not what people require. */
const MAX_VALUE = 200;
const NAME_LENGTH = 50;

/** An offer for a text, number, bool, or list of them that an environment of a cluster, node pool or service sets. */
export function requiredValueOffer({ request, cursor }: RefactoringTarget): ScaffoldOffer[] {
  if (cursor?.kind !== 'attribute' || cursor.environment === undefined || !cursor.path) return [];
  const { call, environment, path } = cursor;
  const { kind, provider } = call.module;
  const target = TARGETS[kind];
  const value = sourceValueAt(request.model.effectiveConfiguration(call).environments.get(environment)?.value, path);
  if (!target || !value || containsSensitive(value) || !isPlain(value)) return [];
  const text = printShort(value, Infinity);
  if (text.length > MAX_VALUE) return [];
  const [name, ...inner] = path.map(key => (/^[a-z_][\w-]*$/i.test(key) ? `.${key}` : `[${quoteString(key)}]`));
  const attribute = `attributes${name}`;
  // An outer object that isn't set has no attributes.
  const read = inner.length === 0 ? attribute : `try(${attribute}${inner.join('')}, null)`;
  const written = quoteString(text).slice(1, -1);
  const shown = quoteString(path.join('.')).slice(1, -1);
  const answers = {
    name: newName([target, ...path], ruleSetOf(call.instance.root, request.model).rules),
    target,
    // Modules of other providers have other values, or no such attribute.
    filter: `${provider === undefined ? '' : `module.provider == ${quoteString(provider)} && `}can(${attribute})`,
    condition: isList(value) ? `jsonencode(${read}) == jsonencode(${text})` : `${read} == ${text}`,
    // In the language of the other files of a repository, whatever the editor's is.
    message: `\${module.name} needs ${shown} = ${written} in \${environment}.`,
  };
  const title = t('Require {0} = {1} in every environment', path.join('.'), printShort(value, 40));
  return [{ title, kind: 'rule', answers }];
}

const isList = (value: Value): value is Extract<Value, { readonly elements: readonly Value[] }> =>
  value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple';
const isScalar = ({ kind }: Value): boolean => kind === 'string' || kind === 'number' || kind === 'bool';
const isPlain = (value: Value): boolean => (isList(value) ? value.elements.every(isScalar) : isScalar(value));

/** `cluster_default_node_pool_min_size`, with a number if a rule has the name. */
function newName(parts: readonly string[], rules: readonly { readonly name: { readonly text: string } }[]): string {
  const name = parts.join('_').replace(/\W+/g, '_').slice(0, NAME_LENGTH);
  const isTaken = (text: string): boolean => rules.some(each => each.name.text === text);
  let number = 1;
  while (isTaken(number === 1 ? name : `${name}_${number}`)) number++;
  return number === 1 ? name : `${name}_${number}`;
}
