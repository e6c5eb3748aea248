/** Why kustomize refuses an entry of `patches`, or why it has no effect, as far as the files of the platform show it. */
import { isRecord } from '../../common/isRecord';
import { nameOfObject, type ObjectName } from '../../common/manifests/kubernetesObject';
import { now } from '../../common/now';
import { ownProperty } from '../../common/ownProperty';
import { parseYamlDocuments } from '../../common/yaml/boundedYaml';
import { patchedObject, type Json } from './patchedObject';
import { MAX_DOCUMENTS, objectsIn, selectorOf } from './patchSelection';

export type PatchProblem =
  | { readonly kind: 'syntax'; readonly message: string }
  /** No object matches the target. */
  | { readonly kind: 'target' }
  /** The object of a strategic merge patch doesn't exist. */
  | { readonly kind: 'object'; readonly name: string; readonly object: ObjectName }
  | { readonly kind: 'path'; readonly operation: string; readonly path: string; readonly name: string };

/** Names that are selected by other rules than those of `selectorOf`, or whose documents aren't searched. */
const UNCERTAIN = /[^\w.*|^$-]|CustomResourceDefinition/;

/**
 * @param patch an entry of `patches`
 * @param texts the manifests; undefined if they aren't known completely
 * @param knowsPaths whether no earlier patch has changed the objects
 */
export function patchProblem(
  patch: Json,
  texts: readonly string[] | undefined,
  knowsPaths: boolean,
): PatchProblem | undefined {
  const { patch: text, target } = patch;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const read = documentsIn(text);
  if ('kind' in read) return read;
  if (!texts || texts.join('\n').split(/^---/m).length > MAX_DOCUMENTS) return undefined;
  for (const document of read.documents) {
    const hasTarget = isRecord(target) && Object.values(target).some(part => typeof part === 'string' && part !== '');
    const names = hasTarget ? Object.values(target) : Object.values(nameOfObject(document) ?? {});
    if (names.some(part => typeof part === 'string' && UNCERTAIN.test(part))) return undefined;
    if (
      isRecord(target) &&
      target['kind'] === undefined &&
      hasTarget &&
      texts.some(each => UNCERTAIN.test(kindsOf(each)))
    )
      return undefined;
    const select = selectorOf(target, document);
    if (!select) return undefined;
    const encoder = new TextEncoder();
    const objects = [
      ...objectsIn(
        texts.map((each, index) => [String(index), encoder.encode(each)] as const),
        select,
      ),
    ];
    const [first] = objects;
    if (!first) {
      if (hasTarget) return knowsPaths ? { kind: 'target' } : undefined;
      const object = nameOfObject(document);
      return object && { kind: 'object', object, name: `${object.kind} ${object.name}` };
    }
    const problem = Array.isArray(document) && knowsPaths ? pathProblem(objects, document) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

const kindsOf = (text: string): string => (text.match(/^kind:.*$/gm) ?? []).join(' ').replace(/kind:|["'\s]/g, '');

function documentsIn(text: string): PatchProblem | { readonly documents: readonly unknown[] } {
  try {
    const documents = now(parseYamlDocuments(text));
    const [error] = documents.flatMap(({ errors }) => errors);
    if (error) return { kind: 'syntax', message: error.message.split('\n', 1)[0]!.replace(/:?$/, '') };
    const values = documents.map(document => document.toJS({ maxAliasCount: 100 }) as unknown);
    return { documents: values.filter(value => value !== null) };
  } catch {
    return { documents: [] };
  }
}

/** RFC 6902: `replace`, `remove` and `test` need a path that exists, and `add` needs its parent. */
function pathProblem(objects: readonly Json[], operations: readonly unknown[]): PatchProblem | undefined {
  for (const object of objects) {
    let current: Json = object;
    for (const operation of operations) {
      if (!isRecord(operation)) return undefined;
      const { op, path } = operation;
      if (typeof op !== 'string' || typeof path !== 'string') return undefined;
      if (
        ['replace', 'remove', 'test'].includes(op)
          ? !hasPath(current, path)
          : op === 'add' && !hasPath(current, parentOf(path))
      )
        return { kind: 'path', operation: op, path, name: nameText(object) };
      const next = patchedObject(current, [operation]);
      if (!next) break;
      current = next;
    }
  }
  return undefined;
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function nameText(object: Json): string {
  const name = nameOfObject(object);
  return `${name?.kind} ${name?.name}`;
}

function hasPath(object: Json, path: string): boolean {
  let at: unknown = object;
  for (const step of path
    .split('/')
    .slice(1)
    .map(each => each.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (Array.isArray(at)) {
      if (step === '-') return true;
      at = /^\d+$/.test(step) ? (at as unknown[])[Number(step)] : undefined;
    } else if (isRecord(at)) at = ownProperty(at, step);
    else return false;
    if (at === undefined) return false;
  }
  return true;
}
