/** The team's code that causes a difference: the argument of a module call that has changed, rather than the line of the module that uses it. */
import { identityOf } from '../hcl/evaluation/content';
import type { SourceRange, Value } from '../hcl/model';
import { declaredAttribute, type Declaration } from '../workspace/declarations';
import type { AppliedWalk } from './appliedWalk';
import { reachOfAttributes, type AttributeReach } from './attributeReach';
import type { Difference } from './compareArguments';
import type { ResourceInstance } from './moduleNode';
import { SINGLE } from './resourceNode';
import { isReached } from './reach';
import { blocksOf } from './rootReferences';
import type { Walk } from './walk';

/** Arguments that Terraform itself reads. */
const META_ARGUMENTS: ReadonlySet<string> = new Set(['source', 'version', 'providers', 'depends_on']);

/** A value that the change adds, removes or replaces. */
interface ChangedValue {
  /** Names of the attribute and of those around it. */
  readonly path: readonly string[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** Undefined for a removed value. */
  readonly range: SourceRange | undefined;
}

export class Causes {
  private readonly calls = new Map<string, readonly ChangedValue[]>();
  /** By the source and version of calls. */
  private readonly reaches = new Map<string, AttributeReach>();

  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: Walk,
  ) {}

  /** The code to show for a difference of an instance. */
  of(instance: ResourceInstance, difference: Difference): SourceRange | undefined {
    const { range } = difference;
    const [call] = instance.address.module;
    if (!call || (range && this.isOwnChange(range))) return range;
    const changes = this.changesOf(call.name);
    const version = this.versionChange(call.name);
    const [only] = changes;
    if (!only) return version ?? range;
    if (changes.length === 1 && !version) return only.range ?? this.argument(call.name, 'configuration') ?? range;
    const reaching = this.reaching(call.name, instance, difference, changes);
    const [reached] = reaching;
    const isCertain = reaching.length === 1 && !version;
    const cause = isCertain ? reached : closest(reaching.length > 0 ? reaching : changes, difference);
    return cause?.range ?? version ?? this.argument(call.name, 'configuration') ?? range;
  }

  /** The changes that the module's code passes on to an argument. */
  private reaching(
    call: string,
    { address: { module, type, name } }: ResourceInstance,
    { path }: Difference,
    changes: readonly ChangedValue[],
  ): readonly ChangedValue[] {
    const below = (calls: readonly string[]): string => calls.slice(1).join(' ');
    const [key, calls] = [`${type}.${name}`, below(module.map(step => step.name))];
    const resource = this.reachOf(call)?.find(each => each.key === key && below(each.calls) === calls);
    const names = path.filter(step => typeof step === 'string').join('.');
    const isWithin = (inner: string, outer: string): boolean => `${inner}.`.startsWith(`${outer}.`);
    const parts = resource?.arguments.filter(part => isWithin(names, part.path) || isWithin(part.path, names)) ?? [];
    return changes.filter(change => parts.some(({ reach }) => isReached(reach, change.path)));
  }

  /** Calls of the same module have the same reach. */
  private reachOf(call: string): AttributeReach {
    const declaration = callIn(this.after, call);
    if (!declaration) return undefined;
    const texts = ['source', 'version'].map(name => {
      const range = this.argument(call, name);
      return range?.item.text.slice(range.start, range.end);
    });
    const { side, environment, facts } = this.after;
    const key = JSON.stringify(texts);
    if (!this.reaches.has(key)) this.reaches.set(key, reachOfAttributes(side, declaration, environment, facts));
    return this.reaches.get(key);
  }

  /** Whether a range is in the root module, or in a part of another module that the change touches. */
  private isOwnChange({ item }: SourceRange): boolean {
    const { root } = this.after;
    if (root.folder?.file(item.uri.slice(root.instance.folderUri.length + 1))) return true;
    const old = this.before?.root.tree.workspace.file(item.uri);
    const isOfWorkspace = root.tree.workspace.file(item.uri) !== undefined;
    return isOfWorkspace && old !== undefined && !old.items.some(each => each.item.text === item.text);
  }

