/**
 * Resolves a GitLab pipeline: `include`, `extends`, `default`, `!reference`. Source: "CI/CD YAML syntax reference" of GitLab's
 * documentation.
 */
import { TooMuchError, type PipelineBudget } from '../budget';
import type { Repository } from '../repository';
import {
  valueOfKey,
  entriesOfMap,
  itemsOfList,
  textOf,
  type YamlFile,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../yaml/tree';

export interface Configuration {
  readonly file: YamlFile;
  readonly root: YamlMap;
  /** Whether all included files were found. */
  readonly isComplete: boolean;
  /** The number of entries that were merged to resolve it. */
  readonly merged: number;
}

/** GitLab's limits: 150 included files, 11 levels of `extends`, 10 of references. */
const MAX_INCLUDES = 150;
const MAX_EXTENDS = 11;
const MAX_REFERENCES = 10;
/** Maximum number of jobs and keywords of a file; larger files are not analyzed. */
const MAX_ENTRIES = 2_000;

/** Top-level keywords that are not jobs. */
const KEYWORDS = new Set([
  ...['default', 'include', 'stages', 'types', 'variables', 'workflow', 'image', 'services', 'cache', 'spec'],
  ...['before_script', 'after_script'],
]);
/** Keywords that a job inherits from `default`, or from the top level. */
const DEFAULTS = ['image', 'before_script', 'after_script', 'cache'];

/**
 * Resolves a pipeline, with a pause after each included file.
 * @returns undefined if the file can't be read
 */
export function* pipelineConfiguration(
  file: YamlFile,
  repository: Repository,
): Generator<undefined, Configuration | undefined> {
  const state = { repository, isComplete: true, left: MAX_INCLUDES, merged: 0 };
  const root = yield* read(file.path, undefined, state);
  return root && { file, root, isComplete: state.isComplete, merged: state.merged };
}

interface IncludeState {
  readonly repository: Repository;
  isComplete: boolean;
  left: number;
  merged: number;
}

function* read(
  path: string,
  inputs: YamlNode | undefined,
  state: IncludeState,
): Generator<undefined, YamlMap | undefined> {
  const documents = (yield* state.repository.yaml(path)) ?? [];
  const hasHeader = documents.length > 1 && valueOfKey(documents[0], 'spec') !== undefined;
  const [header, content] = hasHeader ? documents : [undefined, documents[0]];
  const node = header && content ? withInputs(content, inputValues(header, inputs)) : content;
  if (node?.kind !== 'map') return undefined;
  let merged: YamlMap | undefined;
  for (const include of includesOf(valueOfKey(node, 'include'))) {
    const included = --state.left < 0 ? undefined : yield* readInclude(include, state);
    if (included) merged = merged ? mergedMaps(merged, included) : included;
    else state.isComplete = false;
    state.merged += merged?.entries.size ?? 0;
    if (state.left >= 0) yield;
  }
  return merged ? mergedMaps(merged, node) : node;
}

const includesOf = (node: YamlNode | undefined): readonly YamlNode[] =>
  node?.kind === 'map' ? [node] : itemsOfList(node);

function* readInclude(node: YamlNode, state: IncludeState): Generator<undefined, YamlMap | undefined> {
  const path = node.kind === 'map' ? textOf(valueOfKey(node, 'local')) : textOf(node);
  // Includes from elsewhere, by pattern, or with a condition.
  if (path === undefined || /^[a-z]+:\/\/|[*$]/i.test(path) || valueOfKey(node, 'rules')) return undefined;
  return yield* read(path.replace(/^\/+/, ''), valueOfKey(node, 'inputs'), state);
}

function inputValues(header: YamlNode, given: YamlNode | undefined): ReadonlyMap<string, YamlNode> {
  const values = new Map<string, YamlNode>();
  for (const [name, input] of entriesOfMap(valueOfKey(valueOfKey(header, 'spec'), 'inputs'))) {
    const value = valueOfKey(given, name) ?? valueOfKey(input, 'default');
    if (value) values.set(name, value);
  }
  return values;
}

/** `$[[ inputs.name ]]` */
function withInputs(node: YamlNode, inputs: ReadonlyMap<string, YamlNode>): YamlNode {
  switch (node.kind) {
    case 'list':
      return { ...node, items: node.items.map(item => withInputs(item, inputs)) };
    case 'map':
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([name, { key, value }]) => [
            substituted(name, inputs),
            { key, value: withInputs(value, inputs) },
          ]),
        ),
      };
    case 'scalar': {
      if (typeof node.value !== 'string') return node;
      const whole = /^\$\[\[\s*inputs\.([\w-]+)\s*\]\]$/.exec(node.value)?.[1];
      const value = whole === undefined ? undefined : inputs.get(whole);
      return value ?? { ...node, value: substituted(node.value, inputs) };
    }
  }
}

