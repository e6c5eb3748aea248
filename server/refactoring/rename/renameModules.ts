/**
 * Renames module calls: a cluster with everything that is named after it (node pools, services, provider aliases, locals, files), a node
 * pool, a service, or any other call. `moved` blocks tell terraform the new addresses.
 */
import { t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { declarationsOf } from '../../semantics/symbolIndex';
import { movedBlocks } from '../../semantics/movedBlocks';
import type { RequestContext } from '../../semantics/requestContext';
import type { NamedSymbol } from '../../semantics/codeSymbol';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { childOf } from '../../workspace/uri';
import { clusterNamesByLength } from '../fileNaming';
import { isTaken, renameSymbol } from './renameName';
import type { RefactoringProblem } from '../refactoring';
import { renamedAfter } from './namedAfter';
import { renameModulesInReadme } from './renameInReadme';
import { renameModulesInRules } from './renameInRules';
import type { Renamed } from './renameResult';

/** @param draft receives the changes; it is unusable after a problem */
export function* renameModule(
  request: RequestContext,
  symbol: NamedSymbol,
  newName: string,
  draft = new Draft(request),
): Generator<undefined, Renamed> {
  const folder = request.model.tree.readFolder(symbol.folderUri);
  if (!folder) return { problem: t('The module is not declared in this file.') };
  const names = renamedNames(request, folder, symbol, newName);
  for (const [renamed, name] of names) {
    const problem = isTaken(request, renamed, name) ?? (yield* renameSymbol(request, draft, renamed, name));
    if (problem) return problem;
  }
  const calls = names.filter(([{ of }]) => of === 'module');
  for (const [{ name: old }, name] of calls) addMoved(request, draft, { ...symbol, name: old }, name);
  const labels = new Map(calls.map(([{ name: old }, name]) => [old, name] as const));
  const files = renameFiles(draft, folder, labels);
  if (files) return files;
  renameModulesInReadme(request, draft, symbol.folderUri, labels);
  renameModulesInRules(request, draft, symbol.folderUri, labels);
  const moves = calls.map(([{ name: old }, name]) => `module.${old} → module.${name}`).join(', ');
  return {
    draft,
    explanation: {
      label: calls.length === 1 ? t('Rename a module') : t('Rename {0} modules', calls.length),
      description: t(
        "Adds moved blocks so that nothing is destroyed: {0}. The names of cloud resources don't change, because name_prefix and region stay the same. Keep the moved blocks until every environment has been applied.",
        moves,
      ),
    },
  };
}

/** The call itself and, for a cluster, everything that is named after it. */
function renamedNames(
  request: RequestContext,
  folder: ModuleFolder,
  symbol: NamedSymbol,
  newName: string,
): (readonly [NamedSymbol, string])[] {
  const { name: old, folderUri } = symbol;
  const root = request.model.tree.instancesOf(folderUri)[0];
  const clusters = root && !root.parent ? clusterNamesByLength(request, root) : [];
  if (!clusters.includes(old)) return [[symbol, newName]];
  const isNamedAfter = (name: string): boolean =>
    name === old ||
    (name.startsWith(`${old}_`) && clusters.find(each => name === each || name.startsWith(`${each}_`)) === old);
  const renamed = (name: string): string => newName + name.slice(old.length);
  const named = (of: NamedSymbol['of'], name: string): NamedSymbol => ({ kind: 'named', of, folderUri, name });
  return [
    ...folder
      .namesInOrder('module')
      .filter(isNamedAfter)
      .map(name => [named('module', name), renamed(name)] as const),
    ...folder
      .namesInOrder('provider')
      .filter(name => name.split('.')[1] === old)
      .map(name => [named('provider', name), newName] as const),
    ...[...folder.locals()].filter(isNamedAfter).map(name => [named('local', name), renamed(name)] as const),
  ];
}

/** Adds a `moved` block next to the call, and removes one in the opposite direction. */
function addMoved(request: RequestContext, draft: Draft, symbol: NamedSymbol, newName: string): void {
  const [declared] = declarationsOf(request, symbol);
  const folder = request.model.tree.readFolder(symbol.folderUri);
  if (!declared || !folder) return;
  const wayBack = movedBlocks(folder).find(
    ({ from, to }) => from === `module.${newName}` && to === `module.${symbol.name}`,
  );
  if (wayBack) draft.remove(wayBack.item);
  const text = `moved {\n  from = module.${symbol.name}\n  to   = module.${newName}\n}\n`;
  draft.insert(declared.item.uri, text, { after: declared.item });
}

/** Renames files whose names contain the label by the naming rules. */
function renameFiles(
  draft: Draft,
  folder: ModuleFolder,
  labels: ReadonlyMap<string, string>,
): RefactoringProblem | undefined {
  const renamed = renamedAfter(labels, folder.names('module'));
  for (const file of [...folder.fileNames()]) {
    const [, stem = '', ending = ''] = /^(.+?)(\.(?:tf|tofu))$/.exec(file) ?? [];
    const newName = renamed(stem) + ending;
    if (renamed(stem) === stem) continue;
    const newUri = childOf(folder.uri, newName);
    if (draft.exists(newUri)) return { problem: t('A file {0} already exists.', newName) };
    draft.rename(childOf(folder.uri, file), newUri);
  }
  return undefined;
}
