/** Modules of the framework at any ref, for calls whose module isn't installed. */
import type { FileSystem } from '../workspace/fileSystem';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { Workspace } from '../workspace/workspace';
import { RevisionFileSystem, type GivenTree } from '../comparison/revisionFileSystem';
import { uriComponent } from '../../common/uriComponent';
import { parseModuleSource } from '../kubestack/modules/moduleSource';
import { ModuleTree } from '../kubestack/modules/moduleTree';

/** In the file system of these files only, so that functions can read them by the path of their module. */
const TOP = 'file:///terraform-kubestack';

/** Nothing is installed beside the framework's own files. */
const NOTHING: FileSystem = {
  read: () => undefined,
  list: () => undefined,
  kind: () => undefined,
  stamp: () => undefined,
  realUri: uri => uri,
  isOutside: () => false,
  refusal: () => undefined,
};

export interface ModuleSourceFolder {
  readonly tree: ModuleTree;
  readonly uri: string;
}

/**
 * @param filesAt the framework's files at a ref; undefined if it has no such ref
 * @returns the folder of a module source; undefined for sources that are no modules of the framework
 */
export function frameworkFolders(
  filesAt: (ref: string) => GivenTree | undefined,
): (source: string) => ModuleSourceFolder | undefined {
  const trees = new Map<string, ModuleTree | undefined>();
  const treeAt = (ref: string): ModuleTree | undefined => {
    if (!trees.has(ref)) {
      const files = filesAt(ref);
      trees.set(ref, files && treeOf(files, `${TOP}/${uriComponent(ref)}`));
    }
    return trees.get(ref);
  };
  return source => {
    const parsed = parseModuleSource(source);
    if (parsed.form !== 'framework') return undefined;
    const ref = parsed.ref ?? 'HEAD';
    const tree = treeAt(ref);
    const uri = `${TOP}/${uriComponent(ref)}/${parsed.path}`;
    return tree?.readFolder(uri) ? { tree, uri } : undefined;
  };
}

/** Folders are read when a call leads to them. */
function treeOf(files: GivenTree, top: string): ModuleTree {
  const given = new GatedFileSystem(new RevisionFileSystem(top, files, NOTHING), () => [top]);
  return new ModuleTree(new Workspace(given, undefined));
}
