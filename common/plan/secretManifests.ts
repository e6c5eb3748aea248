/** Finds secrets that Terraform does not mark as sensitive: to the kustomization provider, a Kubernetes Secret is a plain string. */
import { parseJson } from '../jsonNesting';

/** The provider's resource type whose attribute contains an object as JSON. */
const TYPE = 'kustomization_resource';
const ATTRIBUTE = 'manifest';

/**
 * Collects the manifest of a Secret and each of its values, to be hidden like values that Terraform marks as sensitive.
 *
 * @param type of the resource.
 * @param value of the resource, before or after.
 */
export function collectSecretManifest(type: string, value: unknown, found: Set<string>): void {
  if (type !== TYPE || typeof value !== 'object' || value === null) return;
  const manifest = (value as Record<string, unknown>)[ATTRIBUTE];
  if (typeof manifest !== 'string') return;
  const object = objectOf(manifest);
  // An invalid manifest may be a Secret.
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
