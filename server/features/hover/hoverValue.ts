/** Hover on variables, locals and outputs of modules: the value in each environment, and where it is declared. */
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { unknown, type Value } from '../../hcl/values/value';
import { evaluateIn } from '../../kubestack/modules/instanceReferences';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { placeIn } from '../../kubestack/modules/moduleCall';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { Reads } from '../../kubestack/memoization/dependencyTracker';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import type { Expression, Item, Span } from '../../syntax/ast';
import { nameOf, parentOf } from '../../workspace/uri';
import { callsOfItem } from '../../semantics/callsInFile';
import { platformEnvironments } from '../completion/completionEnvironments';
import { METADATA } from '../completion/completionReferences';
import { usagesAt } from '../completion/completionContext';
import { eachExpression } from './eachExpression';
import { shortText } from '../../semantics/hclPrinter';
import { typeText } from './hoverAttribute';
import { descriptionText, link } from '../markdown';
import type { NameUse } from '../../semantics/occurrences';
import { locationOf, type Snapshot } from '../../semantics/requestContext';

export function variableHover(snapshot: Snapshot, item: Item, name: string): string | undefined {
  const instance = instanceOf(snapshot, item);
  const variable = instance?.folder && readVariable(instance.folder, name);
  if (!instance || !variable) return undefined;
  const { declaration, type, sensitive, description, defaultValue } = variable;
  const label = declaration.block.labels[0] ?? { start: 0, end: 0 };
  const facts = [codeSpan(typeText(type)), defaultValue ? undefined : 'required', sensitive ? 'sensitive' : undefined];
  return sections([
    `${strongName(`var.${name}`)} · ${facts.filter(fact => fact !== undefined).join(' · ')}`,
    description === undefined ? undefined : descriptionText(description),
    valuesTable(snapshot, item, instance, reference('var', name)),
    declaredIn(snapshot, declaration.item, label),
  ]);
}

export function localHover(snapshot: Snapshot, item: Item, name: string): string | undefined {
  const instance = instanceOf(snapshot, item);
  const declared = instance?.folder?.local(name);
  if (!instance || !declared) return undefined;
  const { start, nameEnd } = declared.attribute;
  return sections([
    `${strongName(`local.${name}`)} · local value`,
    valuesTable(snapshot, item, instance, reference('local', name)),
    declaredIn(snapshot, declared.item, { start, end: nameEnd }),
  ]);
}

/** @param use a step behind `module.a` */
export function outputHover(snapshot: Snapshot, item: Item, use: NameUse): string | undefined {
  const instance = instanceOf(snapshot, item);
  const [label = '', output = ''] = use.name.split(/\.(.*)/s);
  const call = instance && snapshot.model.call(instance, label);
  if (!instance || !call) return undefined;
  const whole = wholeReference(item, use);
  const schema = call.module.schema?.outputs.get(output);
  const key = whole && /\["?(\w+)"?\]$|current_metadata\.(\w+)$/.exec(item.text.slice(whole.start, whole.end));
  const known = output === 'current_metadata' ? METADATA[key?.[1] ?? key?.[2] ?? ''] : undefined;
  const hint = known ?? schema?.hint;
  return sections([
    `${strongName(output)} · output of ${codeSpan(call.name)}${schema?.sensitive ? ' · sensitive' : ''}`,
    hint === undefined ? undefined : descriptionText(hint),
    whole && !schema?.sensitive ? valuesTable(snapshot, item, instance, whole) : undefined,
    declaredIn(snapshot, call.declaration.item, call.declaration.block.labels[0] ?? { start: 0, end: 0 }),
  ]);
}

const sections = (parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');

const instanceOf = ({ model }: Snapshot, item: Item): ModuleInstance | undefined =>
  model.tree.instancesOf(parentOf(item.uri))[0];

const reference = (root: string, name: string): Expression => ({
  kind: 'attribute',
  name,
  target: { kind: 'name', name: root, start: 0, end: 0 },
  start: 0,
  end: 0,
});

/** One row where the value is the same in all environments. */
function valuesTable(
  snapshot: Snapshot,
  item: Item,
  instance: ModuleInstance,
  expression: Expression,
): string | undefined {
  const environments = environmentsFor(snapshot, item, instance);
  const values = environments.map(name => valueIn(snapshot, item, instance, expression, name));
  const texts = values.map(valueText);
  if (texts.every(text => text === undefined)) return 'The value is known after a plan.';
  if (environments.length > 1 && new Set(texts).size === 1) return `In every environment: ${texts[0]}`;
  return markdownTable(
    ['Environment', 'Value'],
    environments.map((name, index) => [markdownName(name), texts[index] ?? '*known after plan*']),
  );
}

const valueText = (value: Value): string | undefined =>
  value.kind === 'unknown' ? undefined : codeSpan(shortText(value, 80));

function valueIn(
  { model }: Snapshot,
  item: Item,
  instance: ModuleInstance,
  expression: Expression,
  environment: string,
): Value {
  const { value, faults } = evaluateIn(model, instance, item, expression, environment, new Reads());
  return faults.length > 0 ? unknown() : value;
}

function environmentsFor(snapshot: Snapshot, item: Item, instance: ModuleInstance): string[] {
  const [call] = callsOfItem(snapshot, item, 1);
  const effective = call && snapshot.model.effectiveConfiguration(call);
  if (effective && effective.environments.size > 0)
    return promotionOrder([...effective.environments.keys()], effective.baseKey, snapshot.settings.environments);
  const site = { snapshot, uri: item.uri, instance, module: undefined };
  const base = usagesAt(site)[0]?.baseEnvironment;
  return promotionOrder(platformEnvironments(site), base, snapshot.settings.environments);
}

/** The longest reference around a step of it: `module.a.current_metadata["name"]`. */
function wholeReference(item: Item, use: Span): Expression | undefined {
  let found: Expression | undefined;
  eachExpression(item, expression => {
    const isAccess = expression.kind === 'attribute' || expression.kind === 'index';
    if (isAccess && expression.start <= use.start && expression.end >= use.end && isModuleReference(expression))
      found ??= expression;
  });
  return found;
}

function isModuleReference(expression: Expression): boolean {
  if (expression.kind === 'name') return expression.name === 'module';
  return (expression.kind === 'attribute' || expression.kind === 'index') && isModuleReference(expression.target);
}

function declaredIn(snapshot: Snapshot, item: Item, { start, end }: Span): string {
  return `Declared in ${link(markdownName(nameOf(item.uri)), locationOf(snapshot, placeIn(item, { start, end })))}`;
}
