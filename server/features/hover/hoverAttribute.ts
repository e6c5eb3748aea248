/** Hover on an attribute: its effective value and origin in every environment, its type and documentation. */
import { localizable, localized, t } from '../../../common/localization';
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { isMachineType, machineSize } from '../../kubestack/platform/regions';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import type { Type, Value } from '../../hcl/model';
import { typeAt, typeText } from '../../hcl/types/type';
import { whollyKnown } from '../../hcl/values/value';
import { attributeDescription } from './attributeDescription';
import { printShort } from '../../semantics/hclPrinter';
import { hoveredCall, notUnderstood, type HoveredCall } from './hoverCalls';
import { link, paragraphs, UNSET } from '../markdown';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { shownExpression, valueOrigins } from '../../semantics/valueOrigins';

/**
 * @param environment the environment at the cursor, whose row is marked
 * @param path in the environment: `["default_node_pool", "min_size"]`
 */
export function attributeHover(
  request: RequestContext,
  calls: readonly ModuleCall[],
  environment: string,
  path: readonly string[],
): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { call, environments, note } = hovered;
  const type = typeAt(environmentType(call.module.configurationType), path);
  const schema = call.module.schema?.attributes.get(path.join('.'));
  const parts = [
    headline(path, environmentType(call.module.configurationType), schema),
    environments.length > 0 ? valuesTable(request, hovered, environment, path) : notUnderstood(hovered),
    machineSizes(request, hovered, path),
    originsText(request, hovered, environment, path),
    declared(call, type, path)
      ? undefined
      : t("The module doesn't declare this attribute. Terraform silently drops it."),
    schema ? attributeDescription(schema) : undefined,
    note,
  ];
  return paragraphs(parts);
}

/** The processors and the memory of the machine types in all environments, as far as the bundled data has them. */
function machineSizes(
  { model }: RequestContext,
  { call, effective, environments }: HoveredCall,
  path: readonly string[],
): string | undefined {
  const { provider } = call.module;
  if (!isMachineType(path.at(-1) ?? '') || !provider || provider === 'kind') return undefined;
  const attributes = environments.flatMap(name => effective.environments.get(name)?.attributes ?? []);
  const values = attributes.filter(each => each.path.length === path.length && isBelow(each, path));
  const names = new Set(values.flatMap(({ value }) => texts(value)));
  const sizes = model.regions.clouds[provider].types
    .filter(type => names.has(type.name))
    .map(type => `${codeSpan(type.name)}: ${machineSize(type)}`);
  return sizes.length === 0 ? undefined : sizes.join(' · ');
}

/** The strings in a value; releases before lists separate them by commas. */
function texts(value: Value): readonly string[] {
  if (value.sensitive) return [];
  if (value.kind === 'string') return value.value.split(',');
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements.flatMap(texts) : [];
}

/** The locals and variables that the value in an environment comes from: `local.size` = `var.size` → `var.size` = `3`. */
function originsText(
  request: RequestContext,
  { call, effective }: HoveredCall,
  environment: string,
  path: readonly string[],
): string | undefined {
  const attribute = effective.environments
    .get(environment)
    ?.attributes.find(each => each.path.length === path.length && isBelow(each, path));
  if (!attribute?.range || attribute.value.sensitive) return undefined;
  const steps = valueOrigins(call.instance, attribute.range).map(origin => {
    const named = link(codeSpan(origin.name), locationOf(request, origin.range));
    const expression = shownExpression(origin);
    return expression === undefined ? named : `${named} = ${codeSpan(expression)}`;
  });
  return steps.length === 0 ? undefined : steps.join(' · ');
}

const declared = ({ module }: ModuleCall, type: Type | undefined, path: readonly string[]): boolean =>
  type !== undefined || environmentType(module.configurationType).kind === 'any' || path.length === 0;

/** @param environment the type of an environment */
function headline(path: readonly string[], environment: Type, schema: AttributeSchema | undefined): string {
  const type = typeAt(environment, path);
  const facts = [type && codeSpan(typeText(type)), schema && schema.required !== 'no' ? t('required') : undefined];
  return [strongName(pathText(path)), ...facts.filter(fact => fact !== undefined)].join(' · ');
}

/** In Terraform's notation: `labels["example.org/zone"]`, but `default_node_pool.min_size`. */
const pathText = (path: readonly string[]): string =>
  path
    .map((step, index) => (isIdentifier(step) ? (index === 0 ? step : `.${step}`) : `[${JSON.stringify(step)}]`))
    .join('');

const isIdentifier = (text: string): boolean => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(text);

const isBelow = (attribute: ResolvedAttribute, path: readonly string[]): boolean =>
  path.every((step, index) => attribute.path[index] === step);
/** The attribute itself, or the map that contains it and is replaced as a whole. */
const isAround = (attribute: ResolvedAttribute, path: readonly string[]): boolean =>
  attribute.path.every((step, index) => path[index] === step);

