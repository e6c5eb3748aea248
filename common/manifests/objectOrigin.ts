/**
 * Finds the declaration in a file that an object comes from. Kustomize does not report it, so names are compared, ignoring the prefixes and
 * suffixes that overlays add.
 */
import type { ManifestSource, Overlay } from './overlay';
import { nameOfObject, type KubernetesObject } from './kubernetesObject';

/** @returns undefined for generated objects, and if several declarations match */
export function objectOrigin(
  object: KubernetesObject,
  { files, arguments: { name_prefix: prefix, name_suffix: suffix } }: Overlay,
  sources: readonly ManifestSource[],
): ManifestSource | undefined {
  const name = nameOfObject(object);
  if (!name) return undefined;
  const written = (text: string): string => `${textOf(prefix)}${text}${textOf(suffix)}`;
  const ofKind = sources.filter(source => source.kind === name.kind && files.includes(source.file));
  const exact = ofKind.filter(source => written(source.name) === name.name);
  // A nested kustomization also adds prefixes and suffixes.
  const found = exact.length > 0 ? exact : ofKind.filter(source => name.name.includes(source.name));
  const inNamespace = found.filter(source => (source.namespace ?? '') === name.namespace);
  const [first, ...more] = inNamespace.length > 0 ? inNamespace : found;
  return exact.length > 0 || more.length === 0 ? first : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
