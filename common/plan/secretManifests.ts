/** Finds secrets that are not marked as sensitive: the kustomization provider stores Kubernetes Secrets as plain strings. */
import { parseJson } from '../jsonNesting';

/** Resource type of the provider with a Kubernetes object as JSON in an attribute. */
const TYPE = 'kustomization_resource';
const ATTRIBUTE = 'manifest';

/**
 * Collects the manifest of a Secret and each of its values. They are hidden like values that Terraform marks as sensitive.
 *
 * @param type of the resource
 * @param value of the resource, before or after the change
 */
export function collectSecretManifest(type: string, value: unknown, found: Set<string>): void {
  if (type !== TYPE || typeof value !== 'object' || value === null) return;
  const manifest = (value as Record<string, unknown>)[ATTRIBUTE];
  if (typeof manifest !== 'string') return;
  const object = objectOf(manifest);
  // An invalid manifest could be a Secret.
  if (object !== undefined && object['kind'] !== 'Secret') return;
  found.add(manifest);
  for (const values of [object?.['data'], object?.['stringData']]) {
    if (typeof values !== 'object' || values === null) continue;
    for (const part of Object.values(values)) if (typeof part === 'string' && part.length >= 6) found.add(part);
  }
}

function objectOf(manifest: string): Record<string, unknown> | undefined {
  try {
    const object = parseJson(manifest);
    return typeof object === 'object' && object !== null ? (object as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