/** The part at a path of a value that is replaced as a whole. */
function partOf(attribute: ResolvedAttribute, path: readonly string[]): ResolvedAttribute | undefined {
  // Not even the keys of sensitive values are shown.
  if (attribute.value.sensitive || attribute.overrides?.value.sensitive) return attribute;
  const steps = path.slice(attribute.path.length);
  const value = valueAt(attribute.value, steps);
  if (!value) return undefined;
  const { overrides, origin, ...rest } = attribute;
  const before = overrides && valueAt(overrides.value, steps);
  const part = { ...rest, path, value, range: value.origin ?? attribute.range };
  if (overrides && before)
    return { ...part, origin, overrides: { value: before, range: before.origin ?? overrides.range } };
  return { ...part, origin: origin === 'overridden' ? 'set' : origin };
}

function valueAt(value: Value, [step, ...rest]: readonly string[]): Value | undefined {
  if (step === undefined || value.kind === 'unknown') return value;
  const inner = value.kind === 'object' || value.kind === 'map' ? value.entries.get(step) : undefined;
  return inner && valueAt(inner, rest);
}

function valuesTable(
  request: RequestContext,
  hovered: HoveredCall,
  environment: string,
  path: readonly string[],
): string {
  const { environments, effective } = hovered;
  const found = environments.map(name => {
    const all = effective.environments.get(name)?.attributes ?? [];
    const below = all.filter(attribute => isBelow(attribute, path));
    if (below.length > 0) return { name, attributes: below };
    return {
      name,
      attributes: all.flatMap(attribute => (isAround(attribute, path) ? (partOf(attribute, path) ?? []) : [])),
    };
  });
  const single = found.every(
    ({ attributes }) =>
      attributes.length === 0 || (attributes.length === 1 && attributes[0]!.path.length <= path.length),
  );
  if (single) {
    const values = found.flatMap(({ attributes }) => (attributes[0] ? [attributes[0].value] : []));
    const rows = found.map(({ name, attributes }) =>
      row(request, hovered, { name, current: name === environment }, attributes[0], values),
    );
    return markdownTable([t('Environment'), t('Value'), t('From')], rows);
  }
  return paragraphs([matrix(request, found, path, environment), legend(found, effective.baseKey)]);
}

const KNOWN_AFTER_PLAN = localizable('*(known after plan)*');

function row(
  request: RequestContext,
  { effective }: HoveredCall,
  { name, current }: { name: string; current: boolean },
  attribute: ResolvedAttribute | undefined,
  beside: readonly Value[],
): string[] {
  const label = current ? strongName(name) : markdownName(name);
  if (!attribute) return [label, localized(UNSET), ''];
  const value =
    codeSpan(printShort(attribute.value, 60, beside)) +
    (whollyKnown(attribute.value) ? '' : ` ${localized(KNOWN_AFTER_PLAN)}`);
  return [label, value, originText(request, attribute, name, effective.baseKey)];
}

function originText(
  request: RequestContext,
  attribute: ResolvedAttribute,
  environment: string,
  baseKey: string,
): string {
  const to = (text: string): string => (attribute.range ? link(text, locationOf(request, attribute.range)) : text);
  switch (attribute.origin) {
    case 'inherited':
      return to(t('inherited from {0}', markdownName(baseKey)));
    case 'overridden': {
      const { overrides } = attribute;
      const was = overrides ? codeSpan(printShort(overrides.value, 40, [attribute.value])) : '';
      const range = overrides?.range;
      return `${to(t('overrides'))} ${range ? link(was, locationOf(request, range)) : was}`;
    }
    case 'set':
      return to(environment === baseKey ? t('set here (base)') : t('set here only'));
  }
}

/** An object: a row per attribute, a column per environment. */
function matrix(
  request: RequestContext,
  found: readonly { name: string; attributes: readonly ResolvedAttribute[] }[],
  path: readonly string[],
  environment: string,
): string {
  const names = [
    ...new Set(
      found.flatMap(({ attributes }) => attributes.map(attribute => attribute.path.slice(path.length).join('.'))),
    ),
  ];
  const rows = names.map(name => [
    codeSpan(name === '' ? '{}' : name),
    ...cells(
      request,
      found.map(({ attributes }) => attributes.find(each => each.path.slice(path.length).join('.') === name)),
    ),
  ]);
  return markdownTable(
    ['', ...found.map(({ name }) => (name === environment ? strongName(name) : markdownName(name)))],
    rows,
  );
}

/** Explains the words in italics. */
function legend(
  found: readonly { readonly attributes: readonly ResolvedAttribute[] }[],
  baseKey: string,
): string | undefined {
  const hasInherited = found.some(({ attributes }) => attributes.some(({ origin }) => origin === 'inherited'));
  return hasInherited ? t('*inherited*: the value is set in {0}.', markdownName(baseKey)) : undefined;
}

function cells(request: RequestContext, attributes: readonly (ResolvedAttribute | undefined)[]): string[] {
  const beside = attributes.flatMap(attribute => (attribute ? [attribute.value] : []));
  return attributes.map(attribute => (attribute ? cell(request, attribute, beside) : localized(UNSET)));
}

function cell(request: RequestContext, { value, range, origin }: ResolvedAttribute, beside: readonly Value[]): string {
  const text = codeSpan(printShort(value, 40, beside));
  const linked = range ? link(text, locationOf(request, range)) : text;
  return (
    linked +
    (origin === 'inherited' ? ` ${t('*inherited*')}` : '') +
    (whollyKnown(value) ? '' : ` ${localized(KNOWN_AFTER_PLAN)}`)
  );
}
