/**
 * What data sources wait for. Source of the rules: transform_reference.go in internal/terraform of hashicorp/terraform (`ReferenceMap.dependsOn`) and
 * `dependenciesHavePendingChanges`.
 */
import type { Expression } from '../syntax/ast';
import { declaredAttribute } from '../workspace/declarations';
import { resourceAttribute } from './moduleResources';
import { referencesIn, referencesOf, type Reference } from './references';
import type { ModuleNode, ResourceNode } from './moduleNode';
import type { Walk } from './walk';

/** Resources, found through all that they depend on. */
type Found = Set<ResourceNode>;

export class PlanDependencies {
  private readonly ofModules = new Map<ModuleNode, ReadonlySet<ResourceNode>>();

  constructor(private readonly walk: Walk) {}

  /** The managed resources whose planned changes defer a data source. */
  ofDataSource(data: ResourceNode): ReadonlySet<ResourceNode> {
    const found: Found = new Set();
    const explicit = resourceAttribute(data.block, 'depends_on')?.attribute.value;
    if (explicit) this.addDependsOn(data.node, explicit, found, false);
    for (const { block } of data.block.parts)
      for (const reference of referencesIn(block)) {
        const resource =
          reference.kind === 'resource' && !reference.isData ? data.node.resource(reference.key) : undefined;
        if (resource) found.add(resource);
      }
    for (const resource of this.ofModule(data.node)) found.add(resource);
    found.delete(data);
    return new Set([...found].filter(({ block }) => !block.isData));
  }

  /** The `depends_on` of the call of a module, and of the calls around it. */
  private ofModule(node: ModuleNode): ReadonlySet<ResourceNode> {
    let found = this.ofModules.get(node);
    if (!found) {
      const { within } = node;
      const added: Found = new Set(within && this.ofModule(within.parent));
      const explicit = within && declaredAttribute(within.call.declaration, 'depends_on')?.attribute.value;
      if (explicit) this.addDependsOn(within.parent, explicit, added, true);
      this.ofModules.set(node, (found = added));
    }
    return found;
  }

  private addDependsOn(node: ModuleNode, list: Expression, found: Found, isTransitive: boolean): void {
    for (const reference of referencesOf(list)) {
      const resource = reference.kind === 'resource' ? node.resource(reference.key) : undefined;
      if (resource) found.add(resource);
      if (!resource || isTransitive) this.addAll(node, [reference], found, new Set());
    }
  }

  /** Everything that references lead to, through variables, locals, outputs, providers and other resources. */
  private addAll(node: ModuleNode, references: Iterable<Reference>, found: Found, visited: Set<unknown>): void {
    for (const reference of references) this.follow(node, reference, found, visited);
  }

  private follow(node: ModuleNode, reference: Reference, found: Found, visited: Set<unknown>): void {
    switch (reference.kind) {
      case 'resource': {
        const resource = node.resource(reference.key);
        if (resource) this.addResource(resource, found, visited);
        return;
      }
      case 'local': {
        const local = node.folder?.local(reference.name);
        if (local && this.isNew(`${node.instance.address} ${reference.name}`, visited))
          this.addAll(node, referencesIn(local.attribute), found, visited);
        return;
      }
      case 'variable':
        return this.addVariable(node, reference.name, found, visited);
      case 'output':
        for (const child of node.childrenOf(reference.module).values())
          this.addOutput(child, reference.name, found, visited);
        return;
      case 'module':
        for (const child of node.childrenOf(reference.name).values()) {
          for (const inner of child.modules())
            for (const resource of inner.resources()) this.addResource(resource, found, visited);
          for (const name of child.folder?.names('output') ?? []) this.addOutput(child, name, found, visited);
        }
    }
  }

  private addResource(resource: ResourceNode, found: Found, visited: Set<unknown>): void {
    found.add(resource);
    if (!this.isNew(resource, visited)) return;
    const { node, block } = resource;
    for (const part of block.parts) this.addAll(node, referencesIn(part.block), found, visited);
    const provider = this.walk.providerOf(resource);
    if (provider) this.addAll(provider.node, referencesIn(provider.declaration.block), found, visited);
    this.addModule(node, found, visited);
  }

  /** The instances of a module, and what it waits for. */
  private addModule(node: ModuleNode, found: Found, visited: Set<unknown>): void {
    const { within } = node;
    if (!within || !this.isNew(node, visited)) return;
    for (const name of ['count', 'for_each', 'depends_on']) {
      const part = declaredAttribute(within.call.declaration, name);
      if (part) this.addAll(within.parent, referencesIn(part.attribute), found, visited);
    }
    this.addModule(within.parent, found, visited);
  }

  private addVariable(node: ModuleNode, name: string, found: Found, visited: Set<unknown>): void {
    const { within } = node;
    const part = within && declaredAttribute(within.call.declaration, name);
    if (part && this.isNew(`${node.instance.address} var ${name}`, visited))
      this.addAll(within.parent, referencesIn(part.attribute), found, visited);
  }

  private addOutput(node: ModuleNode, name: string, found: Found, visited: Set<unknown>): void {
    const declaration = node.folder?.declaration('output', name);
    if (!declaration || !this.isNew(`${node.instance.address} output ${name}`, visited)) return;
    this.addAll(node, referencesIn(declaration.block), found, visited);
  }

  private isNew(vertex: unknown, visited: Set<unknown>): boolean {
    if (visited.has(vertex)) return false;
    visited.add(vertex);
    return true;
  }
}
