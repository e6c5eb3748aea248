/** Selects the objects of manifests that a patch changes, from their text. */
import { isRecord } from '../../common/isRecord';
import { nameOfObject } from '../../common/manifests/kubernetesObject';
import { now } from '../../common/now';
import { ownProperty } from '../../common/ownProperty';
import { parseYamlDocuments } from '../../common/yaml/boundedYaml';
import type { Json } from './patchedObject';

/** Most documents that are parsed for one patch. */
export const MAX_DOCUMENTS = 200;

/** Undefined if a document does not parse. */
export function parsed(text: string): unknown[] | undefined {
  try {
    const documents = now(parseYamlDocuments(text));
    if (documents.some(({ errors }) => errors.length > 0)) return undefined;
    return documents.map(document => document.toJS({ maxAliasCount: 100 }) as unknown).filter(value => value !== null);
  } catch {
    return undefined;
  }
}

export interface Selector {
  /** A quick test whether a document's text can contain such an object. */
  mayMatch(text: string): boolean;
  matches(object: Json): boolean;
}

/** Selects by the target, whose parts are regular expressions for the whole name; without a target, by the identity in a merge patch. */
export function selectorOf(target: unknown, document: unknown): Selector | undefined {
  if (isRecord(target) && Object.values(target).some(value => typeof value === 'string' && value !== '')) {
    const { group, version, kind, name, namespace, label_selector: labels, annotation_selector: annotations } = target;
    if (annotations) return undefined;
    const exact = (pattern: unknown) => (value: string) =>
      typeof pattern !== 'string' || pattern === '' || value === pattern || isMatch(pattern, value);
    return {
      mayMatch: text => [kind, name].every(part => !isPlain(part) || text.includes(part)),
      matches: object => {
        const named = nameOfObject(object)!;
        const apiVersion = typeof object['apiVersion'] === 'string' ? object['apiVersion'] : '';
        return (
          exact(kind)(named.kind) &&
          exact(name)(named.name) &&
          exact(namespace)(named.namespace) &&
          exact(group)(named.group) &&
          exact(version)(apiVersion.split('/').at(-1)!) &&
          hasLabels(object, labels)
        );
      },
    };
  }
  const wanted = nameOfObject(document);
  if (!wanted) return undefined;
  return {
    mayMatch: text => text.includes(wanted.kind) && text.includes(wanted.name),
    matches: object => {
      const named = nameOfObject(object)!;
      const isThere = wanted.namespace === '' || wanted.namespace === named.namespace;
      return named.kind === wanted.kind && named.name === wanted.name && named.group === wanted.group && isThere;
    },
  };
}

/** Kustomize's names are patterns for the whole name. Only alternatives and `.*` are supported, since patterns come from the repository. */
function isMatch(pattern: string, value: string): boolean {
  return pattern.split('|').some(alternative => {
    const [first = '', ...others] = alternative.replace(/^\^|\$$/g, '').split('.*');
    if (others.length === 0) return value === first;
    const last = others.at(-1)!;
    if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of others.slice(0, -1)) {
      const found = value.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= value.length - last.length;
  });
}

/** `a=b,c` as in Kubernetes; other operators select nothing. */
function hasLabels(object: Json, selector: unknown): boolean {
  if (typeof selector !== 'string' || selector === '') return true;
  const { metadata } = object;
  const labels = isRecord(metadata) && isRecord(metadata['labels']) ? metadata['labels'] : {};
  return selector.split(',').every(part => {
    const [key = '', value] = part.trim().split(/==?/);
    return Object.hasOwn(labels, key) && (value === undefined || ownProperty(labels, key) === value);
  });
}

/** Whether a part of a target is a name, not a pattern. */
const isPlain = (part: unknown): part is string => typeof part === 'string' && /^[\w-]+$/.test(part);

export function* objectsIn(files: readonly (readonly [string, Uint8Array])[], select: Selector): Generator<Json> {
  let count = 0;
  for (const [, content] of files) {
    for (const text of new TextDecoder().decode(content).split(/^---(?=\s|$).*$/m)) {
      // Custom resource definitions are long and rarely patched, so they are skipped.
      if (!select.mayMatch(text) || /^kind:[ \t]*["']?CustomResourceDefinition\b/m.test(text)) continue;
      if (++count > MAX_DOCUMENTS) return;
      for (const object of parsed(text) ?? [])
        if (isRecord(object) && nameOfObject(object) && select.matches(object)) yield object;
    }
  }
}
