/** The fix for a feature with a bad name: its folder, the sources that lead there, and the bindings and files that are called after it. */
import { t } from '../../../common/localization';
import type { Draft } from '../../edits/draft';
import { itemsInFolder } from '../../semantics/symbolIndex';
import type { CheckContext, PlatformModule } from '../engine/checkContext';
import type { Fix } from '../engine/check';
import { renameFix } from './renameFix';

/** Files of a module that are renamed. */
const MAX_FILES = 1000;

/** @returns none where something else uses the folder, or there is one of the new name */
export function featureRename(context: CheckContext, feature: string, newName: string): Fix[] {
  const { request, root, modules } = context;
  const [path, newPath] = [`modules/${feature}`, `modules/${newName}`];
  const files = filesBelow(context, path);
  // Who can't rename files would be left with sources that lead nowhere.
  if (request.client.edits?.fileOperations === false || !files || files.length === 0) return [];
  if (!/^[a-z][a-z0-9_]*$/.test(newName) || context.list(newPath).length > 0) return [];
  const bindings = modules.filter(
    ({ instance, source }) => instance === root && source?.form === 'local' && folderOf(source.path) === `./${path}`,
  );
  if (!isUsedBy(context, path, bindings)) return [];
  const renames = bindings
    .filter(({ name }) => name.endsWith(`_feature_${feature}`))
    .map(({ name }) => ({
      folderUri: root.folderUri,
      name,
      newName: name.slice(0, -feature.length) + newName,
    }));
  const title = t('Rename to {0} (folder, sources and bindings, with moved blocks)', newName);
  return renameFix(request, title, renames, draft => {
    for (const file of files) draft.rename(context.uri(file), context.uri(newPath + file.slice(path.length)));
    return bindings.every(binding => isLedTo(draft, binding, newPath));
  });
}

function isLedTo(draft: Draft, { sourcePlace, source }: PlatformModule, path: string): boolean {
  const slash = source?.form === 'local' && source.path.endsWith('/') ? '/' : '';
  return sourcePlace !== undefined && draft.replace(sourcePlace, `"./${path}${slash}"`);
}

const folderOf = (source: string): string => source.replace(/\/+$/, '');

/** Whether nobody but these bindings calls the module, or names its folder in a path. */
function isUsedBy(context: CheckContext, path: string, bindings: readonly PlatformModule[]): boolean {
  const { root } = context;
  const { tree } = context.request.model;
  const folderUri = context.uri(path);
  const names = new Set(bindings.map(({ name }) => name));
  const isCalledElsewhere = tree
    .instancesOf(folderUri)
    .some(({ parent, callName }) => parent?.folderUri !== root.folderUri || !names.has(callName));
  if (isCalledElsewhere || !root.folder || root.folder.hasDiagnostics) return false;
  const own = tree.folder(folderUri);
  const items = [...itemsInFolder(root.folder), ...(own ? itemsInFolder(own) : [])];
  return items.reduce((sum, { text }) => sum + text.split(path).length - 1, 0) === bindings.length;
}

/** Paths from the platform's folder; undefined where there are too many, or links. */
function filesBelow(context: CheckContext, folder: string): string[] | undefined {
  const files: string[] = [];
  const isPlain = (path: string): boolean =>
    context.list(path).every(({ name, kind }) => {
      if (kind === 'folder') return isPlain(`${path}/${name}`);
      return kind === 'file' && files.push(`${path}/${name}`) <= MAX_FILES;
    });
  return isPlain(folder) ? files : undefined;
}
