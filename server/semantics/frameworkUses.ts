/** Finds code that relies on what clusters of some versions of the framework have: see `FrameworkUse`. */
import { memoize } from '../../common/memoize';
import { now } from '../../common/now';
import type { SourceRange } from '../hcl/model';
import type { FrameworkUse } from '../kubestack/schemas/releaseChange';
import { rangeIn } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import type { Block, Item, Span } from '../syntax/ast';
import { declaredAttribute, findAttribute } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { resolvePath } from '../workspace/uri';
import { occurrencesIn, type Occurrence } from './occurrences';

/** The folder with an overlay for each environment, which clusters applied until v0.14. */
const OVERLAYS = 'manifests/overlays';

/** Tells whether a platform has code that concerns a cluster. Overlays concern all clusters. */
export function frameworkUses(
  root: ModuleInstance,
  model: PlatformModel,
): (use: FrameworkUse, cluster: string) => boolean {
  const clusters: Record<FrameworkUse, () => ReadonlySet<string> | boolean> = {
    overlays: once(() => now(hasOverlays(root, model))),
    exec: once(() => new Set(kubeconfigCommands(root).flatMap(each => each.clusters))),
    kubeconfigOutput: once(
      () =>
        new Set(
          openOutputs(root).flatMap(({ outputs }) =>
            outputs.flatMap(({ module, output }) => (output === 'kubeconfig' ? [module] : [])),
          ),
        ),
    ),
  };
  return (use, cluster) => {
    const found = clusters[use]();
    return typeof found === 'boolean' ? found : found.has(cluster);
  };
}

function once<T>(compute: () => T): () => T {
  let cached: { readonly result: T } | undefined;
  return () => (cached ??= { result: compute() }).result;
}

/** Whether there are overlays that no code mentions, so that only a cluster can apply them, or a cluster has a folder with others. */
export function* hasOverlays(
  { folder, folderUri }: ModuleInstance,
  { workspace }: PlatformModel,
): Generator<undefined, boolean> {
  const isThere = workspace.texts.list(resolvePath(folderUri, OVERLAYS)).length > 0;
  let isMentioned = false;
  let count = 0;
  for (const { items } of folder?.sourceFiles() ?? []) {
    if (++count % FILES_PER_PAUSE === 0) yield;
    for (const { item } of items) {
      if (item.node.kind === 'block' && findAttribute(item.node, 'manifest_path')) return true;
      isMentioned ||= isThere && item.text.includes(OVERLAYS);
    }
  }
  return isThere && !isMentioned;
}

/** Number of files between two pauses. */
const FILES_PER_PAUSE = 256;

/** A block of a provider that reads the command in a kubeconfig. */
export interface KubeconfigCommand {
  readonly range: SourceRange;
  /** The expression whose value is the decoded kubeconfig. */
  readonly kubeconfig: string;
  readonly clusters: readonly string[];
}

const COMMAND = /^(.+?)(?:\["users"\]|\.users)\[0\](?:\["user"\]|\.user)(?:\["exec"\]|\.exec)(?![\w-])/s;

/** The `exec` blocks of providers that read their command from a kubeconfig. */
export const kubeconfigCommands = ({ folder }: ModuleInstance): KubeconfigCommand[] =>
  (folder?.namesInOrder('provider') ?? []).flatMap(key => {
    const { item } = folder?.declaration('provider', key) ?? {};
    return folder && item
      ? commandsIn(item).map(each => ({ ...each, clusters: modulesRead(folder, item, each.range) }))
      : [];
  });

/** Most providers have none. */
const commandsIn = memoize((item: Item): readonly Omit<KubeconfigCommand, 'clusters'>[] =>
  item.node.kind === 'attribute' || !item.text.includes('exec')
    ? []
    : blocksNamed(item.node, 'exec').flatMap(exec => {
        const kubeconfig = exec.body
          .flatMap(each => (each.kind === 'attribute' ? [item.text.slice(each.value.start, each.value.end)] : []))
          .map(text => COMMAND.exec(text)?.[1])
          .find(text => text !== undefined);
        return kubeconfig === undefined ? [] : [{ range: rangeIn(item, exec), kubeconfig }];
      }),
);

const blocksNamed = (block: Block, type: string): Block[] =>
  block.body.flatMap(entry =>
    entry.kind === 'block' ? [...(entry.type === type ? [entry] : []), ...blocksNamed(entry, type)] : [],
  );

/** The labels of the modules that code refers to, directly or through a local value. */
export const modulesRead = (folder: ModuleFolder, item: Item, span: Span): string[] =>
  usesIn(item, span).flatMap(({ kind, name }) => {
    if (kind === 'module') return [name];
    const local = kind === 'local' ? folder.local(name) : undefined;
    return local
      ? usesIn(local.item, local.attribute).flatMap(each => (each.kind === 'module' ? [each.name] : []))
      : [];
  });

const usesIn = (item: Item, { start, end }: Span): Occurrence[] =>
  occurrencesIn(item).filter(use => use.start >= start && use.end <= end);

/** An output of the root module that contains outputs of called modules, and is not sensitive itself. */
export interface OpenOutput {
  readonly name: string;
  readonly item: Item;
  readonly range: SourceRange;
  readonly outputs: readonly { readonly module: string; readonly output: string }[];
}

export const openOutputs = ({ folder }: ModuleInstance): OpenOutput[] =>
  (folder?.namesInOrder('output') ?? []).flatMap(name => {
    const declaration = folder?.declaration('output', name);
    const value = declaration && declaredAttribute(declaration, 'value');
    if (!declaration || !value || declaredAttribute(declaration, 'sensitive')) return [];
    const span = value.attribute.value;
    if (/\bnonsensitive\s*\(/.test(value.item.text.slice(span.start, span.end))) return [];
    const outputs = usesIn(value.item, span).flatMap(use => {
      const [module = '', output = ''] = use.kind === 'calledOutput' ? use.name.split('.') : [];
      return module === '' ? [] : [{ module, output }];
    });
    return [{ name, item: declaration.item, range: rangeIn(value.item, value.attribute), outputs }];
  });
