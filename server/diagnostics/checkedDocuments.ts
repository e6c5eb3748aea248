/** Selects the documents to check for a folder or a file, for clients without an editor. */
import { now } from '../../common/now';
import { checkContext } from '../checks/engine/checkContext';
import { documentsOf, platformRootsOf } from '../checks/engine/checkRunner';
import type { RequestContext } from '../semantics/requestContext';
import { concernsPlatforms, sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, isWithin } from '../workspace/uri';

/** The reason why a file is not checked; undefined if it is. */
export function whyUnchecked(request: RequestContext, uri: string): 'noConfiguration' | 'noPlatform' | undefined {
  if (sourceSyntaxOf(baseNameOf(uri))) return undefined;
  if (!concernsPlatforms(baseNameOf(uri))) return 'noConfiguration';
  const isOfPlatform = platformRootsOf(request, uri).some(root => now(checkContext(request, root)) !== undefined);
  return isOfPlatform ? undefined : 'noPlatform';
}

/** The documents of the platforms in or above a folder, limited to the folder and sorted. @param uri folder */
export function* checkedDocuments(request: RequestContext, uri: string): Generator<undefined, string[]> {
  const { tree, workspace } = request.model;
  const documents = new Set<string>();
  for (const root of tree.rootInstances()) {
    if (!isWithin(root.folderUri, uri) && !isWithin(uri, root.folderUri)) continue;
    yield;
    for (const document of yield* documentsOf(request, root)) documents.add(document);
  }
  for (const folder of workspace.allFolders()) for (const file of folder.sourceFiles()) documents.add(file.uri);
  return [...documents].filter(each => isWithin(each, uri) && !isInstalled(each)).sort();
}

const isInstalled = (uri: string): boolean => uri.includes('/.terraform/');

/**
 * The documents of all platforms of the workspace, after they were checked, without module copies made by `terraform init`. Stop iterating
 * when something changes.
 */
export function* platformDocuments(request: RequestContext): Generator<undefined, Set<string>> {
  const documents = new Set<string>();
  for (const root of request.model.tree.rootInstances()) {
    yield;
    for (const uri of yield* documentsOf(request, root)) if (!isInstalled(uri)) documents.add(uri);
  }
  return documents;
}
