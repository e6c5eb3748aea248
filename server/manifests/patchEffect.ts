/** Determines what an entry of `patches` changes in the manifests of a service, from the files alone, without running a program. */
import { changedObjects, type ChangedObject } from '../../common/manifests/objectComparison';
import { idOfObject, nameOfObject, type KubernetesObject } from '../../common/manifests/kubernetesObject';
import { kustomizationOf } from '../../common/manifests/kustomizationFile';
import type { FileSystem } from '../workspace/fileSystem';
import { resolvePath } from '../workspace/uri';
import { filesOfOverlay } from './overlayFiles';
import { patchedObject, type Json } from './patchedObject';
import { objectsIn, parsed, selectorOf } from './patchSelection';

/** Longest file that is read, in bytes, so that a hover is answered quickly. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * @param patch an entry of `patches`, as the overlay passes it
 * @param resources of the overlay
 * @param rootUri folder of the root module, to which paths are relative
 * @returns the objects that it changes, with the fields; undefined if the patch can't be read
 */
export function patchEffect(
  patch: Json,
  resources: readonly string[],
  rootUri: string,
  fileSystem: FileSystem,
): ChangedObject[] | undefined {
  const documents = patchDocuments(patch, rootUri, fileSystem);
  if (!documents || documents.length === 0) return undefined;
  const { files } = filesOfOverlay(kustomizationOf({ resources: [...resources] }), rootUri, fileSystem);
  const texts = [...files].filter(([path, { length }]) => /\.(?:ya?ml|json)$/i.test(path) && length <= MAX_BYTES);
  const before = new Map<string, KubernetesObject>();
  const after = new Map<string, KubernetesObject>();
  for (const document of documents) {
    const select = selectorOf(patch['target'], document);
    if (!select) return undefined;
    for (const object of objectsIn(texts, select)) {
      const id = idOfObject(nameOfObject(object)!);
      before.set(id, before.get(id) ?? object);
      const result = patchedObject(after.get(id) ?? object, document);
      if (result) after.set(id, result);
      else after.delete(id);
    }
  }
  return changedObjects(before, after);
}

function patchDocuments(patch: Json, rootUri: string, fileSystem: FileSystem): unknown[] | undefined {
  const { patch: text, path } = patch;
  if (typeof text === 'string' && text.trim() !== '') return parsed(text);
  if (typeof path !== 'string') return undefined;
  const content = fileSystem.read(resolvePath(rootUri, path), MAX_BYTES);
  return content && parsed(new TextDecoder().decode(content));
}
