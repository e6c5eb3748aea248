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

/** Number of instances between two pauses. */
const INSTANCES_PER_PAUSE = 32;
/** Steps of one move of one instance. */
const STEPS_PER_MOVE = 10;

export interface MoveContext {
  readonly isCounted: CountedResource;
  /** Takes steps. @returns whether the budget permits them; otherwise chains of moves end early */
  readonly afford: (steps: number) => boolean;
}

/**
 * The addresses of the old instances in the new configuration.
 * @param old by their text
 * @returns old address → new address, for all of them
 */
export function* movedAddresses(
  old: ReadonlyMap<string, ResourceAddress>,
  statements: readonly MoveStatement[],
  { isCounted, afford }: MoveContext,
): Generator<undefined, Map<string, ResourceAddress>> {
  const wanted = new Map<string, ResourceAddress>();
  const moves = new MoveIndex(statements);
  let count = 0;
  for (const [text, address] of old) {
    if (++count % INSTANCES_PER_PAUSE === 0) yield;
    const moved = statements.length === 0 ? address : afterMoves(address, moves, afford);
    wanted.set(text, impliedAddress(moved, isCounted));
  }
  return withoutBlocked(old, wanted);
}

function afterMoves(address: ResourceAddress, moves: MoveIndex, afford: MoveContext['afford']): ResourceAddress {
  let current = address;
  for (let count = 0; count < MAX_CHAIN && afford(STEPS_PER_MOVE * (1 + address.module.length ** 2)); count++) {
    const next = moves.first(current);
    if (!next) return current;
    current = next;
  }
  return address;
}

/** Moves by what they can move, since each of thousands of instances looks for its own. */
class MoveIndex {
  private readonly byOrigin = new Map<string, { readonly order: number; readonly statement: MoveStatement }>();

  constructor(statements: readonly MoveStatement[]) {
    for (const [order, statement] of statements.entries()) {
      const { module, from, to } = statement;
      // Terraform rejects a move between a resource and a module, and two moves from the same address.
      if ((from.resource === undefined) !== (to.resource === undefined)) continue;
      const key = originKey(module, from.module, from.resource);
      if (!this.byOrigin.has(key)) this.byOrigin.set(key, { order, statement });
    }
  }

  /** The address after the first move in the order of the statements; undefined if none moves it. */
  first(address: ResourceAddress): ResourceAddress | undefined {
    const found = [...this.candidates(address)].sort((a, b) => a.order - b.order);
    for (const { statement } of found) {
      const next = movedBy(address, statement);
      if (next) return next;
    }
    return undefined;
  }

  private *candidates(address: ResourceAddress) {
    const { module, type, name, key } = address;
    const names = module.map(step => step.name);
    for (let start = 0; start <= module.length; start++) {
      const around = names.slice(0, start);
      const below = module.slice(start);
      const keys = [originKey(around, below, { type, name }), originKey(around, below, { type, name, key })];
      for (let end = 1; end <= below.length; end++) {
        const last = below[end - 1]!;
        const steps = below.slice(0, end);
        keys.push(originKey(around, steps), originKey(around, [...steps.slice(0, -1), { name: last.name }]));
      }
      for (const each of new Set(keys)) {
        const found = this.byOrigin.get(each);
        if (found) yield found;
      }
    }
  }
}

const originKey = (module: readonly string[], steps: readonly ModuleStep[], resource?: Endpoint['resource']): string =>
  JSON.stringify([
    module,
    steps.map(({ name, key }) => [name, key]),
    resource && [resource.type, resource.name, resource.key],
  ]);

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
