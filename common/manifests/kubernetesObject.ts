/** Rendered Kubernetes objects as plain data: identified as the provider does, masked, and as JSON in the provider's form. */
import { isRecord } from '../isRecord';
import { ownProperty } from '../ownProperty';

export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Replaces every value of a Secret. */
export const MASKED = '(sensitive value)';

export interface ObjectName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** @returns undefined for anything that is not a Kubernetes object */
export function nameOfObject(value: unknown): ObjectName | undefined {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return undefined;
  const { apiVersion, kind, metadata } = value;
  const { name, namespace } = isRecord(metadata) ? metadata : {};
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  const text = (part: unknown): string => (typeof part === 'string' ? part : '');
  return { group, kind, namespace: text(namespace), name: text(name) };
}

/**
 * The id of an object, as in the keys of the provider's `manifests`: `apps/Deployment/kube-system/metrics-server`, with `_` for empty
 * parts.
 */
export const idOfObject = ({ group, kind, namespace, name }: ObjectName): string =>
  `${group || '_'}/${kind}/${namespace || '_'}/${name}`;

/** Serializes JSON as Go does: keys sorted, without spaces, with `<`, `>`, `&` and the line separators escaped. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
    return `{${keys.map(key => `${goJson(key)}:${goJson(ownProperty(value, key))}`).join(',')}}`;
  }
  if (typeof value === 'bigint') return String(value);
  return (JSON.stringify(value) ?? 'null').replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const LAST_APPLIED = /last-applied-config/;

/** The object with all values of a Secret masked, including generated ones. Its keys stay. */
export function maskedObject(value: KubernetesObject): KubernetesObject {
  if (value['kind'] !== 'Secret') return value;
  const masked: Record<string, unknown> = { ...value };
  for (const field of ['data', 'stringData'] as const)
    if (field in masked) masked[field] = isRecord(masked[field]) ? maskedValues(masked[field]) : MASKED;
  const { metadata } = value;
  if (isRecord(metadata) && isRecord(metadata['annotations'])) {
    const annotations = Object.entries(metadata['annotations']).map(([key, text]) => [
      key,
      LAST_APPLIED.test(key) ? MASKED : text,
    ]);
    masked['metadata'] = { ...metadata, annotations: Object.fromEntries(annotations) as KubernetesObject };
  }
  return masked;
}

const maskedValues = (values: KubernetesObject): KubernetesObject =>
  Object.fromEntries(Object.keys(values).map(key => [key, MASKED]));
