/**
 * The bundled schemas of Kubestack modules: inputs, attributes, outputs and inheritance of every release and of head. The data is
 * `data/schemas.json`, written by `scripts/generateSchemas.mjs`; `docs/schemas.md` describes its format.
 */
import { ownProperty } from '../../../common/ownProperty';
import type { ModuleKind } from '../../../common/protocol';
import { releaseChange, type ReleaseChange, type ReleaseChangeJson } from './releaseChange';
import {
  LoadedModule,
  type ConstraintsJson,
  type InterfaceJson,
  type MergeGeneration,
  type ModuleDocumentationJson,
  type ModuleSchema,
} from './moduleSchema';

export type {
  AttributeSchema,
  InputSchema,
  SchemaJson,
  MergeGeneration,
  ModuleSchema,
  OutputSchema,
  RequiredKind,
  RequiredProvider,
} from './moduleSchema';

export interface CatalogEntry {
  /** The default first. */
  readonly variants: readonly string[];
  /** Newest version without a leading `v`; undefined for retired entries. */
  readonly newest: string | undefined;
  /** Every version, newest first, without a leading `v`. */
  readonly versions: readonly string[];
  readonly retired: boolean;
  /** False for retired entries, and for `custom-manifests`: the provider can't build its empty bundle, only resources that replace it. */
  readonly hasManifests: boolean;
}

/** A change of a major version of a provider that concerns what the framework's modules set or read. */
export interface ProviderChange {
  /** `hashicorp/azurerm`. */
  readonly provider: string;
  readonly major: number;
  /**
   * `default`: an argument that the modules don't set has another default. `required`: they don't set it. `stored`: older versions stored a value of
   * their own in the state if it wasn't set. The others are set or read.
   */
  readonly kind: 'added' | 'removed' | 'required' | 'default' | 'stored';
  /** `azurerm_kubernetes_cluster.default_node_pool.enable_auto_scaling`, or a type of data sources. */
  readonly name: string;
  /** What replaces a removed name. */
  readonly to?: string;
  /** The new default. */
  readonly value?: string | boolean;
}

/** A change of a major version of a provider that concerns provider blocks. */
export interface ProviderBlockChange extends Pick<ProviderChange, 'provider' | 'major' | 'to' | 'value'> {
  readonly kind: 'removed' | 'required' | 'default';
  /** An argument or block of the provider block: `endpoints.worklink`. */
  readonly name: string;
  /** The environment variable that can have the value of a required argument instead. */
  readonly variable?: string;
}

export interface Schemas {
  /** Release tags, oldest first. */
  readonly releases: readonly string[];
  /** Full id of the commit of `head`. */
  readonly headCommit: string;
  /** Module paths at any ref. */
  readonly paths: readonly string[];
  /** Attributes of the `map` generation → their place in the `object` generation, by module path. */
  readonly renames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The same for inputs. */
  readonly inputRenames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly catalogEntries: ReadonlyMap<string, CatalogEntry>;
  /**
   * What changes in a module after one ref, up to and including another one, in the order of releases. Empty if one of them is unknown, or the second
   * one is not newer.
   */
  changesBetween(path: string, from: string | undefined, to: string | undefined): readonly ReleaseChange[];
  /**
   * The module at a ref: a known release tag, the head commit (in full or at least seven digits), or `head`. Undefined for any other ref, no ref,
   * or a path that does not exist there.
   */
  moduleFor(path: string, ref: string | undefined): ModuleSchema | undefined;
  head(path: string): ModuleSchema | undefined;
  /** The module at the newest release that has it. */
  newestRelease(path: string): ModuleSchema | undefined;
  /** A catalog service; an entry that is missing in the data has the same interface. */
  catalog(entry: string): ModuleSchema;
  /** What the major versions of providers change for a module at a ref; empty for an unknown ref. */
  providerChanges(path: string, ref: string | undefined): readonly ProviderChange[];
  /** What the major versions of providers change in provider blocks. */
  readonly providerBlockChanges: readonly ProviderBlockChange[];
  /** The newest major version of which the changes are known, by the source of the provider. */
  readonly newestMajors: Readonly<Record<string, number>>;
  /** Inheritance of a known release or head; undefined for any other ref. */
  mergeGenerationOf(ref: string | undefined): MergeGeneration | undefined;
  /** The ref in the data: the release tag itself, `head`, or undefined. */
  knownRef(ref: string | undefined): string | undefined;
}

