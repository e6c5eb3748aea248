/** Dependencies between the modules of a folder: by references, by providers, and by names. */
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { Item, Span } from '../../syntax/ast';
import { occurrencesIn, type OccurrenceKind } from '../../semantics/occurrences';
import { filesInFolder, occurrencesInFile, searchOf } from '../../semantics/symbolIndex';
import type { Declaration } from '../../workspace/declarations';

/** A dependency on another module, and the text that creates it. */
export interface ModuleLink {
  readonly label: string;
  readonly item: Item;
  readonly span: Span;
}

/**
 * Dependencies of a module: modules that it refers to, directly, through a local, or through a provider whose block refers to them. If there are
 * none in the folder, the module with which its own name starts.
 */
export function dependenciesOf(folder: ModuleFolder, declaration: Declaration): ModuleLink[] {
  const found = [...direct(folder, declaration), ...throughProviders(folder, declaration)];
  return found.length > 0 ? found : byName(folder, declaration);
}

function direct(folder: ModuleFolder, declaration: Declaration): ModuleLink[] {
  const items = [declaration.item, ...(declaration.overrides ?? []).map(each => each.item)];
  return items.flatMap(item =>
    occurrencesIn(item).flatMap((use): ModuleLink[] => {
      if (use.kind === 'module' && use.role === 'use') return [{ label: use.name, item, span: use.whole }];
      if (use.kind !== 'local') return [];
      return modulesOfLocal(folder, use.name, []).map(label => ({ label, item, span: use.whole }));
    }),
  );
}

function throughProviders(folder: ModuleFolder, declaration: Declaration): ModuleLink[] {
  return providersMap({ declaration }).flatMap(({ provider, item, expression }) => {
    const block = folder.declaration('provider', provider);
    if (!block) return [];
    return modulesOfProvider(folder, block).map(label => ({ label, item, span: expression }));
  });
}

function modulesOfProvider(folder: ModuleFolder, { item }: Declaration): string[] {
  const labels = occurrencesIn(item).flatMap(use => {
    if (use.kind === 'module') return [use.name];
    return use.kind === 'local' ? modulesOfLocal(folder, use.name, []) : [];
  });
  return [...new Set(labels)];
}

/** Modules that a local refers to, also through other locals. */
function modulesOfLocal(folder: ModuleFolder, name: string, above: readonly string[]): string[] {
  const declared = folder.local(name);
  if (!declared || above.includes(name) || above.length > 8) return [];
  const { start, end } = declared.attribute.value;
  const uses = occurrencesIn(declared.item).filter(use => use.role === 'use' && use.start >= start && use.end <= end);
  return uses.flatMap(use => {
    if (use.kind === 'module') return [use.name];
    return use.kind === 'local' ? modulesOfLocal(folder, use.name, [...above, name]) : [];
  });
}

/** `eks_gc0_eu-west-1_feature_nginx` → `eks_gc0_eu-west-1`. */
function byName(folder: ModuleFolder, { block, item }: Declaration): ModuleLink[] {
  const label = block.labels[0];
  for (let at = label?.name.lastIndexOf('_') ?? -1; label && at > 0; at = label.name.lastIndexOf('_', at - 1)) {
    const start = label.name.slice(0, at);
    if (folder.declaration('module', start)) return [{ label: start, item, span: label }];
  }
  return [];
}

/** Modules that depend on one, sorted by name. */
export function dependentsOf(folder: ModuleFolder, label: string): { declaration: Declaration; links: ModuleLink[] }[] {
  return [...candidates(folder, label)].sort().flatMap(name => {
    const declaration = name === label ? undefined : folder.declaration('module', name);
    const links = declaration ? dependenciesOf(folder, declaration).filter(link => link.label === label) : [];
    return declaration && links.length > 0 ? [{ declaration, links }] : [];
  });
}

/** Names of the modules that mention it, or something that depends on it: few, even in a large platform. */
function candidates(folder: ModuleFolder, label: string): Set<string> {
  const prefix = `${label}_`;
  const names = new Set<string>();
  for (const name of folder.names('module')) if (name.startsWith(prefix)) names.add(name);
  const locals = [...folder.locals()].filter(name => modulesOfLocal(folder, name, []).includes(label));
  const users = [usersOf(folder, 'module', [label]), usersOf(folder, 'local', locals)].flat();
  const throughProvider = usersOf(folder, 'provider', new Set(users.flatMap(declaredProviders)));
  for (const { node } of [...users, ...throughProvider])
    if (node.kind === 'block' && node.type === 'module') names.add(node.labels[0]?.name ?? '');
  return names;
}

/** Items that use one of the names. */
function usersOf(folder: ModuleFolder, kind: OccurrenceKind, names: Iterable<string>): Item[] {
  const searches = [...names].map(name => searchOf(kind, name));
  if (searches.length === 0) return [];
  const users: Item[] = [];
  for (const file of filesInFolder(folder))
    for (const search of searches) for (const { item } of occurrencesInFile(file, search)) users.push(item);
  return users;
}

const declaredProviders = (item: Item): string[] =>
  occurrencesIn(item).flatMap(({ kind, role, name }) => (kind === 'provider' && role === 'declaration' ? [name] : []));
