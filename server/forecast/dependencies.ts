/**
 * What data sources wait for. Source of the rules: transform_reference.go in internal/terraform of hashicorp/terraform (`ReferenceMap.dependsOn`) and
 * `dependenciesHavePendingChanges`.
 */
import type { Expression } from '../syntax/ast';
import { declaredAttribute } from '../workspace/declarations';
import { enabledArgument, resourceAttribute } from './moduleResources';
import { referencesIn, referencesOf, type Reference } from './references';
import type { ModuleNode, ResourceNode } from './moduleNode';
import type { Walk } from './walk';

/** Steps of following one reference. */
const STEPS_PER_REFERENCE = 5;

export class PlanDependencies {
  private readonly ofModules = new Map<ModuleNode, ReadonlySet<ResourceNode> | undefined>();
  private readonly ofDataSources = new Map<ResourceNode, ReadonlySet<ResourceNode> | undefined>();

  constructor(private readonly walk: Walk) {}

  /** The managed resources whose planned changes defer a data source; undefined if finding them takes too long. */
  ofDataSource(data: ResourceNode): ReadonlySet<ResourceNode> | undefined {
    if (!this.ofDataSources.has(data)) this.ofDataSources.set(data, this.findForDataSource(data));
    return this.ofDataSources.get(data);
  }

  private findForDataSource(data: ResourceNode): ReadonlySet<ResourceNode> | undefined {
    const ofModule = this.ofModule(data.node);
    if (!ofModule) return undefined;
    const search = new Search(this.walk, ofModule);
    const explicit = resourceAttribute(data.block, 'depends_on')?.attribute.value;
    if (explicit) search.addDependsOn(data.node, explicit, false);
    for (const { block } of data.block.parts)
      for (const reference of referencesIn(block)) {
        const resource =
          reference.kind === 'resource' && !reference.isData ? data.node.resource(reference.key) : undefined;
        if (resource) search.found.add(resource);
      }
    const found = search.result();
    return found && new Set([...found].filter(each => each !== data && !each.block.isData));
  }

  /** The `depends_on` of the call of a module, and of the calls around it. */
  private ofModule(node: ModuleNode): ReadonlySet<ResourceNode> | undefined {
    if (!this.ofModules.has(node)) this.ofModules.set(node, this.findForModule(node));
    return this.ofModules.get(node);
  }

  private findForModule({ within }: ModuleNode): ReadonlySet<ResourceNode> | undefined {
    if (!within) return new Set();
    const around = this.ofModule(within.parent);
    const explicit = declaredAttribute(within.call.declaration, 'depends_on')?.attribute.value;
    if (!around || !explicit) return around;
    const search = new Search(this.walk, around);
    search.addDependsOn(within.parent, explicit, true);
    return search.result();
  }
}

/** Follows references through variables, locals, outputs, providers and other resources. */
class Search {
  readonly found: Set<ResourceNode>;
  private readonly visited = new Set<unknown>();
  private readonly open: { readonly node: ModuleNode; readonly reference: Reference }[] = [];

  constructor(
    private readonly walk: Walk,
    found: Iterable<ResourceNode>,
  ) {
    this.found = new Set(found);
  }

  /** @returns undefined if it takes too long */
  result(): ReadonlySet<ResourceNode> | undefined {
    for (let next = this.open.pop(); next; next = this.open.pop()) {
      if (!this.walk.afford(STEPS_PER_REFERENCE)) return undefined;
      this.follow(next.node, next.reference);
    }
    return this.found;
  }

  addDependsOn(node: ModuleNode, list: Expression, isTransitive: boolean): void {
    for (const reference of referencesOf(list)) {
      const resource = reference.kind === 'resource' ? node.resource(reference.key) : undefined;
      if (resource) this.found.add(resource);
      if (!resource || isTransitive) this.addAll(node, [reference]);
    }
  }

  private addAll(node: ModuleNode, references: readonly Reference[]): void {
    for (const reference of references) this.open.push({ node, reference });
  }

  private follow(node: ModuleNode, reference: Reference): void {
    switch (reference.kind) {
      case 'resource': {
        const resource = node.resource(reference.key);
        if (resource) this.addResource(resource);
        return;
      }
      case 'local': {
        const local = node.folder?.local(reference.name);
        if (local && this.isNew(`${node.instance.address} ${reference.name}`))
          this.addAll(node, referencesIn(local.attribute));
        return;
      }
      case 'variable':
        return this.addVariable(node, reference.name);
      case 'output':
        for (const child of node.childrenOf(reference.module).values()) this.addOutput(child, reference.name);
        return;
      case 'module':
        for (const child of node.childrenOf(reference.name).values()) {
          for (const inner of child.modules()) for (const resource of inner.resources()) this.addResource(resource);
          for (const name of child.folder?.names('output') ?? []) this.addOutput(child, name);
        }
    }
  }

  private addResource(resource: ResourceNode): void {
    this.found.add(resource);
    if (!this.isNew(resource)) return;
    const { node, block } = resource;
    for (const part of block.parts) this.addAll(node, referencesIn(part.block));
    const provider = this.walk.providerOf(resource);
    if (provider) this.addAll(provider.node, referencesIn(provider.declaration.block));
    this.addModule(node);
  }

  /** The instances of a module, and what it waits for. */
  private addModule(node: ModuleNode): void {
    const { within } = node;
    if (!within || !this.isNew(node)) return;
    for (const name of ['count', 'for_each', 'depends_on']) {
      const part = declaredAttribute(within.call.declaration, name);
      if (part) this.addAll(within.parent, referencesIn(part.attribute));
    }
    const enabled = enabledArgument([within.call.declaration]);
    if (enabled) this.addAll(within.parent, referencesIn(enabled.attribute));
    this.addModule(within.parent);
  }

  private addVariable(node: ModuleNode, name: string): void {
    const { within } = node;
    const part = within && declaredAttribute(within.call.declaration, name);
    if (part && this.isNew(`${node.instance.address} var ${name}`))
      this.addAll(within.parent, referencesIn(part.attribute));
  }

  private addOutput(node: ModuleNode, name: string): void {
    const declaration = node.folder?.declaration('output', name);
    if (!declaration || !this.isNew(`${node.instance.address} output ${name}`)) return;
    this.addAll(node, referencesIn(declaration.block));
  }

  private isNew(vertex: unknown): boolean {
    if (this.visited.has(vertex)) return false;
    this.visited.add(vertex);
    return true;
  }
}
