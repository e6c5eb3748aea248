/** Secrets that Terraform does not know as such: a Kubernetes Secret is a plain string for the kustomization provider. */
import { parseJson } from '../jsonNesting';

/** The resource of the provider that takes an object as JSON, and the attribute. */
const TYPE = 'kustomization_resource';
const ATTRIBUTE = 'manifest';

/**
 * Collects the manifest of a Secret as a whole and each of its values, to be hidden like what Terraform marks as sensitive.
 *
 * @param type of the resource.
 * @param value of the resource, before or after.
 */
export function collectSecretManifest(type: string, value: unknown, found: Set<string>): void {
  if (type !== TYPE || typeof value !== 'object' || value === null) return;
  const manifest = (value as Record<string, unknown>)[ATTRIBUTE];
  if (typeof manifest !== 'string') return;
  const object = objectOf(manifest);
  // What can't be read may be a Secret.
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
