/** Which declaration in a file an object comes from. Kustomize does not say; names tell, but for what an overlay adds to them. */
import type { ManifestSource, Overlay } from './overlay';
import { nameOfObject, type KubernetesObject } from './kubernetesObject';

/** @returns undefined for generated objects, and where several declarations could be meant */
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
  // A kustomization below adds to names too.
  const found = exact.length > 0 ? exact : ofKind.filter(source => name.name.includes(source.name));
  const inNamespace = found.filter(source => (source.namespace ?? '') === name.namespace);
  const [first, ...more] = inNamespace.length > 0 ? inNamespace : found;
  return exact.length > 0 || more.length === 0 ? first : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