  private changesOf(call: string): readonly ChangedValue[] {
    let found = this.calls.get(call);
    if (!found) this.calls.set(call, (found = this.compare(call)));
    return found;
  }

  private compare(call: string): readonly ChangedValue[] {
    const [old, current] = [this.before && callIn(this.before, call), callIn(this.after, call)];
    if (!this.before || !old || !current) return [];
    const names = new Set([...namesIn(old), ...namesIn(current)].filter(name => !META_ARGUMENTS.has(name)));
    const [from, to] = [configurationIn(this.before, call), configurationIn(this.after, call)];
    const attributes = from && to ? changedEntries(from, to) : [];
    if (attributes.length > 0) return attributes;
    return changedEntries(argumentsIn(this.before, old, names), argumentsIn(this.after, current, names));
  }

  /** The version or source of a call, if it differs. */
  private versionChange(call: string): SourceRange | undefined {
    const [old, current] = [this.before && callIn(this.before, call), callIn(this.after, call)];
    if (!this.before || !old || !current) return undefined;
    const names = ['version', 'source'];
    const [changed] = changedEntries(argumentsIn(this.before, old, names), argumentsIn(this.after, current, names));
    return changed && this.argument(call, changed.path[0]!);
  }

  private argument(call: string, name: string): SourceRange | undefined {
    const declaration = callIn(this.after, call);
    const part = declaration && declaredAttribute(declaration, name);
    return part && { item: part.item, start: part.attribute.start, end: part.attribute.end };
  }
}

const callIn = (walk: Walk, call: string): Declaration | undefined => walk.root.folder?.declaration('module', call);

const namesIn = (declaration: Declaration): string[] =>
  blocksOf(declaration).flatMap(({ body }) => body.flatMap(entry => (entry.kind === 'attribute' ? [entry.name] : [])));

function argumentsIn(walk: Walk, declaration: Declaration, names: Iterable<string>): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const name of names) {
    const part = declaredAttribute(declaration, name);
    if (part) values.set(name, walk.root.evaluate(part.item, part.attribute.value, SINGLE).value);
  }
  return values;
}

/** The effective attributes of a Kubestack module; undefined for other modules, and for a configuration that Terraform rejects. */
function configurationIn(
  { side: { model, root }, environment }: Walk,
  name: string,
): ReadonlyMap<string, Value> | undefined {
  const call = model.call(root, name);
  return call && model.effectiveConfiguration(call).environments.get(environment)?.value.entries;
}

const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && identityOf(a) === identityOf(b));

const entriesOf = (value: Value | undefined): ReadonlyMap<string, Value> =>
  value && 'entries' in value ? value.entries : new Map<string, Value>();

/** The entries that differ; of objects on both sides, those in them. */
function changedEntries(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  around: readonly string[] = [],
): ChangedValue[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(name => {
    const [old, current] = [before.get(name), after.get(name)];
    if (isSame(old, current)) return [];
    const path = [...around, name];
    const inner = old && current ? changedEntries(entriesOf(old), entriesOf(current), path) : [];
    return inner.length > 0 ? inner : [{ path, before: old, after: current, range: current?.origin }];
  });
}

/** The change whose value or name is part of a difference; undefined if that is none, or several. */
function closest(changes: readonly ChangedValue[], { path, before, after }: Difference): ChangedValue | undefined {
  const contains = (whole: Value | undefined, part: Value | undefined): boolean =>
    whole !== undefined && part !== undefined && part.kind !== 'null' && identityOf(whole).includes(identityOf(part));
  const byValue = changes.filter(
    each => (each.after && contains(after, each.after)) || (!each.after && contains(before, each.before)),
  );
  const last = String(path.findLast(step => typeof step === 'string'));
  const byName = (byValue.length > 0 ? byValue : changes).filter(change => {
    const name = change.path.at(-1)!;
    return (
      name === last || name.endsWith(`_${last}`) || last.startsWith(name) || name.endsWith(`_${last.replace(/s$/, '')}`)
    );
  });
  if (byName.length === 1) return byName[0];
  return byValue.length === 1 ? byValue[0] : undefined;
}
