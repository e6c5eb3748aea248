/**
 * Aggregates the Kubestack module calls of a folder from their texts: environments, versions, attributes and their values. Updated for each changed
 * call, so that reading it is fast for any number of calls.
 */
import { memoize } from '../../../common/memoize';
import type { Provider } from '../../../common/protocol';
import { literalKey } from '../../hcl/values/objectKey';
import type { Expression, ObjectExpression } from '../../syntax/ast';
import { staticString, isCallComputed, isComputed } from '../../workspace/staticEvaluation';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { withoutParentheses } from '../inheritance/configurationEntries';
import { kindOfPath, parseModuleSource, type FrameworkKind } from './moduleSource';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';

/** The kind of a module, determined only from its source. */
export interface KindBySource {
  readonly kind: FrameworkKind;
  readonly provider: Provider | undefined;
}

/** The facts of one call. */
interface CallFacts {
  /** Path in the framework's repository, `catalog/<entry>`, or the source of a local module. */
  readonly module: string;
  readonly ref: string | undefined;
  /** `version` of a catalog service. */
  readonly version: string | undefined;
  readonly environments: readonly string[];
  /** Undefined for a call without environments. */
  readonly base: string | undefined;
  /** Dotted paths of the attributes that any environment sets, `*` for elements → plain values. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Names with their number of occurrences. */
class Tally {
  private readonly counts = new Map<string, { readonly count: number; readonly positions: number }>();

  /** @param position index among the names of one call, from 0 */
  add(name: string, by: 1 | -1, position = 0): void {
    const before = this.counts.get(name) ?? { count: 0, positions: 0 };
    const count = before.count + by;
    if (count > 0) this.counts.set(name, { count, positions: before.positions + by * position });
    else this.counts.delete(name);
  }

  count(name: string): number {
    return this.counts.get(name)?.count ?? 0;
  }

  /**
   * The most frequent first; then by position in the calls, then by name, so that the order does not depend on which call was read or edited first.
   */
  names(): string[] {
    return [...this.counts]
      .sort(([a, x], [b, y]) => y.count - x.count || x.positions - y.positions || (a < b ? -1 : 1))
      .map(([name]) => name);
  }
}

export class FolderUsage {
  /** The counted calls. Those that depend on more than the call's text are read again before use. */
  private readonly counted = new Map<Declaration, CallFacts | undefined>();
  /** The kinds of calls whose source is not computed. */
  private readonly kinds = new WeakMap<Declaration, { readonly kind: KindBySource | undefined }>();
  private readonly environmentNames = new Tally();
  private readonly bases = new Tally();
  private readonly refs = new Tally();
  /** By module. */
  private readonly versions = new Map<string, Tally>();
  /** By module: attributes. */
  private readonly attributes = new Map<string, Tally>();
  /** By attribute of a module: values. */
  private readonly values = new Map<string, Tally>();
  private seen: number | undefined;

  constructor(private readonly folder: ModuleFolder) {}

  /** Environments of the calls, in the order of most calls. */
  get environments(): readonly string[] {
    return this.environmentNames.names();
  }

  /** The base environment of most calls; undefined if there are none. */
  get baseEnvironment(): string | undefined {
    return this.bases.names()[0];
  }

  /** `?ref=` of the framework, the most frequent first, without a ref that only `except` has. */
  frameworkRefs(except?: Declaration): readonly string[] {
    return withoutOwn(this.refs, new Set([this.factsCounted(except)?.ref]));
  }

  /**
   * The kind of a call's module; undefined if its source is not sufficient to determine it.
   * @param label of the call
   */
  kindOf(label: string): KindBySource | undefined {
    const declaration = this.folder.declaration('module', label);
    if (!declaration) return undefined;
    // Called for each module in a list after every edit.
    const cached = this.kinds.get(declaration);
    if (cached) return cached.kind;
    const kind = kindOfCall(declaration, this.folder);
    if (!isCallComputed(declaration)) this.kinds.set(declaration, { kind });
    return kind;
  }

  /** Versions of a catalog service, the most frequent first, without a version that only `except` has. */
  versionsOf(module: string, except?: Declaration): readonly string[] {
    return withoutOwn(this.versions.get(module), new Set([this.factsCounted(except)?.version]));
  }

  /**
   * Number of calls of a module that set an attribute.
   * @param path dotted, in an environment
   */
  useOf(module: string, path: string): number {
    return this.attributes.get(module)?.count(path) ?? 0;
  }

  /** Plain values of an attribute in calls of a module, the most frequent first, without values that only `except` has. */
  valuesOf(module: string, path: string, except: Declaration | undefined): readonly string[] {
    return withoutOwn(
      this.values.get(`${module} ${path}`),
      this.factsCounted(except)?.attributes.get(path) ?? new Set(),
    );
  }

  /** Updates the facts after changes in the folder. */
  update(): void {
    const { folder } = this;
    if (this.seen === folder.interfaceRevision) return;
    this.seen = folder.interfaceRevision;
    const gone = new Set(this.counted.keys());
    const come: Declaration[] = [];
    for (const name of folder.names('module')) {
      const declaration = folder.declaration('module', name);
      if (!declaration) continue;
      // Facts that depend on more than the call's text may have changed, so they are counted again.
      const isCurrent = this.counted.has(declaration) && this.counted.get(declaration) === undefined;
      if (isCurrent) gone.delete(declaration);
      else come.push(declaration);
    }
    for (const declaration of gone) {
      this.addToTallies(this.factsCounted(declaration)!, -1);
      this.counted.delete(declaration);
    }
    for (const declaration of come) this.count(declaration);
  }

