/** The new addresses of resources after `moved` blocks. Source of the rules: internal/refactoring of hashicorp/terraform. */
import { addressText, type Endpoint, type ModuleStep, type ResourceAddress } from './addresses';

/** A `moved` block, and the path of the module that contains it, without instance keys. */
export interface MoveStatement {
  readonly module: readonly string[];
  readonly from: Endpoint;
  readonly to: Endpoint;
}

/** Whether a resource uses `count`, by its address without keys; undefined if there is no such resource. */
export type CountedResource = (address: ResourceAddress) => boolean | undefined;

/** The number of moves after which a chain ends. Terraform rejects cycles. */
const MAX_CHAIN = 100;

/**
 * The addresses of the old instances in the new configuration.
 * @param old by their text
 * @returns old address → new address, for all of them
 */
export function movedAddresses(
  old: ReadonlyMap<string, ResourceAddress>,
  statements: readonly MoveStatement[],
  isCounted: CountedResource,
): Map<string, ResourceAddress> {
  const wanted = new Map<string, ResourceAddress>();
  for (const [text, address] of old) {
    const moved = afterStatements(address, statements);
    wanted.set(text, impliedAddress(moved, isCounted));
  }
  return withoutBlocked(old, wanted);
}

function afterStatements(address: ResourceAddress, statements: readonly MoveStatement[]): ResourceAddress {
  let current = address;
  for (let count = 0; count < MAX_CHAIN; count++) {
    const next = firstMove(current, statements);
    if (!next) return current;
    current = next;
  }
  return address;
}

function firstMove(address: ResourceAddress, statements: readonly MoveStatement[]): ResourceAddress | undefined {
  for (const statement of statements) {
    const next = movedBy(address, statement);
    if (next) return next;
  }
  return undefined;
}

function movedBy(address: ResourceAddress, { module, from, to }: MoveStatement): ResourceAddress | undefined {
  if (address.module.length < module.length) return undefined;
  if (!module.every((name, index) => address.module[index]!.name === name)) return undefined;
  const around = address.module.slice(0, module.length);
  const below = address.module.slice(module.length);
  return from.resource && to.resource
    ? movedResource(address, around, below, from, to)
    : from.resource || to.resource
      ? undefined
      : movedModule(address, around, below, from.module, to.module);
}

function movedResource(
  address: ResourceAddress,
  around: readonly ModuleStep[],
  below: readonly ModuleStep[],
  from: Endpoint,
  to: Endpoint,
): ResourceAddress | undefined {
  const source = from.resource!;
  const target = to.resource!;
  if (below.length !== from.module.length || !below.every((step, index) => isSameStep(step, from.module[index]!)))
    return undefined;
  if (address.type !== source.type || address.name !== source.name) return undefined;
  const isWhole = source.key === undefined && target.key === undefined;
  if (!isWhole && address.key !== source.key) return undefined;
  return {
    module: [...around, ...to.module],
    type: target.type,
    name: target.name,
    key: isWhole ? address.key : target.key,
  };
}

function movedModule(
  address: ResourceAddress,
  around: readonly ModuleStep[],
  below: readonly ModuleStep[],
  from: readonly ModuleStep[],
  to: readonly ModuleStep[],
): ResourceAddress | undefined {
  const last = from.at(-1);
  const target = to.at(-1);
  const step = below[from.length - 1];
  if (!last || !target || !step) return undefined;
  if (!from.slice(0, -1).every((each, index) => isSameStep(below[index]!, each)) || step.name !== last.name)
    return undefined;
  const isWhole = last.key === undefined && target.key === undefined;
  if (!isWhole && step.key !== last.key) return undefined;
  const moved: ModuleStep = { name: target.name, key: isWhole ? step.key : target.key };
  return { ...address, module: [...around, ...to.slice(0, -1), moved, ...below.slice(from.length)] };
}

export const isSameStep = (a: ModuleStep, b: ModuleStep): boolean => a.name === b.name && a.key === b.key;

/** Terraform moves an instance by itself if `count` is added or removed. */
function impliedAddress(address: ResourceAddress, isCounted: CountedResource): ResourceAddress {
  if (address.key !== undefined && address.key !== 0) return address;
  const counted = isCounted(address);
  if (counted === undefined) return address;
  if (counted && address.key === undefined) return { ...address, key: 0 };
  return !counted && address.key === 0 ? { ...address, key: undefined } : address;
}

/** An object that stays at its address blocks others from moving there. */
function withoutBlocked(
  old: ReadonlyMap<string, ResourceAddress>,
  wanted: ReadonlyMap<string, ResourceAddress>,
): Map<string, ResourceAddress> {
  const staying = new Set([...wanted].filter(([text, to]) => addressText(to) === text).map(([text]) => text));
  const result = new Map<string, ResourceAddress>();
  for (const [text, to] of wanted) {
    const target = addressText(to);
    const isBlocked = target !== text && staying.has(target);
    result.set(text, isBlocked ? old.get(text)! : to);
  }
  return result;
}
