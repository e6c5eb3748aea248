/** The resources, data sources, `moved`, `removed` and `import` blocks of a module folder. */
import { t } from '../../common/localization';
import type { Attribute, Block, Expression, Item } from '../syntax/ast';
import { hasReference } from '../syntax/traversal';
import type { SourceFile } from '../syntax/sourceFileModel';
import { isOverride } from '../workspace/fileNames';
import { findAttribute } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { baseNameOf } from '../workspace/uri';
import { endpointOf, type Endpoint } from './addresses';

export interface ResourceBlock {
  readonly isData: boolean;
  readonly type: string;
  readonly name: string;
  /** The block, followed by those of override files. */
  readonly parts: readonly ResourcePart[];
}

export interface ResourcePart {
  readonly item: Item;
  readonly block: Block;
}

export interface MoveBlock {
  readonly from: Endpoint;
  readonly to: Endpoint;
}

export interface ModuleResources {
  /** By `aws_vpc.current` and `data.aws_vpc.current`, in the order of the source. */
  readonly blocks: ReadonlyMap<string, ResourceBlock>;
  readonly moved: readonly MoveBlock[];
  /** Addresses that are no longer managed, but not destroyed. */
  readonly forgotten: readonly Endpoint[];
  /** Addresses that an `import` block brings under management. */
  readonly imported: readonly Endpoint[];
}

const read = new WeakMap<ModuleFolder, { readonly revision: number; readonly resources: ModuleResources }>();

/** Computed again after one of these blocks has changed. */
export function resourcesOf(folder: ModuleFolder): ModuleResources {
  const revision = folder.resourcesRevision;
  const last = read.get(folder);
  if (last?.revision === revision) return last.resources;
  const resources = resourcesIn(folder.sourceFiles());
  read.set(folder, { revision, resources });
  return resources;
}

/** The number of parts that each instance of a module has. */
export const modulePartCount = (folder: ModuleFolder | undefined): number =>
  folder ? 1 + resourcesOf(folder).blocks.size + folder.count('module') : 1;

function resourcesIn(files: readonly SourceFile[]): ModuleResources {
  const blocks = new Map<string, ResourceBlock>();
  const moved: MoveBlock[] = [];
  const forgotten: Endpoint[] = [];
  const imported: Endpoint[] = [];
  // Override files change what the others declare.
  const inOrder = [...files].sort((a, b) => Number(isOverrideFile(a)) - Number(isOverrideFile(b)));
  for (const file of inOrder) {
    for (const { item } of file.items) {
      const block = item.node;
      if (block.kind !== 'block') continue;
      if (block.type === 'resource' || block.type === 'data') addResource(blocks, item, block, isOverrideFile(file));
      else if (block.type === 'moved') {
        const from = endpointIn(block, 'from');
        const to = endpointIn(block, 'to');
        if (from && to) moved.push({ from, to });
      } else if (block.type === 'removed') {
        const from = endpointIn(block, 'from');
        if (from && keepsObject(block)) forgotten.push(from);
      } else if (block.type === 'import') {
        const to = endpointIn(block, 'to');
        if (to) imported.push(to);
      }
    }
  }
  return { blocks, moved, forgotten, imported };
}

const isOverrideFile = (file: SourceFile): boolean => isOverride(baseNameOf(file.uri));

function addResource(blocks: Map<string, ResourceBlock>, item: Item, block: Block, overrides: boolean): void {
  const [type, name] = block.labels;
  if (!type || !name) return;
  const isData = block.type === 'data';
  const key = `${isData ? 'data.' : ''}${type.name}.${name.name}`;
  const declared = blocks.get(key);
  if (declared && !overrides) return;
  const parts = [...(declared?.parts ?? []), { item, block }];
  blocks.set(key, { isData, type: type.name, name: name.name, parts });
}

function endpointIn(block: Block, name: string): Endpoint | undefined {
  const value = findAttribute(block, name)?.value;
  return value && endpointOf(value);
}

/** `lifecycle { destroy = false }`, and OpenTofu without a `lifecycle`. */
function keepsObject(block: Block): boolean {
  const lifecycle = block.body.find(entry => entry.kind === 'block' && entry.type === 'lifecycle');
  const destroy = lifecycle?.kind === 'block' ? findAttribute(lifecycle, 'destroy')?.value : undefined;
  return destroy?.kind !== 'bool' || !destroy.value;
}

/** An attribute of a resource and its item: the last one of the override files, or else that of the block. */
export function resourceAttribute(
  resource: ResourceBlock,
  name: string,
): { readonly item: Item; readonly attribute: Attribute } | undefined {
  for (let index = resource.parts.length - 1; index >= 0; index--) {
    const { item, block } = resource.parts[index]!;
    const attribute = findAttribute(block, name);
    if (attribute) return { item, attribute };
  }
  return undefined;
}

/** The argument of the `lifecycle` block. */
export const lifecycleArgument = (resource: ResourceBlock, name: string): Expression | undefined =>
  lifecyclePart(resource, name)?.attribute.value;

/** The argument of the `lifecycle` block, and its item. */
export function lifecyclePart(
  { parts }: Pick<ResourceBlock, 'parts'>,
  name: string,
): { readonly item: Item; readonly attribute: Attribute } | undefined {
  for (let index = parts.length - 1; index >= 0; index--) {
    const { item, block } = parts[index]!;
    for (const entry of block.body)
      if (entry.kind === 'block' && entry.type === 'lifecycle') {
        const attribute = findAttribute(entry, name);
        if (attribute) return { item, attribute };
      }
  }
  return undefined;
}

/** `enabled` of the `lifecycle` block of a call or resource: OpenTofu's alternative to a `count` of 0 or 1. */
export const enabledArgument = (
  parts: readonly ResourcePart[],
): { readonly item: Item; readonly attribute: Attribute } | undefined => lifecyclePart({ parts }, 'enabled');

/** What a plan of a replacement says of such a resource. */
export const keptText = (): string => t('The old object is not destroyed, because its lifecycle says destroy = false.');

/** Whether the lifecycle of a resource says that its objects are only removed from the state, and not destroyed. */
export function isKeptAtEnd(resource: ResourceBlock): boolean {
  const destroy = lifecycleArgument(resource, 'destroy');
  return destroy?.kind === 'bool' && !destroy.value;
}

/** Why a plan that replaces or destroys objects of such a resource fails; undefined if it doesn't. */
export function destroyProblem(resource: ResourceBlock, text: string): string | undefined {
  const destroy = lifecycleArgument(resource, 'destroy');
  return destroy && hasReference(destroy)
    ? t('{0}: "destroy" of its lifecycle has to be true or false, without references. The plan fails.', text)
    : undefined;
}

/** The blocks of a kind in a resource's `lifecycle`. */
export const conditionsOf = (resource: ResourceBlock, kind: 'precondition' | 'postcondition'): readonly Block[] =>
  resource.parts.flatMap(({ block }) =>
    block.body.flatMap(entry =>
      entry.kind === 'block' && entry.type === 'lifecycle'
        ? entry.body.filter((inner): inner is Block => inner.kind === 'block' && inner.type === kind)
        : [],
    ),
  );
