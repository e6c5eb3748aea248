/** Prints rendered objects as YAML documents to read: masked, each with the place that declares it. */
import { ownProperty } from '../ownProperty';
import { t } from '../localization';
import type { ManifestSource, Overlay } from './overlay';
import { maskedObject, nameOfObject, type KubernetesObject } from './kubernetesObject';
import { objectOrigin } from './objectOrigin';
import type { RenderedOverlay } from './render';

/** Prints one value as YAML. */
export type PrintYaml = (value: unknown) => string;

export interface ManifestsDocument {
  readonly text: string;
  /** For each line, where its object is declared. */
  readonly origins: readonly (ManifestSource | undefined)[];
}

/** Fields of an object in their usual order; other fields follow. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'type', 'spec', 'data', 'stringData'];

/** @param remarks whether to include lines that differ between environments whatever is rendered */
export function manifestsDocument(
  overlays: readonly RenderedOverlay[],
  sources: readonly ManifestSource[],
  print: PrintYaml,
  remarks = true,
): ManifestsDocument {
  const lines: string[] = [];
  const origins: (ManifestSource | undefined)[] = [];
  const add = (text: string, origin?: ManifestSource): void => {
    for (const line of text.replace(/\n$/, '').split('\n')) {
      lines.push(line);
      origins.push(origin);
    }
  };
  for (const { overlay, objects, problems } of overlays) {
    if (remarks) add(`# ${commentText(overlay.address)}`);
    for (const problem of problems) add(`# ${commentText(problem)}`);
    if (problems.length === 0 && objects.size === 0) add(t('# No objects.'));
    for (const object of objects.values()) {
      const origin = objectOrigin(object, overlay, sources);
      add('---', origin);
      if (remarks) add(`# ${commentText(originText(origin, object, overlay))}`, origin);
      add(print(inOrder(maskedObject(object))), origin);
    }
  }
  return { text: lines.map(line => `${line}\n`).join(''), origins };
}

function originText(origin: ManifestSource | undefined, object: KubernetesObject, overlay: Overlay): string {
  if (origin) return `${origin.file}:${origin.line + 1}`;
  const kind = nameOfObject(object)?.kind;
  if (kind === 'ConfigMap' && overlay.arguments['config_map_generator']) return 'config_map_generator';
  if (kind === 'Secret' && overlay.arguments['secret_generator']) return 'secret_generator';
  return overlay.address;
}

const commentText = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/** Sorts the keys, so that the provider's JSON, which is sorted, and kustomize's output, which is not, look the same. */
function inOrder(object: KubernetesObject): unknown {
  const keys = Object.keys(object).sort();
  const ordered = [...FIRST.filter(key => keys.includes(key)), ...keys.filter(key => !FIRST.includes(key))];
  return Object.fromEntries(ordered.map(key => [key, sorted(ownProperty(object, key))]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
