/** Lists the attributes of a merged environment with their origins. */
import type { Origin } from '../../../common/protocol';
import { sharedText } from '../../syntax/sharedText';
import { map, marked, object } from '../../hcl/values/value';
import type { Merged } from './merge';
import type { MergeGeneration } from '../schemas/schemas';
import type { SourceRange, Value } from '../../hcl/model';

/** An effective attribute: a part of the configuration that is set, inherited or overridden as a whole. */
export interface ResolvedAttribute {
  readonly path: readonly string[];
  readonly value: Value;
  readonly origin: Origin;
  /** Where the effective value is written; undefined for results of functions. */
  readonly range: SourceRange | undefined;
  readonly overrides?: { readonly value: Value; readonly range: SourceRange | undefined };
}

/**
 * Lists attributes in the order of the module's type. Null attributes are omitted; an empty object or map is one entry.
 * @param isBase whether it is the base environment, in which everything is `set`
 */
export function listAttributes(
  attributes: ReadonlyMap<string, Merged>,
  generation: MergeGeneration,
  isBase: boolean,
): ResolvedAttribute[] {
  const lister = new Lister(generation === 'nested', isBase);
  return [...attributes].flatMap(([name, merged]) => lister.list(pathOf(name), merged, undefined));
}

/** Maximum number of shared paths. After that, they are collected anew. */
const MAX_PATHS = 5_000;
/** Maximum length of the name in a shared path. */
const MAX_NAME = 32;
const paths = new Map<string, readonly [string]>();

/** The path of an attribute of the configuration, shared: most modules of a large platform have the same attributes. */
function pathOf(name: string): readonly [string] {
  let path = paths.get(name);
  if (path) return path;
  if (name.length > MAX_NAME) return [name];
  if (paths.size >= MAX_PATHS) paths.clear();
  const shared = sharedText(name);
  paths.set(shared, (path = [shared]));
  return path;
}

class Lister {
  constructor(
    /** Top-level maps are merged key by key, so each key has its own origin. */
    private readonly mapsMerge: boolean,
    private readonly isBase: boolean,
  ) {}

  list(path: readonly string[], merged: Merged, container: SourceRange | undefined): ResolvedAttribute[] {
    const { value } = merged;
    if (value.kind === 'null') return [];
    const range = value.origin ?? container;
    // A sensitive value is one entry: not even its keys are shown.
    if (value.sensitive) return [this.entry(path, merged, range)];
    const parts = merged.parts ?? this.partsOf(path, merged);
    if (!parts) return [this.entry(path, merged, range)];
    const entries = [...parts].flatMap(([name, part]) => this.list(path.concat(name), part, range));
    return entries.length > 0 ? entries : [this.entry(path, emptied(merged), range)];
  }

  /** The attributes of an object, or the keys of a merged map, that come from one side as a whole. */
  private partsOf(path: readonly string[], { value, from, base }: Merged): Map<string, Merged> | undefined {
    if (value.kind !== 'object' && !(value.kind === 'map' && this.mapsMerge && path.length === 1)) return undefined;
    const baseEntries = base?.kind === 'object' || base?.kind === 'map' ? base.entries : undefined;
    const whole = base?.kind === 'unknown' ? base : undefined;
    return new Map(
      [...value.entries].map(([name, each]) => [name, { value: each, from, base: baseEntries?.get(name) ?? whole }]),
    );
  }

  private entry(
    path: readonly string[],
    { value, from, base }: Merged,
    range: SourceRange | undefined,
  ): ResolvedAttribute {
    if (this.isBase) return { path, value, origin: 'set', range };
    if (from === 'base') return { path, value, origin: 'inherited', range };
    if (!base || base.kind === 'null') return { path, value, origin: 'set', range };
    return { path, value, origin: 'overridden', range, overrides: { value: base, range: base.origin } };
  }
}

/** An object whose attributes are all null is shown as `{}`. If both sides are empty, it is inherited. */
function emptied(merged: Merged): Merged {
  const { value, from, base } = merged;
  const empty = value.kind === 'map' ? map(value.element, new Map()) : object(new Map());
  if (merged.parts && base && base.kind !== 'null')
    return { value: marked(empty, base.origin ?? value.origin, undefined), from: 'base', base };
  return { value: marked(empty, value.origin, undefined), from, base };
}