  /** Updates call by call; the caller may pause or stop after each. */
  *precompute(): Generator<undefined, void> {
    const { folder } = this;
    if (this.seen === folder.interfaceRevision) return;
    for (const name of folder.names('module')) {
      const declaration = folder.declaration('module', name);
      if (declaration && !this.counted.has(declaration)) this.count(declaration);
      yield;
    }
  }

  private count(declaration: Declaration): void {
    const facts = factsOf(declaration, this.folder);
    if (!facts) return;
    this.counted.set(declaration, dependsOnText(declaration) ? undefined : facts);
    this.addToTallies(facts, 1);
  }

  private factsCounted(declaration: Declaration | undefined): CallFacts | undefined {
    if (!declaration || !this.counted.has(declaration)) return undefined;
    return this.counted.get(declaration) ?? factsOf(declaration, this.folder);
  }

  private addToTallies(facts: CallFacts, by: 1 | -1): void {
    for (const [index, name] of facts.environments.entries()) this.environmentNames.add(name, by, index);
    if (facts.base !== undefined) this.bases.add(facts.base, by);
    if (facts.ref !== undefined) this.refs.add(facts.ref, by);
    if (facts.version !== undefined) tallyOf(this.versions, facts.module).add(facts.version, by);
    const attributes = tallyOf(this.attributes, facts.module);
    for (const [path, values] of facts.attributes) {
      attributes.add(path, by);
      for (const value of values) tallyOf(this.values, `${facts.module} ${path}`).add(value, by);
    }
  }
}

/** Whether the facts of a call depend only on its text. */
const dependsOnText = (declaration: Declaration): boolean =>
  !isCallComputed(declaration) &&
  !isComputed(declaredAttribute(declaration, 'configuration_base_key')?.attribute.value);

/** Excludes a call's own facts. */
const withoutOwn = (tally: Tally | undefined, own: ReadonlySet<string | undefined>): string[] =>
  tally?.names().filter(name => tally.count(name) > 1 || !own.has(name)) ?? [];

/** The current aggregation of a folder. */
export function folderUsage(folder: ModuleFolder): FolderUsage {
  const usage = usageOf(folder);
  usage.update();
  return usage;
}

/** Precomputes {@link folderUsage} for a folder. */
export function prepareFolderUsage(folder: ModuleFolder): Generator<undefined, void> {
  return usageOf(folder).precompute();
}

const usageOf = memoize((folder: ModuleFolder) => new FolderUsage(folder));

/** The name under which calls of a module are counted, by its `source`; undefined for other modules. */
export function usageKey(source: string): string | undefined {
  const parsed = parseModuleSource(source);
  if (parsed.form === 'framework') return parsed.path;
  if (parsed.form === 'catalog') return `catalog/${parsed.entry}`;
  return parsed.form === 'local' ? source : undefined;
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = new Tally()));
  return tally;
}

/** The kind of a call's module by its source; undefined for other modules. */
function kindOfCall(declaration: Declaration, folder: ModuleFolder): KindBySource | undefined {
  const source = staticString(folder, declaration, 'source');
  const parsed = source === undefined ? undefined : parseModuleSource(source);
  if (!parsed || parsed.form === 'other') return undefined;
  return parsed.form === 'catalog' ? { kind: 'service', provider: undefined } : kindOfPath(parsed.path);
}

function factsOf(declaration: Declaration, folder: ModuleFolder): CallFacts | undefined {
  const text = (name: string): string | undefined => staticString(folder, declaration, name);
  const source = text('source');
  const module = source === undefined ? undefined : usageKey(source);
  if (source === undefined || module === undefined) return undefined;
  const parsed = parseModuleSource(source);
  const configuration = declaredAttribute(declaration, 'configuration')?.attribute.value;
  const object = configuration && withoutParentheses(configuration);
  const attributes = new Map<string, Set<string>>();
  const environments = object?.kind === 'object' ? environmentsIn(object, attributes) : [];
  return {
    module,
    ref: parsed.form === 'framework' ? parsed.ref : undefined,
    version: parsed.form === 'catalog' ? text('version') : undefined,
    environments,
    base: environments.length > 0 ? (text('configuration_base_key') ?? 'apps') : undefined,
    attributes,
  };
}

function environmentsIn(configuration: ObjectExpression, attributes: Map<string, Set<string>>): string[] {
  return configuration.items.flatMap(({ key, value }) => {
    const name = literalKey(key);
    const environment = withoutParentheses(value);
    if (environment.kind === 'object') collect(environment, '', attributes);
    return name === undefined ? [] : [name];
  });
}

/** Adds the attributes and plain values of a value. */
function collect(value: Expression, path: string, attributes: Map<string, Set<string>>): void {
  if (value.kind === 'text') return addTo(attributes, path, value.value);
  if (value.kind === 'number') return addTo(attributes, path, value.text);
  if (path !== '' && !attributes.has(path)) attributes.set(path, new Set());
  if (value.kind === 'tuple') for (const element of value.elements) collect(element, `${path}.*`, attributes);
  if (value.kind !== 'object') return;
  for (const item of value.items) {
    const name = literalKey(item.key);
    if (name !== undefined) collect(item.value, path === '' ? name : `${path}.${name}`, attributes);
  }
}

function addTo(attributes: Map<string, Set<string>>, path: string, value: string): void {
  const values = attributes.get(path);
  if (values) values.add(value);
  else attributes.set(path, new Set([value]));
}
