/** Addresses of resources and modules, as in `moved` blocks. Source of the rules: internal/addrs of hashicorp/terraform. */
import type { Expression } from '../syntax/ast';

/** `count.index` or `each.key`. */
export type InstanceKey = number | string;

export interface ModuleStep {
  readonly name: string;
  readonly key?: InstanceKey | undefined;
}

/** An instance of a resource. */
export interface ResourceAddress {
  readonly module: readonly ModuleStep[];
  readonly type: string;
  readonly name: string;
  readonly key?: InstanceKey | undefined;
}

/** A module or resource, with or without an instance key, relative to the module of its block. */
export interface Endpoint {
  readonly module: readonly ModuleStep[];
  /** Undefined for a module. */
  readonly resource?: { readonly type: string; readonly name: string; readonly key?: InstanceKey | undefined };
}

export const keyText = (key: InstanceKey | undefined): string =>
  key === undefined ? '' : typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`;

export const moduleText = (module: readonly ModuleStep[]): string =>
  module.map(({ name, key }) => `module.${name}${keyText(key)}`).join('.');

/** `module.a[0].aws_vpc.current["x"]` */
export function addressText({ module, type, name, key }: ResourceAddress): string {
  const path = moduleText(module);
  return `${path}${path === '' ? '' : '.'}${type}.${name}${keyText(key)}`;
}

/** The address that an expression writes; undefined for any other expression. */
export function endpointOf(expression: Expression): Endpoint | undefined {
  const steps = traversalOf(expression);
  if (!steps) return undefined;
  const module: ModuleStep[] = [];
  let at = 0;
  while (steps[at] === 'module' && typeof steps[at + 1] === 'string') {
    const name = steps[at + 1] as string;
    at += 2;
    const index = steps[at];
    if (typeof index === 'object') {
      module.push({ name, key: index.key });
      at++;
    } else module.push({ name });
  }
  if (at === steps.length) return module.length > 0 ? { module } : undefined;
  const [type, name, index, ...rest] = steps.slice(at);
  if (typeof type !== 'string' || typeof name !== 'string' || rest.length > 0) return undefined;
  if (index === undefined) return { module, resource: { type, name } };
  return typeof index === 'object' ? { module, resource: { type, name, key: index.key } } : undefined;
}

/** `aws.alias`; undefined for an expression that isn't names only. */
export function dottedNames(expression: Expression): string | undefined {
  const steps = traversalOf(expression)?.map(step => (typeof step === 'string' ? step : undefined));
  return steps?.every(step => step !== undefined) ? steps.join('.') : undefined;
}

/** A name, or an index. */
export type TraversalStep = string | { readonly key: InstanceKey };

/** The steps of `a.b[0].c`; undefined for an expression that is no such reference. */
export function traversalOf(expression: Expression): TraversalStep[] | undefined {
  switch (expression.kind) {
    case 'name':
      return [expression.name];
    case 'attribute': {
      const target = traversalOf(expression.target);
      return target && [...target, expression.name];
    }
    case 'index': {
      const target = traversalOf(expression.target);
      const key = literalKey(expression.key);
      return target && key !== undefined ? [...target, { key }] : undefined;
    }
    default:
      return undefined;
  }
}

function literalKey(expression: Expression): InstanceKey | undefined {
  if (expression.kind === 'text') return expression.value;
  return expression.kind === 'number' && /^\d+$/.test(expression.text) ? Number(expression.text) : undefined;
}
