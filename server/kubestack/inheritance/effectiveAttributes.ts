/** A merged environment as the list of its attributes, each with where it comes from. */
import type { Origin } from '../../../common/protocol';
import { map, marked, object } from '../../hcl/values/value';
import type { Merged } from './merge';
import type { MergeGeneration } from '../schemas/schemas';
import type { SourceRange, Value } from '../../hcl/model';

/** One effective attribute: the part of the configuration that is set, inherited or overridden as one. */
export interface ResolvedAttribute {
  readonly path: readonly string[];
  readonly value: Value;
  readonly origin: Origin;
  /** Where the value that counts is written; undefined for values that functions made. */
  readonly place: SourceRange | undefined;
  readonly overrides?: { readonly value: Value; readonly place: SourceRange | undefined };
}

/**
 * Lists attributes in the order of the module's type. Null attributes are left out; an empty object or map is one entry.
 * @param isBase the base environment itself: everything in it is simply set
 */
export function listAttributes(
  attributes: ReadonlyMap<string, Merged>,
  generation: MergeGeneration,
  isBase: boolean,
): ResolvedAttribute[] {
  const lister = new Lister(generation === 'nested', isBase);
  return [...attributes].flatMap(([name, merged]) => lister.list([name], merged, undefined));
}

class Lister {
  constructor(
    /** Maps at the top are merged key by key, so that each key has an origin of its own. */
    private readonly mapsMerge: boolean,
    private readonly isBase: boolean,
  ) {}

  list(path: readonly string[], merged: Merged, container: SourceRange | undefined): ResolvedAttribute[] {
    const { value } = merged;
    if (value.kind === 'null') return [];
    const place = value.origin ?? container;
    // What is sensitive is shown as one thing: not even its keys are told.
    if (value.sensitive) return [this.entry(path, merged, place)];
    const parts = merged.parts ?? this.partsOf(path, merged);
    if (!parts) return [this.entry(path, merged, place)];
    const entries = [...parts].flatMap(([name, part]) => this.list(path.concat(name), part, place));
    return entries.length > 0 ? entries : [this.entry(path, emptied(merged), place)];
  }

  /** The attributes of an object, and the keys of a map that merges, when they were taken whole from one side. */
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
    place: SourceRange | undefined,
  ): ResolvedAttribute {
    if (this.isBase) return { path, value, origin: 'set', place };
    if (from === 'base') return { path, value, origin: 'inherited', place };
    if (!base || base.kind === 'null') return { path, value, origin: 'set', place };
    return { path, value, origin: 'overridden', place, overrides: { value: base, place: base.origin } };
  }
}

/** An object whose attributes are all null is shown as `{}`. Where both sides have nothing in it, it is the base's. */
function emptied(merged: Merged): Merged {
  const { value, from, base } = merged;
  const empty = value.kind === 'map' ? map(value.element, new Map()) : object(new Map());
  if (merged.parts && base && base.kind !== 'null')
    return { value: marked(empty, base.origin ?? value.origin, undefined), from: 'base', base };
  return { value: marked(empty, value.origin, undefined), from, base };
}
