/** YAML as plain data, with the position of every node. Parsing is bounded. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { t } from '../../localization';
import { parseYamlDocuments, YamlLimitError, type YamlLimits } from '../../yaml/boundedYaml';

/** A file of a repository. */
export interface YamlFile {
  /** From the root of the repository, `/` separated. */
  readonly path: string;
  readonly text: string;
}

/** A range of a file's text: offsets of the first character and after the last one. */
export interface TextRange {
  readonly file: YamlFile;
  readonly start: number;
  readonly end: number;
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar extends TextRange {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface YamlList extends TextRange {
  readonly kind: 'list';
  /** `!reference`; undefined where there is none. */
  readonly tag: string | undefined;
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends TextRange {
  readonly kind: 'map';
  /** In source order; the last one of duplicate keys. A Map, so that no name is special. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly key: TextRange;
  readonly value: YamlNode;
}

/** Maximum length of a file that is read. Pipelines are much shorter. */
export const MAX_YAML_LENGTH = 50_000;
/** GitLab refuses more than 100 levels (`max_yaml_depth`). A line of a pipeline has about 5 words. */
const LIMITS: YamlLimits = { length: MAX_YAML_LENGTH, lexemes: 16_000, depth: 100 };
/** Maximum number of nodes of one file, including those repeated by aliases and merged entries. */
const MAX_NODES = 50_000;

/** The form in which nodes of the package come. */
interface LibraryNode {
  readonly range?: readonly [number, number, number] | null;
  readonly tag?: string;
  readonly anchor?: string;
  readonly source?: string;
  readonly value?: unknown;
  readonly items?: readonly unknown[];
}

/** The contents of a YAML file. */
export interface YamlContents {
  /** In order, without empty ones; undefined if the text is not valid YAML. */
  readonly documents: readonly YamlNode[] | undefined;
  /** The work of reading: the number of nodes, including those repeated by aliases. */
  readonly nodes: number;
}

/**
 * Parses the documents of a file.
 * @throws YamlLimitError if the text exceeds the limits
 */
export function* readYaml(file: YamlFile): Generator<undefined, YamlContents> {
  const documents: YamlNode[] = [];
  let nodes = 0;
  try {
    for (const parsed of yield* parseYamlDocuments(file.text, {}, LIMITS)) {
      if (parsed.errors.length > 0) throw new UnreadableError();
      if (parsed.contents === null) continue;
      const reader = new TreeReader(file);
      documents.push(reader.read(parsed.contents, 0));
      nodes += reader.nodes;
    }
  } catch (error) {
    if (error instanceof YamlLimitError) throw error;
    // Syntax errors and undefined or circular aliases make the file unreadable.
    return { documents: undefined, nodes };
  }
  return { documents, nodes };
}

class UnreadableError extends Error {}

class TreeReader {
  private readonly anchors = new Map<string, unknown>();
  /** Anchors that are being resolved: an alias to one of them would be endless. */
  private readonly open = new Set<unknown>();
  nodes = 0;

  constructor(private readonly file: YamlFile) {}

  /** @throws UnreadableError, YamlLimitError */
  read(node: unknown, depth: number): YamlNode {
    this.count(1);
    // Aliases may nest deeper than the text.
    if (depth > 2 * LIMITS.depth) throw new UnreadableError();
    const { range, tag, anchor, source, value, items } = (node ?? {}) as LibraryNode;
    const span = { file: this.file, start: range?.[0] ?? 0, end: range?.[1] ?? range?.[0] ?? 0 };
    if (isAlias(node)) return this.aliased(source ?? '', depth);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    if (isScalar(node) || node === null || node === undefined)
      return { kind: 'scalar', value: plainValue(value), ...span };
    if (this.open.has(node)) throw new UnreadableError();
    this.open.add(node);
    try {
      if (isSeq(node)) {
        const read = (items ?? []).map(item => this.read(item, depth + 1));
        return { kind: 'list', tag: tag?.startsWith('!') ? tag : undefined, items: read, ...span };
      }
      if (isMap(node)) return { kind: 'map', entries: this.entries(items ?? [], depth), ...span };
      throw new UnreadableError();
    } finally {
      this.open.delete(node);
    }
  }

  private count(nodes: number): void {
    this.nodes += nodes;
    if (this.nodes > MAX_NODES) throw new YamlLimitError(t('The YAML has too many values.'));
  }

  private aliased(name: string, depth: number): YamlNode {
    if (!this.anchors.has(name)) throw new UnreadableError();
    return this.read(this.anchors.get(name), depth + 1);
  }

  /** `<<` provides values for keys that the map does not have; of several maps, the first one with the key is used. */
  private entries(pairs: readonly unknown[], depth: number): Map<string, YamlEntry> {
    const own = new Map<string, YamlEntry>();
    const merged: YamlNode[] = [];
    for (const pair of pairs) {
      const { key, value } = pair as { key: unknown; value: unknown };
      const name = this.read(key, depth + 1);
      const node = this.read(value, depth + 1);
      if (name.kind !== 'scalar') continue;
      if (name.value === '<<') merged.push(...(node.kind === 'list' ? node.items : [node]));
      else own.set(String(name.value), { key: name, value: node });
    }
    for (const each of merged) {
      if (each.kind !== 'map') continue;
      this.count(each.entries.size);
      for (const [name, entry] of each.entries) if (!own.has(name)) own.set(name, entry);
    }
    return own;
  }
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'bigint' ? Number(value) : null;
}

/** The value of a key; undefined if the node is not a map or has no such key. */
export const valueOfKey = (node: YamlNode | undefined, key: string): YamlNode | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

/** Keys and values of a map in source order; empty for other nodes. */
export const entriesOfMap = (node: YamlNode | undefined): readonly (readonly [string, YamlNode])[] =>
  node?.kind === 'map' ? [...node.entries].map(([name, { value }]) => [name, value] as const) : [];

/** The items of a list; a scalar is a list of one; empty for other nodes. */
export function itemsOfList(node: YamlNode | undefined): readonly YamlNode[] {
  if (!node || node.kind === 'map') return [];
  return node.kind === 'list' ? node.items : node.value === null ? [] : [node];
}

/** A scalar as a string, as a pipeline system passes it on; undefined for null, lists and maps. */
export const textOf = (node: YamlNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;

/** The strings of a list, or of a scalar. */
export const textsOf = (node: YamlNode | undefined): string[] => itemsOfList(node).flatMap(item => textOf(item) ?? []);
