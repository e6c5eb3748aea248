/** Finds the API of each object in Kubernetes manifests, with its place. Only lines are compared, so that long manifests take little time. */
import { isRecord } from '../../../common/isRecord';

export interface ManifestApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** The range of the value of `apiVersion`, as offsets in the text. */
  readonly start: number;
  readonly end: number;
}

const FIELD = /^([ \t]*(?:- +)?)(apiVersion|kind):[ \t]+(["']?)([\w./-]+)\3[ \t]*(?:#.*)?$/gm;

/** The objects of YAML documents and of their lists, or of a JSON document. References to other objects are left out. */
export function manifestApis(text: string): ManifestApi[] {
  if (/^\s*\{/.test(text)) return jsonApis(text);
  const found: ManifestApi[] = [];
  let start = 0;
  for (const { 0: line, index } of text.matchAll(/^---(?=\s|$).*$/gm)) {
    readDocument(text.slice(start, index), start, found);
    start = index + line.length;
  }
  readDocument(text.slice(start), start, found);
  return found;
}

interface Field {
  readonly column: number;
  readonly isItem: boolean;
  readonly name: string;
  readonly value: string;
  readonly start: number;
}

function readDocument(document: string, offset: number, found: ManifestApi[]): void {
  const fields = [...document.matchAll(FIELD)].map(
    ({ 0: line, 1: indent = '', 2: name = '', 3: quote = '', 4: value = '', index }): Field => ({
      column: indent.length,
      isItem: indent.includes('-'),
      name,
      value,
      start: index + line.indexOf(quote + value, indent.length + name.length + 1) + quote.length,
    }),
  );
  const root = fields.filter(({ column }) => column === 0);
  const kind = root.find(({ name }) => name === 'kind')?.value;
  if (kind === undefined) return;
  if (!kind.endsWith('List') || !/^items:/m.test(document)) {
    add(root, offset, found);
    return;
  }
  // The items of a list have the indentation of the first one.
  const first = /^items:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]*- +)/m.exec(document)?.[1]?.length;
  let item: Field[] = [];
  const starts = itemStarts(document, first);
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? document.length;
    item = fields.filter(field => field.column === first && field.start >= start && field.start < end);
    add(item, offset, found);
  }
}

/** The offsets of the items of a list. */
function itemStarts(document: string, column: number | undefined): number[] {
  if (column === undefined) return [];
  return [...document.matchAll(/^([ \t]*- +)/gm)].flatMap(({ 1: dash = '', index }) =>
    dash.length === column ? [index] : [],
  );
}

function add(fields: readonly Field[], offset: number, found: ManifestApi[]): void {
  const version = fields.find(({ name }) => name === 'apiVersion');
  const kind = fields.find(({ name }) => name === 'kind');
  if (!version || !kind) return;
  const start = offset + version.start;
  found.push({ apiVersion: version.value, kind: kind.value, start, end: start + version.value.length });
}

function jsonApis(text: string): ManifestApi[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const objects = isRecord(value) && Array.isArray(value['items']) ? (value['items'] as unknown[]) : [value];
  return objects.flatMap(object => {
    const { apiVersion, kind } = isRecord(object) ? object : {};
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
    const start = text.indexOf(JSON.stringify(apiVersion)) + 1;
    return start === 0 ? [] : [{ apiVersion, kind, start, end: start + apiVersion.length }];
  });
}