interface ModuleJson {
  readonly kind: ModuleKind;
  readonly provider?: string;
  /** Ref → index into `interfaces`, only where it changes; null if the module was removed. */
  readonly interfaces: Readonly<Record<string, number | null>>;
}
interface SchemasJson {
  readonly format: 1;
  readonly head: { readonly commit: string };
  readonly releases: readonly string[];
  readonly merge: Readonly<Record<string, MergeGeneration>>;
  readonly modules: Readonly<Record<string, ModuleJson>>;
  readonly interfaces: readonly InterfaceJson[];
  readonly constraints: ConstraintsJson;
  readonly documentation: Readonly<Record<string, ModuleDocumentationJson>>;
  readonly renames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly inputRenames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly changes: readonly ReleaseChangeJson[];
  readonly newestMajors: Readonly<Record<string, number>>;
  readonly providerBlockChanges: readonly ProviderBlockChange[];
  /** `modules`: by path, the ref from which the change concerns it, the one from which it doesn't, and so on. */
  readonly providerChanges: readonly (ProviderChange & {
    readonly modules: Readonly<Record<string, readonly string[]>>;
  })[];
  readonly catalog: {
    readonly interface: number;
    readonly entries: Readonly<
      Record<string, { variants: readonly string[]; newest?: string; versions?: readonly string[]; retired?: true }>
    >;
  };
}

const HEAD = 'head';
const CATALOG = 'catalog';

/**
 * The schemas from parsed JSON in the format of `scripts/generateSchemas.mjs`. Types and attributes are converted on first use.
 * @throws for data of another format
 */
export function loadSchemas(json: unknown): Schemas {
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== 1) {
    throw new Error('The module schemas are of an unknown format.');
  }
  return new LoadedSchemas(json as SchemasJson);
}

class LoadedSchemas implements Schemas {
  readonly releases: readonly string[];
  readonly headCommit: string;
  readonly catalogEntries: ReadonlyMap<string, CatalogEntry>;
  private readonly order: ReadonlyMap<string, number>;
  private readonly cache = new Map<string, ModuleSchema>();
  private readonly changes: readonly ReleaseChange[];

  constructor(private readonly json: SchemasJson) {
    this.releases = json.releases;
    this.headCommit = json.head.commit;
    this.changes = json.changes.map(releaseChange);
    this.order = new Map([...json.releases, HEAD].map((ref, index) => [ref, index]));
    this.catalogEntries = new Map(
      Object.entries(json.catalog.entries).map(([name, entry]) => [
        name,
        {
          variants: entry.variants,
          newest: entry.newest,
          versions: entry.versions ?? [],
          retired: entry.retired ?? false,
          hasManifests: entry.variants.some(variant => variant !== 'empty'),
        },
      ]),
    );
  }

  get paths(): readonly string[] {
    return Object.keys(this.json.modules);
  }
  get renames() {
    return this.json.renames;
  }
  get inputRenames() {
    return this.json.inputRenames;
  }

  get providerBlockChanges() {
    return this.json.providerBlockChanges;
  }
  get newestMajors() {
    return this.json.newestMajors;
  }

  providerChanges(path: string, ref: string | undefined): readonly ProviderChange[] {
    const position = this.placeOf(ref);
    if (position === undefined) return [];
    return this.json.providerChanges.filter(({ modules }) => {
      const passed = (ownProperty(modules, path) ?? []).filter(each => this.order.get(each)! <= position);
      return passed.length % 2 === 1;
    });
  }

  knownRef(ref: string | undefined): string | undefined {
    if (ref === undefined) return undefined;
    if (this.order.has(ref)) return ref;
    return /^[0-9a-f]{7,40}$/i.test(ref) && this.headCommit.startsWith(ref.toLowerCase()) ? HEAD : undefined;
  }