const substituted = (text: string, inputs: ReadonlyMap<string, YamlNode>): string =>
  text.replace(/\$\[\[\s*inputs\.([\w-]+)\s*\]\]/g, (whole, name: string) => textOf(inputs.get(name)) ?? whole);

/** Merges maps key by key; other values are replaced. */
function mergedMaps(base: YamlMap, over: YamlMap): YamlMap {
  const entries = new Map<string, YamlEntry>(base.entries);
  for (const [name, entry] of over.entries) {
    const before = entries.get(name)?.value;
    const isMerged = before?.kind === 'map' && entry.value.kind === 'map';
    entries.set(name, isMerged ? { ...entry, value: mergedMaps(before, entry.value) } : entry);
  }
  return { ...over, entries };
}

export interface GitlabJob {
  readonly name: string;
  readonly key: YamlEntry['key'];
  readonly node: YamlMap;
  /** Whether all extended jobs were found. */
  readonly isComplete: boolean;
}

/**
 * The jobs of a pipeline, with `extends` and defaults resolved.
 *
 * @throws TooMuchError when resolving exceeds the limit
 */
export function jobsOf({ root }: Configuration, budget: PipelineBudget): GitlabJob[] {
  const jobs: GitlabJob[] = [];
  if (root.entries.size > MAX_ENTRIES) throw new TooMuchError();
  for (const [name, { key, value }] of root.entries) {
    if (name.startsWith('.') || KEYWORDS.has(name) || value.kind !== 'map') continue;
    const extended = extend(value, root, budget, 0);
    if (
      !valueOfKey(extended.node, 'script') &&
      !valueOfKey(extended.node, 'trigger') &&
      !valueOfKey(extended.node, 'run') &&
      extended.isComplete
    )
      continue;
    jobs.push({ name, key, ...extended, node: withDefaults(extended.node, root) });
  }
  return jobs;
}

function extend(
  node: YamlMap,
  root: YamlMap,
  budget: PipelineBudget,
  depth: number,
): { node: YamlMap; isComplete: boolean } {
  const parents = itemsOfList(valueOfKey(node, 'extends')).map(textOf);
  budget.spend(1 + (parents.length > 0 ? node.entries.size : 0));
  if (parents.length === 0) return { node, isComplete: true };
  if (depth >= MAX_EXTENDS) return { node, isComplete: false };
  let isComplete = true;
  let base: YamlMap | undefined;
  for (const name of parents) {
    const parent = name === undefined ? undefined : root.entries.get(name)?.value;
    if (parent?.kind !== 'map') {
      isComplete = false;
      continue;
    }
    const own = extend(parent, root, budget, depth + 1);
    isComplete &&= own.isComplete;
    base = base ? mergedMaps(base, own.node) : own.node;
  }
  return { node: base ? mergedMaps(base, node) : node, isComplete };
}

function withDefaults(node: YamlMap, root: YamlMap): YamlMap {
  const inherit = valueOfKey(valueOfKey(node, 'inherit'), 'default');
  const names = inherit?.kind === 'list' ? itemsOfList(inherit).map(textOf) : DEFAULTS;
  if (inherit?.kind === 'scalar' && inherit.value === false) return node;
  const entries = new Map(node.entries);
  for (const name of DEFAULTS) {
    const common = valueOfKey(root, 'default');
    const entry = (common?.kind === 'map' ? common.entries.get(name) : undefined) ?? root.entries.get(name);
    if (entry && !entries.has(name) && names.includes(name)) entries.set(name, entry);
  }
  return { ...node, entries };
}

/** Resolves `!reference [job, key]` in a node. @returns undefined if the target is missing */
export function resolved(
  node: YamlNode | undefined,
  root: YamlMap,
  budget: PipelineBudget,
  depth = 0,
): YamlNode | undefined {
  if (node?.kind !== 'list') return node;
  budget.spend(1 + node.items.length);
  if (node.tag === '!reference') {
    if (depth >= MAX_REFERENCES) return undefined;
    let target: YamlNode | undefined = root;
    for (const [index, step] of node.items.entries()) {
      const name = textOf(step);
      target = name === undefined ? undefined : valueOfKey(target, name);
      if (index === 0 && target?.kind === 'map') target = extend(target, root, budget, 0).node;
    }
    return resolved(target, root, budget, depth + 1);
  }
  if (!node.items.some(item => item.kind === 'list')) return node;
  return {
    ...node,
    items: node.items.flatMap(item => {
      const own = resolved(item, root, budget, depth + 1);
      return own?.kind === 'list' ? own.items : own ? [own] : [];
    }),
  };
}
