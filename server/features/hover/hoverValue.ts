/** Hover on variables, locals and outputs: the value in each environment, and the declaration. */
import { ownProperty } from '../../../common/ownProperty';
import { localized, t } from '../../../common/localization';
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { shortened } from '../../../common/shortened';
import { unknown } from '../../hcl/values/value';
import { evaluateIn } from '../../kubestack/modules/instanceReferences';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import type { Expression, Item, Span } from '../../syntax/ast';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import { baseNameOf, parentOf } from '../../workspace/uri';
import { callsOfItem, folderOfCall } from '../../semantics/moduleCalls';
import { platformEnvironments } from '../completion/completionEnvironments';
import { METADATA } from '../completion/completionReferences';
import { usagesAt } from '../../semantics/usages';
import { visitBlock } from '../../syntax/traversal';
import { printShort } from '../../semantics/hclPrinter';
import { typeText } from '../../hcl/types/type';
import { descriptionText, link, paragraphs } from '../markdown';
import type { Occurrence } from '../../semantics/occurrences';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import type { Value } from '../../hcl/model';

export function variableHover(request: RequestContext, item: Item, name: string): string | undefined {
  const instance = instanceOf(request, item);
  const variable = instance?.folder && readVariable(instance.folder, name);
  if (!instance || !variable) return undefined;
  const { declaration, type, sensitive, description, defaultValue } = variable;
  const label = declaration.block.labels[0] ?? { start: 0, end: 0 };
  const facts = [
    codeSpan(typeText(type)),
    defaultValue ? undefined : t('required'),
    sensitive ? t('sensitive') : undefined,
  ];
  return paragraphs([
    `${strongName(`var.${name}`)} · ${facts.filter(fact => fact !== undefined).join(' · ')}`,
    description === undefined ? undefined : descriptionText(description),
    valuesTable(request, item, instance, reference('var', name)),
    declaredIn(request, declaration.item, label),
  ]);
}

export function localHover(request: RequestContext, item: Item, name: string): string | undefined {
  const instance = instanceOf(request, item);
  const declared = instance?.folder?.local(name);
  if (!instance || !declared) return undefined;
  const { start, nameEnd } = declared.attribute;
  return paragraphs([
    t('{0} · local value', strongName(`local.${name}`)),
    valuesTable(request, item, instance, reference('local', name)),
    declaredIn(request, declared.item, { start, end: nameEnd }),
  ]);
}

/** @param use a traversal step after `module.a` */
export function outputHover(request: RequestContext, item: Item, use: Occurrence): string | undefined {
  const instance = instanceOf(request, item);
  const [label = '', output = ''] = use.name.split(/\.(.*)/s);
  const call = instance && request.model.call(instance, label);
  const caller = call?.declaration ?? instance?.folder?.declaration('module', label);
  if (!instance || !caller) return undefined;
  const whole = wholeReference(item, use);
  const schema = call?.module.schema?.outputs.get(output);
  const declared = folderOfCall(request, parentOf(item.uri), label)?.declaration('output', output);
  if (!call && !declared) return undefined;
  const key = whole && /\["?(\w+)"?\]$|current_metadata\.(\w+)$/.exec(item.text.slice(whole.start, whole.end));
  const description = output === 'current_metadata' ? ownProperty(METADATA, key?.[1] ?? key?.[2] ?? '') : undefined;
  const text = description ?? schema?.hint;
  const hint = text ? localized(text) : declared && literal(declared, 'description');
  const isSensitive =
    schema?.sensitive === true || (declared !== undefined && literal(declared, 'sensitive') === 'true');
  const declaration = declared ?? caller;
  return paragraphs([
    isSensitive
      ? t('{0} · output of {1} · sensitive', strongName(output), codeSpan(label))
      : t('{0} · output of {1}', strongName(output), codeSpan(label)),
    hint === undefined ? undefined : descriptionText(hint),
    isSensitive ? undefined : call ? whole && valuesTable(request, item, instance, whole) : writtenValue(declaration),
    declaredIn(request, declaration.item, declaration.block.labels[0] ?? { start: 0, end: 0 }),
  ]);
}

/** The written expression of an output. */
function writtenValue(output: Declaration): string | undefined {
  const part = declaredAttribute(output, 'value');
  if (!part) return undefined;
  const { start, end } = part.attribute.value;
  return t('Value: {0}', codeSpan(shortened(part.item.text.slice(start, end).replace(/\s+/g, ' '), 80)));
}

/** The value of an argument as a string, if it is constant. */
function literal(declaration: Declaration, argument: string): string | undefined {
  const value = declaredAttribute(declaration, argument)?.attribute.value;
  return value?.kind === 'text' ? value.value : value?.kind === 'bool' ? String(value.value) : undefined;
}

const instanceOf = ({ model }: RequestContext, item: Item): ModuleInstance | undefined =>
  model.tree.instancesOf(parentOf(item.uri))[0];

const reference = (root: string, name: string): Expression => ({
  kind: 'attribute',
  name,
  target: { kind: 'name', name: root, start: 0, end: 0 },
  start: 0,
  end: 0,
});

/** One row if the value is the same in all environments. */
function valuesTable(
  request: RequestContext,
  item: Item,
  instance: ModuleInstance,
  expression: Expression,
): string | undefined {
  const environments = environmentsFor(request, item, instance);
  const values = environments.map(name => valueIn(request, item, instance, expression, name));
  const texts = values.map(valueText);
  if (texts.every(text => text === undefined)) return t('The value is known after plan.');
  if (environments.length > 1 && new Set(texts).size === 1) return t('In every environment: {0}', texts[0]!);
  return markdownTable(
    [t('Environment'), t('Value')],
    environments.map((name, index) => [markdownName(name), texts[index] ?? t('*known after plan*')]),
  );
}

const valueText = (value: Value): string | undefined =>
  value.kind === 'unknown' ? undefined : codeSpan(printShort(value, 80));

function valueIn(
  { model }: RequestContext,
  item: Item,
  instance: ModuleInstance,
  expression: Expression,
  environment: string,
): Value {
  const { value, diagnostics } = evaluateIn(model, instance, item, expression, environment, new DependencyTracker());
  return diagnostics.length > 0 ? unknown() : value;
}

function environmentsFor(request: RequestContext, item: Item, instance: ModuleInstance): string[] {
  const [call] = callsOfItem(request, item, 1);
  const effective = call && request.model.effectiveConfiguration(call);
  if (effective && effective.environments.size > 0)
    return promotionOrder([...effective.environments.keys()], effective.baseKey, request.settings.environments);
  const context = { request, uri: item.uri, instance, module: undefined };
  const base = usagesAt(context)[0]?.baseEnvironment;
  return promotionOrder(platformEnvironments(context), base, request.settings.environments);
}

/** The longest reference that contains a traversal step: `module.a.current_metadata["name"]`. */
function wholeReference(item: Item, use: Span): Expression | undefined {
  let found: Expression | undefined;
  visitBlock(item.node, expression => {
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

function declaredIn(request: RequestContext, item: Item, { start, end }: Span): string {
  return t(
    'Declared in {0}',
    link(markdownName(baseNameOf(item.uri)), locationOf(request, rangeIn(item, { start, end }))),
  );
}