  changesBetween(path: string, from: string | undefined, to: string | undefined): readonly ReleaseChange[] {
    const [start, end] = [this.placeOf(from), this.placeOf(to)];
    if (start === undefined || end === undefined) return [];
    return this.changes.filter(({ release, until, modules }) => {
      const at = this.order.get(release)!;
      const isTakenBack = until !== undefined && this.order.get(until)! <= end;
      return start < at && at <= end && !isTakenBack && modules.includes(path);
    });
  }

  private placeOf(ref: string | undefined): number | undefined {
    const cached = this.knownRef(ref);
    return cached === undefined ? undefined : this.order.get(cached);
  }

  mergeGenerationOf(ref: string | undefined): MergeGeneration | undefined {
    const cached = this.knownRef(ref);
    return cached === undefined ? undefined : this.at(this.json.merge, cached);
  }

  moduleFor(path: string, ref: string | undefined): ModuleSchema | undefined {
    const cached = this.knownRef(ref);
    const module = ownProperty(this.json.modules, path);
    if (cached === undefined || module === undefined) return undefined;
    const index = this.at(module.interfaces, cached);
    const merge = this.at(this.json.merge, cached);
    if (index === undefined || index === null || merge === undefined) return undefined;
    return this.cached(`${path}?${index}?${cached}`, () =>
      this.build(path, module, index, merge, cached, this.documentationOf(path)),
    );
  }

  head(path: string): ModuleSchema | undefined {
    return this.moduleFor(path, HEAD);
  }

  newestRelease(path: string): ModuleSchema | undefined {
    for (let i = this.releases.length - 1; i >= 0; i--) {
      const module = this.moduleFor(path, this.releases[i]);
      if (module) return module;
    }
    return undefined;
  }

  catalog(entry: string): ModuleSchema {
    const { interface: index } = this.json.catalog;
    return this.cached(`${CATALOG}/${entry}`, () =>
      this.build(
        `${CATALOG}/${entry}`,
        { kind: 'service' },
        index,
        'shallow',
        undefined,
        this.catalogDocumentation(entry),
      ),
    );
  }

  /** The descriptions of catalog services, with the entry's variants as the values of `variant`. */
  private catalogDocumentation(entry: string): ModuleDocumentationJson {
    const documentation = this.documentationOf(CATALOG);
    const variants = this.catalogEntries.get(entry)?.variants ?? [];
    if (variants.length === 0) return documentation;
    const variant = { ...documentation.attributes['variant'], values: variants };
    return { ...documentation, attributes: { ...documentation.attributes, variant } };
  }

  private documentationOf(path: string): ModuleDocumentationJson {
    return ownProperty(this.json.documentation, path) ?? { inputs: {}, outputs: {}, attributes: {} };
  }

  /** The entry of a table that contains only changes: that of the ref, or of the nearest older one. */
  private at<T>(changes: Readonly<Record<string, T>>, ref: string): T | undefined {
    const wanted = this.order.get(ref) ?? -1;
    let best: T | undefined;
    let bestOrder = -1;
    for (const [from, value] of Object.entries(changes)) {
      const order = this.order.get(from) ?? Infinity;
      if (order <= wanted && order > bestOrder) [best, bestOrder] = [value, order];
    }
    return best;
  }

  private cached(key: string, build: () => ModuleSchema): ModuleSchema {
    let module = this.cache.get(key);
    if (!module) this.cache.set(key, (module = build()));
    return module;
  }

  private build(
    path: string,
    module: Pick<ModuleJson, 'kind' | 'provider'>,
    index: number,
    merge: MergeGeneration,
    ref: string | undefined,
    documentation: ModuleDocumentationJson,
  ): ModuleSchema {
    const data = this.json.interfaces[index];
    if (!data) throw new Error(`The module schemas lack interface ${index}.`);
    return new LoadedModule(path, module.kind, module.provider, ref, merge, data, documentation, this.json.constraints);
  }
}
