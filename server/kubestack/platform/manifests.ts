/** Reads Kubernetes manifests (YAML or JSON): the parts that platforms refer to. */
import { isRecord } from '../../../common/isRecord';
import { t } from '../../../common/localization';
import { parseYamlDocuments } from '../../../common/yaml/boundedYaml';
import { refusedFields, type RefusedField } from './refusedFields';

export interface ManifestObject {
  /** The group of `apiVersion`: `apps` of `apps/v1`, '' of `v1`. Versions of a group are the same objects. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Images of its containers. */
  readonly images: readonly string[];
}

export interface Manifests {
  readonly objects: readonly ManifestObject[];
  /** What Kubernetes refuses in them. */
  readonly refused: readonly RefusedField[];
  /** Syntax errors with their offset in the text; undefined if there are none. */
  readonly problem: { readonly message: string; readonly start: number } | undefined;
}

/** Reads all documents of a text. Definitions of custom resources are long and never referenced, so they are skipped. */
export function* readManifests(text: string): Generator<undefined, Manifests> {
  const objects: ManifestObject[] = [];
  const refused: RefusedField[] = [];
  let problem: Manifests['problem'];
  for (const { document, start } of documentsIn(text)) {
    if (/^kind:[ \t]*["']?CustomResourceDefinition\b/m.test(document)) continue;
    yield;
    const read = yield* readDocument(document);
    if ('objects' in read) {
      for (const object of read.objects) objects.push(object);
      for (const field of read.refused) refused.push({ ...field, start: start + field.start, end: start + field.end });
    } else problem ??= { message: read.message, start: start + read.start };
  }
  return { objects, refused, problem };
}

/** The content of one document, or its error: an invalid document does not affect the others. */
function* readDocument(
  text: string,
): Generator<
  undefined,
  { objects: ManifestObject[]; refused: readonly RefusedField[] } | { message: string; start: number }
> {
  try {
    const [document] = yield* parseYamlDocuments(text, { version: '1.1', uniqueKeys: false });
    if (!document) return { objects: [], refused: [] };
    const [error] = document.errors;
    if (error) return { message: error.message.split('\n', 1)[0]!.replace(/ at line .*$/, ''), start: error.pos[0] };
    return {
      objects: objectsIn(document.toJS({ maxAliasCount: 1000 })),
      // What an alias stands for has its place elsewhere.
      refused: /[\s[{,][*&]\w/.test(text) ? [] : refusedFields(document.contents),
    };
  } catch (error) {
    // A circular value exhausts the call stack.
    if (error instanceof RangeError) return { message: t('This is nested too deeply, or contains itself'), start: 0 };
    // Undefined and excessive aliases cause exceptions.
    return { message: messageOf(error).replace(/\.$/, ''), start: 0 };
  }
}

function documentsIn(text: string): { document: string; start: number }[] {
  const found: { document: string; start: number }[] = [];
  let start = 0;
  for (const { 0: line, index } of text.matchAll(/^(?:---(?=\s|$)|\.\.\.[ \t]*$).*$/gm)) {
    found.push({ document: text.slice(start, index), start });
    start = index + line.length;
  }
  found.push({ document: text.slice(start), start });
  return found.filter(({ document }) => /^[^#\s]|^[ \t]+[^#\s]/m.test(document));
}

function objectsIn(value: unknown): ManifestObject[] {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return [];
  const { apiVersion, kind, items, metadata } = value;
  if (kind.endsWith('List') && Array.isArray(items)) return items.flatMap(item => objectsIn(item));
  const { name, namespace } = isRecord(metadata) ? metadata : {};
  return [
    {
      group: typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/', 1)[0]! : '',
      kind,
      name: typeof name === 'string' ? name : '',
      namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
      images: [...imagesIn(value)],
    },
  ];
}

function* imagesIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const element of value) yield* imagesIn(element);
  if (!isRecord(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    if ((key === 'containers' || key === 'initContainers') && Array.isArray(entry))
      for (const container of entry)
        if (isRecord(container) && typeof container['image'] === 'string') yield container['image'];
    yield* imagesIn(entry);
  }
}

/** `registry.example.org:5000/team/app:v1@sha256:…` → `registry.example.org:5000/team/app`. */
export const imageName = (image: string): string => image.split('@', 1)[0]!.replace(/:[^:/]*$/, '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
