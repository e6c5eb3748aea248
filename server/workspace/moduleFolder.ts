/**
 * A folder as terraform sees it: one module, declared by all its files together. Tables are kept current file by file, so that a change
 * of one file costs what is in that file.
 */
import { memoize } from '../../common/memoize';
import type { Block, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { DeclarationTable } from './declarationTable';
import { staticPaths, isComputed } from './staticEvaluation';
import { automaticVariableFiles, isOverride, shadowPartner, sourceSyntaxOf } from './fileNames';
import { haveSameStructure, mergesEnvironments } from './structure';
import { baseNameOf } from './uri';
import {
  findAttribute,
  type BlockKind,
  type Declaration,
  type LocalDeclaration,
  type ModuleDeclarations,
} from './declarations';
const SUBSTITUTE = /\.tofu(?:\.json)?$/;
const KINDS: readonly BlockKind[] = ['module', 'variable', 'provider', 'output', 'terraform'];

export class ModuleFolder implements ModuleDeclarations {
  private readonly files = new Map<string, SourceFile>();
  private readonly blocks = new Map(KINDS.map(kind => [kind, new DeclarationTable<Declaration>()]));
  private readonly localNames = new DeclarationTable<LocalDeclaration>();
  /** Calls whose source or version is computed: what they call changes with locals and variables. */
  private computedCalls = 0;
  private computedPaths: { readonly revision: number; readonly paths: readonly string[] } | undefined;
  /** `./modules/nginx` → labels of the calls that name it → how many blocks do. */
  private readonly pathSources = new Map<string, Map<string, number>>();
  /** Grows when the set of paths that module calls name changes. */
  pathsRevision = 0;
  /** Grows when a variable or a module call changes: what the folder looks like to a module that calls it. */
  interfaceRevision = 0;
  /** Grows when the folder has other blocks than before, or they hang together in another way: see shape.ts. */
  shapeRevision = 0;
  /** Grows when a file with values for variables comes, changes or goes. */
  valuesRevision = 0;
  private readonly ordered = new Map<BlockKind, { readonly revision: number; readonly names: readonly string[] }>();
  /** Names of the files in their order, until one comes or goes. */
  private sortedNames: readonly string[] | undefined;
  /** Files that may stand in for others: with none of them, which is the rule, no name has to be looked at. */
  private substitutes = 0;
  /** How many files with declarations do not wholly parse, of those that count. */
  private faultyFiles = 0;
  /** Types of resources and data sources (`aws_vpc`) → how many blocks there are. */
  private readonly resources = new Map<string, number>();
  private variableFiles: { readonly revision: number; readonly files: readonly SourceFile[] } | undefined;

  constructor(readonly uri: string) {}

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  /** Files that count, without those that another file shadows, in the order of their names. */
  *sourceFiles(): Iterable<SourceFile> {
    for (const file of this.allFiles()) if (!this.isShadowed(baseNameOf(file.uri))) yield file;
  }

  /** Whether a file with declarations does not wholly parse: a name that nothing here declares may be declared there. */
  get hasDiagnostics(): boolean {
    return this.faultyFiles > 0;
  }

  /** In their order. */
  fileNames(): readonly string[] {
    return (this.sortedNames ??= [...this.files.keys()].sort());
  }

  /** Every file, also those that another one shadows, in the order of their names. Files may go meanwhile. */
  *allFiles(): Iterable<SourceFile> {
    for (const name of this.fileNames()) {
      const file = this.files.get(name);
      if (file) yield file;
    }
  }

  file(name: string): SourceFile | undefined {
    return this.files.get(name);
  }

  /** Puts a file in the place of its previous version; undefined removes it. */
  setFile(name: string, file: SourceFile | undefined): void {
    // A `.tofu` file appearing or vanishing changes whether the `.tf` file beside it counts.
    const partner = shadowPartner(name);
    const names = partner === undefined ? [name] : [name, partner];
    const before = names.map(each => this.activeFile(each));
    if (SUBSTITUTE.test(name)) this.substitutes += Number(file !== undefined) - Number(this.files.has(name));
    if (this.files.has(name) !== (file !== undefined)) this.sortedNames = undefined;
    if (file) this.files.set(name, file);
    else this.files.delete(name);
    if (sourceSyntaxOf(name)?.kind === 'variables') {
      this.valuesRevision++;
      this.changeComputedCalls();
    }
    for (const [index, each] of names.entries()) this.replaceItems(each, before[index], this.activeFile(each));
  }

  /** The declaration of a name: the first in the order of the file names, with what override files change. */
  declaration(kind: BlockKind, name: string): Declaration | undefined {
    return resolveOverrides(this.blocks.get(kind)!.all(name));
  }

  /** Every name of a kind, in no particular order. */
  names(kind: BlockKind): Iterable<string> {
    return this.blocks.get(kind)!.names();
  }

  /** How many names of a kind there are. */
  count(kind: BlockKind | 'local'): number {
    return kind === 'local' ? this.localNames.size : this.blocks.get(kind)!.size;
  }

  /** Every name of a kind in the order of the file names, and of the text in each file. */
  namesInOrder(kind: BlockKind): readonly string[] {
    const known = this.ordered.get(kind);
    if (known?.revision === this.shapeRevision) return known.names;
    const table = this.blocks.get(kind)!;
    const names = new Set<string>();
    for (const file of this.fileNames()) {
      // A block in a file of values declares nothing.
      if (sourceSyntaxOf(file)?.kind !== 'configuration') continue;
      for (const { item } of this.activeFile(file)?.items ?? []) {
        if (item.node.kind !== 'block' || item.node.type !== kind) continue;
        const key = keyOf(item.node);
        if (table.has(key)) names.add(key);
      }
    }
    const ordered = { revision: this.shapeRevision, names: [...names] };
    this.ordered.set(kind, ordered);
    return ordered.names;
  }

  /** Types of the resources and data sources that the folder has: `aws_vpc`. */
  resourceTypes(): Iterable<string> {
    return this.resources.keys();
  }

  /** All declarations of a name, so that duplicates can be told. */
  declarations(kind: BlockKind, name: string): readonly Declaration[] {
    // Asked about the kind of any symbol, also of blocks that have no table, such as resources.
    return this.blocks.get(kind)?.all(name) ?? [];
  }

  local(name: string): LocalDeclaration | undefined {
    return resolveLocal(this.localNames.all(name));
  }

  locals(): Iterable<string> {
    return this.localNames.names();
  }

  /** Relative paths that module calls name as their source. */
  calledPaths(): Iterable<string> {
    if (this.computedCalls === 0) return this.pathSources.keys();
    if (this.computedPaths?.revision !== this.interfaceRevision) {
      const paths = staticPaths(this, this.blocks.get('module')!.entries());
      this.computedPaths = { revision: this.interfaceRevision, paths };
    }
    return new Set([...this.pathSources.keys(), ...this.computedPaths.paths]);
  }

  /** Labels of the calls that may call the module at a path. @param isWanted whether it is one of the paths */
  labelsOfPath(isWanted: (path: string) => boolean): Iterable<string> {
    // Which path is computed, the call itself has to be asked.
    if (this.computedCalls > 0) return this.names('module');
    const labels = [...this.pathSources].flatMap(([path, named]) => (isWanted(path) ? [...named.keys()] : []));
    return new Set(labels);
  }

  /** Files with values for variables, in the order in which they are loaded: later ones win. */
  automaticVariableFiles(): readonly SourceFile[] {
    if (this.variableFiles?.revision !== this.valuesRevision) {
      const files = automaticVariableFiles([...this.files.keys()]).map(name => this.files.get(name)!);
      this.variableFiles = { revision: this.valuesRevision, files };
    }
    return this.variableFiles.files;
  }

  private isShadowed(name: string): boolean {
    if (this.substitutes === 0) return false;
    const partner = /\.tf(?:\.json)?$/.test(name) ? shadowPartner(name) : undefined;
    return partner !== undefined && this.files.has(partner);
  }

  private activeFile(name: string): SourceFile | undefined {
    return this.isShadowed(name) ? undefined : this.files.get(name);
  }

  private replaceItems(name: string, before: SourceFile | undefined, after: SourceFile | undefined): void {
    if (sourceSyntaxOf(name)?.kind !== 'configuration') return;
    if (!haveSameStructure(before, after)) this.shapeRevision++;
    this.faultyFiles += Number(isFaulty(after)) - Number(isFaulty(before));
    const kept = new Set<Item>(after?.items.map(placed => placed.item));
    const had = new Set<Item>(before?.items.map(placed => placed.item));
    for (const item of had) if (!kept.has(item)) this.remove(item);
    for (const item of kept) if (!had.has(item)) this.add(item, name);
  }

  private add(item: Item, file: string): void {
    const { node } = item;
    if (node.kind === 'attribute') return;
    if (node.type === 'variable' || node.type === 'module' || mergesEnvironments(item)) this.interfaceRevision++;
    if (node.type === 'variable' || node.type === 'locals') this.changeComputedCalls();
    if (node.type === 'locals') {
      for (const entry of node.body)
        if (entry.kind === 'attribute') this.localNames.add(entry.name, { item, attribute: entry, file });
      return;
    }
    const table = this.blocks.get(node.type as BlockKind);
    table?.add(keyOf(node), { item, block: node, file });
    if (node.type === 'module') this.countPath(node, 1);
    if (isResource(node)) count(this.resources, node.labels[0]?.name ?? '', 1);
  }

  private remove(item: Item): void {
    const { node } = item;
    if (node.kind === 'attribute') return;
    if (node.type === 'variable' || node.type === 'module' || mergesEnvironments(item)) this.interfaceRevision++;
    if (node.type === 'variable' || node.type === 'locals') this.changeComputedCalls();
    if (node.type === 'locals') {
      for (const entry of node.body) if (entry.kind === 'attribute') this.localNames.remove(entry.name, item);
      return;
    }
    const table = this.blocks.get(node.type as BlockKind);
    table?.remove(keyOf(node), item);
    if (node.type === 'module') this.countPath(node, -1);
    if (isResource(node)) count(this.resources, node.labels[0]?.name ?? '', -1);
  }

  /** What computed sources and versions follow from is other than before. */
  private changeComputedCalls(): void {
    if (this.computedCalls === 0) return;
    this.interfaceRevision++;
    this.shapeRevision++;
    this.pathsRevision++;
  }

  private countPath(block: Block, change: 1 | -1): void {
    const source = findAttribute(block, 'source')?.value;
    if (isComputed(source) || isComputed(findAttribute(block, 'version')?.value)) {
      this.computedCalls += change;
      this.pathsRevision++;
    }
    if (source?.kind !== 'text' || !/^\.\.?\//.test(source.value)) return;
    const labels = this.pathSources.get(source.value) ?? new Map<string, number>();
    const isKnown = labels.size > 0;
    count(labels, block.labels[0]?.name ?? '', change);
    if (labels.size > 0) this.pathSources.set(source.value, labels);
    else this.pathSources.delete(source.value);
    if (isKnown !== labels.size > 0) this.pathsRevision++;
  }
}

const isFaulty = (file: SourceFile | undefined): boolean => file !== undefined && file.diagnostics.length > 0;

const isResource = ({ type }: Block): boolean => type === 'resource' || type === 'data';

/** Adds to the count of a name; names without any are left out. @returns the count */
function count(counts: Map<string, number>, name: string, change: 1 | -1): number {
  const now = (counts.get(name) ?? 0) + change;
  if (now > 0) counts.set(name, now);
  else counts.delete(name);
  return now;
}

/** Label of the block; providers by name and alias: `aws.eks_a`. */
function keyOf(block: Block): string {
  const label = block.labels[0]?.name ?? '';
  if (block.type !== 'provider') return label;
  const alias = block.body.find(entry => entry.kind === 'attribute' && entry.name === 'alias');
  const value = alias?.kind === 'attribute' && alias.value.kind === 'text' ? alias.value.value : undefined;
  return value === undefined ? label : `${label}.${value}`;
}

const resolveOverrides = (all: readonly Declaration[]): Declaration | undefined =>
  all.length < 2 ? all[0] : overridden(all);

const overridden = memoize((all: readonly Declaration[]): Declaration => {
  const overrides = all.filter(each => isOverride(each.file));
  const base = all.find(each => !isOverride(each.file)) ?? all[0]!;
  return overrides.length > 0 ? { ...base, overrides: overrides.map(({ item, block }) => ({ item, block })) } : base;
});

/** The last one of an override file, else the first. */
const resolveLocal = (all: readonly LocalDeclaration[]): LocalDeclaration | undefined =>
  all.length < 2 ? all[0] : overridingLocal(all);

const overridingLocal = memoize(
  (all: readonly LocalDeclaration[]): LocalDeclaration | undefined =>
    all.findLast(each => isOverride(each.file)) ?? all[0],
);
