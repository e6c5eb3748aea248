/**
 * A folder as terraform sees it: one module, declared by all its files. Tables are updated per file, so that the cost of a change is proportional
 * to the file.
 */
import { memoize } from '../../common/memoize';
import type { Block, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { DeclarationTable } from './declarationTable';
import { staticPaths, isComputed } from './staticEvaluation';
import { automaticVariableFiles, isOverride, isTofuFile, shadowPartner, sourceSyntaxOf } from './fileNames';
import { RecentChanges } from './recentChanges';
import { haveSameDeclarations, haveSameStructure, mergesEnvironments } from './structure';
import { baseNameOf } from './uri';
import {
  findAttribute,
  type BlockKind,
  type Declaration,
  type LocalDeclaration,
  type ModuleDeclarations,
} from './declarations';

const KINDS: readonly BlockKind[] = ['module', 'variable', 'provider', 'output', 'terraform', 'language'];

export class ModuleFolder implements ModuleDeclarations {
  private readonly files = new Map<string, SourceFile>();
  private readonly blocks = new Map(KINDS.map(kind => [kind, new DeclarationTable<Declaration>()]));
  private readonly localNames = new DeclarationTable<LocalDeclaration>();
  /** Calls with a computed source or version, which changes with locals and variables. */
  private computedCalls = 0;
  private computedPaths: { readonly revision: number; readonly paths: readonly string[] } | undefined;
  /** `./modules/nginx` → number of calls with that source. */
  private readonly pathSources = new Map<string, number>();
  /** Increases when the set of module call paths changes. */
  callPathsRevision = 0;
  /** Increases when a variable or a module call changes, which the callers of the folder can see. */
  interfaceRevision = 0;
  /** Labels of the module calls that have changed last, by `interfaceRevision`. */
  private readonly changedCalls = new RecentChanges();
  /** Increases when the structure of the module changes: see structure.ts. */
  structureRevision = 0;
  /** Increases with every change but those within a `configuration`: see `haveSameDeclarations`. */
  declarationsRevision = 0;
  /** Increases when a variables file is added, changed or removed. */
  variableFilesRevision = 0;
  /** Increases when a block that declares a resource, or says what becomes of one, is added, changed or removed. */
  resourcesRevision = 0;
  private readonly ordered = new Map<BlockKind, { readonly revision: number; readonly names: readonly string[] }>();
  /** Sorted file names, until a file is added or removed. */
  private sortedNames: readonly string[] | undefined;
  /** All files in this order, until one changes: searches visit thousands of files. */
  private sortedFiles: readonly SourceFile[] | undefined;
  private effectiveFiles: readonly SourceFile[] | undefined;
  /** Files that may replace others: without them, which is usual, no name has to be looked up. */
  private substitutes = 0;
  /** Number of effective files with declarations that do not parse completely. */
  private faultyFiles = 0;
  /** Types of resources and data sources (`aws_vpc`) → number of blocks. */
  private readonly resources = new Map<string, number>();
  private variableFiles: { readonly revision: number; readonly files: readonly SourceFile[] } | undefined;

  constructor(
    readonly uri: string,
    readonly functionFailed?: ModuleDeclarations['functionFailed'],
  ) {}

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  /** Effective files, without those that another file replaces, sorted by name. */
  sourceFiles(): readonly SourceFile[] {
    return (this.effectiveFiles ??=
      this.substitutes === 0
        ? this.allFiles()
        : this.allFiles().filter(file => !this.isShadowed(baseNameOf(file.uri))));
  }

  /** Whether a file with declarations does not parse completely: it may declare names that nothing else declares. */
  get hasDiagnostics(): boolean {
    return this.faultyFiles > 0;
  }

  /** Sorted by name. */
  fileNames(): readonly string[] {
    return (this.sortedNames ??= [...this.files.keys()].sort());
  }

  /** Every file, including those that another one replaces, sorted by name. Files may be removed during iteration. */
  allFiles(): readonly SourceFile[] {
    return (this.sortedFiles ??= this.fileNames().flatMap(name => this.files.get(name) ?? []));
  }

  file(name: string): SourceFile | undefined {
    return this.files.get(name);
  }

  /** Replaces a file's previous version; undefined removes it. */
  setFile(name: string, file: SourceFile | undefined): void {
    // A `.tofu` file that is added or removed changes whether the `.tf` file of the same name is effective.
    const partner = shadowPartner(name);
    const names = partner === undefined ? [name] : [name, partner];
    const before = names.map(each => this.activeFile(each));
    if (isTofuFile(name)) this.substitutes += Number(file !== undefined) - Number(this.files.has(name));
    if (this.files.has(name) !== (file !== undefined)) this.sortedNames = undefined;
    this.sortedFiles = undefined;
    this.effectiveFiles = undefined;
    if (file) this.files.set(name, file);
    else this.files.delete(name);
    if (sourceSyntaxOf(name)?.kind === 'variables') {
      this.variableFilesRevision++;
      this.changeComputedCalls();
    }
    for (const [index, each] of names.entries()) {
      const after = this.activeFile(each);
      if (isFaulty(before[index]) !== isFaulty(after) || !haveSameDeclarations(before[index], after))
        this.declarationsRevision++;
      this.replaceItems(each, before[index], after);
    }
  }

  /** The declaration of a name: the first in the order of file names, merged with override files. */
  declaration(kind: BlockKind, name: string): Declaration | undefined {
    return resolveOverrides(this.blocks.get(kind)!.all(name));
  }

  /** Every name of a kind, in no particular order. */
  names(kind: BlockKind): Iterable<string> {
    return this.blocks.get(kind)!.names();
  }

  /** Number of names of a kind. */
  count(kind: BlockKind | 'local'): number {
    return kind === 'local' ? this.localNames.size : this.blocks.get(kind)!.size;
  }

  /** Every name of a kind in the order of file names, and of the text in each file. */
  namesInOrder(kind: BlockKind): readonly string[] {
    const cached = this.ordered.get(kind);
    if (cached?.revision === this.structureRevision) return cached.names;
    const table = this.blocks.get(kind)!;
    const names = new Set<string>();
    for (const file of this.fileNames()) {
      // A block in a variables file declares nothing.
      if (sourceSyntaxOf(file)?.kind !== 'configuration') continue;
      for (const { item } of this.activeFile(file)?.items ?? []) {
        if (item.node.kind !== 'block' || item.node.type !== kind) continue;
        const key = keyOf(item.node);
        if (table.has(key)) names.add(key);
      }
    }
    const ordered = { revision: this.structureRevision, names: [...names] };
    this.ordered.set(kind, ordered);
    return ordered.names;
  }

  /** Types of the folder's resources and data sources: `aws_vpc`. */
  resourceTypes(): Iterable<string> {
    return this.resources.keys();
  }

  /** All declarations of a name, to report duplicates. */
  declarations(kind: BlockKind, name: string): readonly Declaration[] {
    // Also called for kinds without a table, such as resources.
    return this.blocks.get(kind)?.all(name) ?? [];
  }

  local(name: string): LocalDeclaration | undefined {
    return resolveLocal(this.localNames.all(name));
  }

  locals(): Iterable<string> {
    return this.localNames.names();
  }

  /**
   * Labels of the module calls whose declarations have changed after a revision; undefined if that is too long ago.
   * @param revision an earlier value of `interfaceRevision`
   */
  callsChangedSince(revision: number): ReadonlySet<string> | undefined {
    return this.changedCalls.since(revision);
  }

  /** Relative paths in the sources of module calls. */
  calledPaths(): Iterable<string> {
    if (this.computedCalls === 0) return this.pathSources.keys();
    if (this.computedPaths?.revision !== this.interfaceRevision) {
      const paths = staticPaths(this, this.blocks.get('module')!.entries());
      this.computedPaths = { revision: this.interfaceRevision, paths };
    }
    return new Set([...this.pathSources.keys(), ...this.computedPaths.paths]);
  }

  /** Variables files in the order in which they are loaded: later ones win. */
  automaticVariableFiles(): readonly SourceFile[] {
    if (this.variableFiles?.revision !== this.variableFilesRevision) {
      const files = automaticVariableFiles([...this.files.keys()]).map(name => this.files.get(name)!);
      this.variableFiles = { revision: this.variableFilesRevision, files };
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
    if (!haveSameStructure(before, after)) this.structureRevision++;
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
    if (node.type === 'module') {
      this.countPath(node, 1);
      this.changedCalls.note(this.interfaceRevision, keyOf(node));
    }
    if (RESOURCE_KINDS.has(node.type)) this.resourcesRevision++;
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
    if (node.type === 'module') {
      this.countPath(node, -1);
      this.changedCalls.note(this.interfaceRevision, keyOf(node));
    }
    if (RESOURCE_KINDS.has(node.type)) this.resourcesRevision++;
    if (isResource(node)) count(this.resources, node.labels[0]?.name ?? '', -1);
  }

  /** The inputs of computed sources and versions have changed. */
  private changeComputedCalls(): void {
    if (this.computedCalls === 0) return;
    this.interfaceRevision++;
    this.structureRevision++;
    this.callPathsRevision++;
  }

  private countPath(block: Block, change: 1 | -1): void {
    const source = findAttribute(block, 'source')?.value;
    if (isComputed(source) || isComputed(findAttribute(block, 'version')?.value)) {
      this.computedCalls += change;
      this.callPathsRevision++;
    }
    if (source?.kind !== 'text' || !/^\.\.?\//.test(source.value)) return;
    const calls = this.pathSources.size;
    count(this.pathSources, source.value, change);
    if (calls !== this.pathSources.size) this.callPathsRevision++;
  }
}

const isFaulty = (file: SourceFile | undefined): boolean => file !== undefined && file.diagnostics.length > 0;

const RESOURCE_KINDS: ReadonlySet<string> = new Set(['resource', 'data', 'moved', 'removed', 'import']);

const isResource = ({ type }: Block): boolean => type === 'resource' || type === 'data';

/**
 * Adds to the count of a name; names with a count of zero are removed.
 * @returns the count
 */
function count(counts: Map<string, number>, name: string, change: 1 | -1): number {
  const now = (counts.get(name) ?? 0) + change;
  if (now > 0) counts.set(name, now);
  else counts.delete(name);
  return now;
}

/** Label of the block; for providers type and alias: `aws.eks_a`. */
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

/** The last one of override files, or else the first. */
const resolveLocal = (all: readonly LocalDeclaration[]): LocalDeclaration | undefined =>
  all.length < 2 ? all[0] : overridingLocal(all);

const overridingLocal = memoize(
  (all: readonly LocalDeclaration[]): LocalDeclaration | undefined =>
    all.findLast(each => isOverride(each.file)) ?? all[0],
);
