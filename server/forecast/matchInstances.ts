/** The instances of both sides that are the same object, after `moved` and `removed` blocks. */
import { addressText, type ResourceAddress } from './addresses';
import type { ResourceInstance, ResourceNode } from './moduleNode';
import { isKeptAtEnd } from './moduleResources';
import { movedAddresses, type MoveStatement } from './moves';
import type { Walk } from './walk';

/** An instance before the change, and its address after `moved` blocks. */
export interface MovedInstance {
  readonly instance: ResourceInstance;
  readonly to: ResourceAddress;
}

/** The address that a plan shows. */
export const plannedText = ({ instance, to }: MovedInstance): string =>
  instance.repetition.isUnknown ? instance.text : addressText(to);

/**
 * Which instances are the same object. The instances after the change are not evaluated for it: their number may depend on values that depend on
 * the matching.
 */
export class Matching {
  /** The instances before the change, by the new address. */
  readonly priors = new Map<string, ResourceInstance>();
  /** Addresses of resources whose instances before the change are unknown. */
  readonly unknownBefore = new Set<string>();
  /** Addresses that an `import` block brings under management. */
  readonly imported = new Set<string>();
  private readonly resources = new Map<string, ResourceNode>();
  /** By the new address of the resource. */
  private readonly moved = new Map<string, MovedInstance[]>();

  /** What `removed` blocks keep: paths of modules, and of resources. */
  private readonly forgotten = new Set<string>();

  private constructor(
    private readonly after: Walk,
    private readonly isReached: (call: string) => boolean,
  ) {}

  /** @param isReached whether the change reaches a call of the root module; the others are left out */
  static *of(
    before: Walk | undefined,
    after: Walk,
    isReached: (call: string) => boolean,
  ): Generator<undefined, Matching> {
    const matching = new Matching(after, isReached);
    yield* matching.read();
    if (before) yield* matching.match(before);
    return matching;
  }

  private *read(): Generator<undefined, void> {
    for (const node of this.after.root.modules(this.isReached)) {
      yield;
      for (const resource of node.resources())
        if (!resource.block.isData) this.resources.set(resource.address, resource);
      const { imported = [], forgotten = [] } = node.moduleResources ?? {};
      for (const { resource, module } of imported)
        if (resource) this.imported.add(addressText({ ...resource, module: [...node.path, ...module] }));
      for (const { module, resource } of forgotten) {
        const path = [...node.path, ...module].map(({ name }) => name);
        this.forgotten.add(resource ? `${path.join('.')} ${resource.type}.${resource.name}` : path.join('.'));
      }
    }
  }

  /** Whether a `removed` block keeps the object of an address. */
  private isForgotten({ module, type, name }: ResourceAddress): boolean {
    const path = module.map(step => step.name);
    return (
      this.forgotten.has(`${path.join('.')} ${type}.${name}`) ||
      path.some((_, index) => this.forgotten.has(path.slice(0, index + 1).join('.')))
    );
  }

  /** Instances that the new configuration lacks. */
  destroyed(): MovedInstance[] {
    return [...this.moved.keys()].flatMap(address => this.destroyedOf(address));
  }

  /** Whether a resource loses instances. */
  losesInstances(resource: ResourceNode): boolean {
    return this.destroyedOf(resource.address).length > 0;
  }

  private destroyedOf(address: string): MovedInstance[] {
    const resource = this.resources.get(address);
    const block = resource?.block;
    const current = resource?.instances() ?? [];
    // Which instances stay is unknown.
    if (current.some(({ repetition }) => repetition.isUnknown)) return [];
    const texts = new Set(current.map(({ text }) => text));
    return (this.moved.get(address) ?? []).filter(moved => {
      const target = plannedText(moved);
      const stays = texts.has(target) && this.priors.get(target) === moved.instance;
      return !stays && !this.isForgotten(moved.to) && !isKeptAtEnd(block ?? moved.instance.resource.block);
    });
  }

  private *match(before: Walk): Generator<undefined, void> {
    const old = new Map<string, ResourceAddress>();
    const byText = new Map<string, ResourceInstance>();
    yield* before.visitInstances(
      false,
      instance => {
        const { text, address, resource } = instance;
        if (instance.repetition.isUnknown) {
          this.priors.set(text, instance);
          this.unknownBefore.add(resource.address);
          this.add(resource.address, instance, address);
        } else {
          old.set(text, address);
          byText.set(text, instance);
        }
      },
      this.isReached,
    );
    const statements = yield* movesOf(this.after, this.isReached);
    const isCounted = (address: ResourceAddress): boolean | undefined => {
      const repetition = this.resources.get(addressText({ ...address, key: undefined }))?.repetition;
      return repetition === undefined || repetition === 'each' ? undefined : repetition === 'count';
    };
    for (const [from, to] of yield* movedAddresses(old, statements, {
      isCounted,
      afford: steps => this.after.afford(steps),
    })) {
      const instance = byText.get(from)!;
      const target = addressText(to);
      if (!this.priors.has(target)) this.priors.set(target, instance);
      this.add(addressText({ ...to, key: undefined }), instance, to);
    }
  }

  private add(resource: string, instance: ResourceInstance, to: ResourceAddress): void {
    const all = this.moved.get(resource);
    if (all) all.push({ instance, to });
    else this.moved.set(resource, [{ instance, to }]);
  }
}

function* movesOf(after: Walk, isReached: (call: string) => boolean): Generator<undefined, MoveStatement[]> {
  const statements = new Map<string, MoveStatement>();
  for (const node of after.root.modules(isReached)) {
    yield;
    const module = node.path.map(({ name }) => name);
    for (const [index, { from, to }] of (node.moduleResources?.moved ?? []).entries())
      statements.set(`${module.join('.')} ${index}`, { module, from, to });
  }
  return [...statements.values()];
}
