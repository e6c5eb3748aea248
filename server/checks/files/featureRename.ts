/** Creates the fix for an invalid feature name: renames the module's folder, its bindings and their files, and updates sources. */
import { t } from '../../../common/localization';
import type { Draft } from '../../edits/draft';
import { itemsInFolder } from '../../semantics/symbolIndex';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import type { Fix } from '../engine/check';
import { renameFix } from '../fixes/renameFix';
import { withoutTrailing } from '../../../common/withoutTrailing';

/** Maximum number of files in the folder. */
const MAX_FILES = 1000;

/** @returns none if something else uses the folder, or if the new folder exists */
export function featureRename(context: CheckContext, feature: string, newName: string): Fix[] {
  const { request, root, modules } = context;
  const [path, newPath] = [`modules/${feature}`, `modules/${newName}`];
  const files = filesBelow(context, path);
  // Without renaming of files, the new sources would lead to a missing folder.
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

function isLedTo(draft: Draft, { sourceRange, source }: PlatformModule, path: string): boolean {
  const slash = source?.form === 'local' && source.path.endsWith('/') ? '/' : '';
  return sourceRange !== undefined && draft.replace(sourceRange, `"./${path}${slash}"`);
}

const folderOf = (source: string): string => withoutTrailing(source, '/');

/** Whether these bindings are the only calls of the module, and the only references to its folder. */
function isUsedBy(context: CheckContext, path: string, bindings: readonly PlatformModule[]): boolean {
  const { root } = context;
  const { tree } = context.request.model;
  const folderUri = context.uri(path);
  const names = new Set(bindings.map(({ name }) => name));
  const isCalledElsewhere = tree
    .instancesOf(folderUri)
    .some(({ parent, callName }) => parent?.folderUri !== root.folderUri || !names.has(callName));
  if (isCalledElsewhere || !root.folder || root.folder.hasDiagnostics) return false;
  const own = tree.readFolder(folderUri);
  const items = [...itemsInFolder(root.folder), ...(own ? itemsInFolder(own) : [])];
  return items.reduce((sum, { text }) => sum + text.split(path).length - 1, 0) === bindings.length;
}

/** The files in a folder at every depth, relative to the platform's folder; undefined if there are too many, or symbolic links. */
function filesBelow(context: CheckContext, folder: string): string[] | undefined {
  const files: string[] = [];
  const isPlain = (path: string): boolean =>
    context.list(path).every(({ name, kind }) => {
      if (kind === 'folder') return isPlain(`${path}/${name}`);
      return kind === 'file' && files.push(`${path}/${name}`) <= MAX_FILES;
    });
  return isPlain(folder) ? files : undefined;
}
