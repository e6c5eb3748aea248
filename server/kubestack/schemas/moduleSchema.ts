/** A Kubestack module at one ref: its inputs, outputs, and how it uses its configuration. */
import { ownProperty } from '../../../common/ownProperty';
import type { Localizable } from '../../../common/localization';
import type { ModuleKind } from '../../../common/protocol';
import type { Constraint, ConstraintJson, SwitchesJson } from './constraint';
import { ANY, BOOL, NUMBER, STRING, listOf, mapOf, setOf } from '../../hcl/types/type';
import type { AttributeType, Type } from '../../hcl/model';

/**
 * How a release combines an environment with the base environment.
 * - `nested`: one level deep, `null` and `""` inherit (after v0.19.2-beta.0).
 * - `shallow`: top-level attributes are replaced, `null` inherits.
 * - `baseKeysOnly`: as `shallow`, but only attributes of the base exist.
 * - `merge`: terraform's `merge(base, environment)`; `null` overrides.
 * - `appsAndOps`: `merge(apps, ops)`; no other environments exist.
 */
export type MergeGeneration = 'nested' | 'shallow' | 'baseKeysOnly' | 'merge' | 'appsAndOps';

/**
 * Why an attribute must be set.
 * - `precondition`: the module stops the plan with "missing required configuration attribute".
 * - `index`: read by index without a default, an absent key fails the plan.
 * - `effective`: nothing checks it, but plan, apply or naming break without it.
 * - `type`: not optional inside its object, validate fails without it.
 */
export type RequiredKind = 'no' | 'precondition' | 'index' | 'effective' | 'type';
export type SchemaJson =
  null | boolean | number | string | readonly SchemaJson[] | { readonly [key: string]: SchemaJson };

export interface AttributeSchema {
  /** Dotted path in an environment; `*` stands for the elements of a list or set: `node_taints.*.key`. */
  readonly path: string;
  readonly type: Type;
  readonly required: RequiredKind;
  readonly requiredReason: Localizable | undefined;
  /** Not required if another attribute has this value, or any value if `value` is undefined. */
  readonly requiredUnless: { readonly path: string; readonly value?: SchemaJson } | undefined;
  /** The default that the module uses; undefined if that is null or decided by the provider. */
  readonly default: SchemaJson | undefined;
  /** Path of the attribute whose value is used when this one is not set. */
  readonly fallback: string | undefined;
  /** One or two sentences of documentation, plain text. */
  readonly hint: Localizable | undefined;
  /** Declared, but never read by the module. */
  readonly unused: boolean;
  /** The content of a string attribute in the `map` generation. */
  readonly format: 'list' | 'map' | 'number' | 'bool' | undefined;
  /** What providers accept as the value, or as the value of the elements: those of the arguments that it reaches unchanged. */
  readonly constraints: readonly Constraint[];
  /** Known values, or values of the elements, for completion; possibly incomplete. */
  readonly values: readonly string[] | undefined;
  /** First release with the attribute, `head`, or undefined if the module always had it. */
  readonly since: string | undefined;
  /** Last release with the attribute; undefined if head, or the module's last release, has it. */
  readonly until: string | undefined;
  /** Path of the attribute in the `object` generation, if that differs. */
  readonly replacedBy: string | undefined;
  /** Paths of the attribute in the `map` generation, if they differ. */
  readonly formerly: readonly string[];
}
export interface InputSchema {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly default: SchemaJson | undefined;
  readonly hint: Localizable | undefined;
}
export interface OutputSchema {
  readonly name: string;
  readonly sensitive: boolean;
  readonly hint: Localizable | undefined;
}
export interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
}
export interface ModuleSchema {
  /** Folder inside the framework repository, or `catalog/<entry>`. */
  readonly path: string;
  readonly kind: ModuleKind;
  /** `aws`, `azurerm`, `google`, `scaleway` or `kind`. */
  readonly provider: string | undefined;
  /** The requested release tag or `head`; undefined for catalog services. */
  readonly ref: string | undefined;
  /** Type of the `configuration` input: `map(object({…}))`, `map(map(string))` or, very old, `map(any)`. `any` without that input. */
  readonly configurationType: Type;
  /** Interface generation of the framework at this ref: `object` after v0.19.2-beta.0 and for catalog services. */
  readonly generation: 'map' | 'object';
  readonly merge: MergeGeneration;
  /** Name of the input that selects the base environment; undefined if there is none (before v0.9.3-beta.0, and `elb-dns`). */
  readonly baseKeyInput: string | undefined;
  /** Whether an explicit `null` for the base key stays null; otherwise it means the default. */
  readonly baseKeyNullable: boolean;
  /** Environments that exist without a `configuration` argument. */
  readonly configurationDefault: readonly string[] | undefined;
  readonly inputs: ReadonlyMap<string, InputSchema>;
  readonly outputs: ReadonlyMap<string, OutputSchema>;
  /** By path, in order of declaration, parents before children. */
  readonly attributes: ReadonlyMap<string, AttributeSchema>;
  readonly requiredProviders: Readonly<Record<string, RequiredProvider>>;
  /** Provider blocks in the module (`kubernetes.gke`): such a module can't have `count`, `for_each`, `depends_on`. */
  readonly providersInside: readonly string[];
  /** Providers that the module's resources take from the caller. */
  readonly providersFromCaller: readonly string[];
  readonly requiredVersion: string | undefined;
  /** Version constraints of the modules inside, by the source of the provider: `hashicorp/google`. */
  readonly innerVersions: ReadonlyMap<string, readonly string[]>;
}
/** A type as written in the data; a `?` behind the kind marks an optional attribute. */
type TypeJson = string | readonly [string, TypeJson] | readonly [string, { readonly [name: string]: TypeJson }];
interface InputJson {
  readonly type: TypeJson;
  readonly default?: SchemaJson;
  readonly nullable?: false;
}
interface AttributeJson {
  readonly required?: RequiredKind;
  readonly reason?: string;
  readonly unless?: { readonly path: string; readonly value?: SchemaJson };
  readonly default?: SchemaJson;
  readonly fallback?: string;
  readonly unused?: true;
  readonly format?: 'list' | 'map' | 'number' | 'bool';
  /** Arguments with constraints that the value reaches unchanged. */
  readonly arguments?: readonly string[];
  /** What decides whether the value reaches an argument. */
  readonly switches?: Readonly<Record<string, SwitchesJson>>;
}
/** Argument → what its provider accepts. */
export type ConstraintsJson = Readonly<Record<string, ConstraintJson>>;
export interface InterfaceJson {
  readonly inputs: Readonly<Record<string, InputJson>>;
  readonly outputs: Readonly<Record<string, { readonly sensitive?: true }>>;
  readonly providers?: Readonly<Record<string, RequiredProvider>>;
  readonly requiredVersion?: string;
  readonly innerVersions?: Readonly<Record<string, readonly string[]>>;
  readonly providersInside?: readonly string[];
  readonly providersFromCaller?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
}
interface DocumentationJson {
  readonly hint?: string;
  readonly values?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly replacedBy?: string;
  readonly formerly?: readonly string[];
}
export interface ModuleDocumentationJson {
  readonly inputs: Readonly<Record<string, DocumentationJson>>;
  readonly outputs: Readonly<Record<string, DocumentationJson>>;
  readonly attributes: Readonly<Record<string, DocumentationJson>>;
}
const PRIMITIVES: Readonly<Record<string, Type>> = { string: STRING, number: NUMBER, bool: BOOL, any: ANY };
const COLLECTIONS: Readonly<Record<string, (element: Type) => Type>> = { list: listOf, set: setOf, map: mapOf };

/** A module schema whose parts are converted on first use. */
export class LoadedModule implements ModuleSchema {
  readonly generation: 'map' | 'object';
  private loadedInputs: ReadonlyMap<string, InputSchema> | undefined;
  private loadedOutputs: ReadonlyMap<string, OutputSchema> | undefined;
  private loadedAttributes: ReadonlyMap<string, AttributeSchema> | undefined;

  constructor(
    readonly path: string,
    readonly kind: ModuleKind,
    readonly provider: string | undefined,
    readonly ref: string | undefined,
    readonly merge: MergeGeneration,
    private readonly data: InterfaceJson,
    private readonly documentation: ModuleDocumentationJson,
    private readonly constraints: ConstraintsJson,
  ) {
    this.generation = ref === 'head' || ref === undefined ? 'object' : 'map';
  }

  get configurationType(): Type {
    return this.inputs.get('configuration')?.type ?? ANY;
  }
  get baseKeyInput(): string | undefined {
    return ['configuration_base_key', 'base_key'].find(name => Object.hasOwn(this.data.inputs, name));
  }
  get baseKeyNullable(): boolean {
    return this.baseKeyInput !== undefined && (this.inputs.get(this.baseKeyInput)?.nullable ?? true);
  }
  get configurationDefault(): readonly string[] | undefined {
    const value = this.inputs.get('configuration')?.default;
    return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
  }
  get requiredProviders(): Readonly<Record<string, RequiredProvider>> {
    return this.data.providers ?? {};
  }
  get providersInside(): readonly string[] {
    return this.data.providersInside ?? [];
  }
  get providersFromCaller(): readonly string[] {
    return this.data.providersFromCaller ?? [];
  }
  get requiredVersion(): string | undefined {
    return this.data.requiredVersion;
  }
  get innerVersions(): ReadonlyMap<string, readonly string[]> {
    return new Map(Object.entries(this.data.innerVersions ?? {}));
  }
  get inputs(): ReadonlyMap<string, InputSchema> {
    return (this.loadedInputs ??= new Map(
      Object.entries(this.data.inputs).map(([name, input]) => [
        name,
        {
          name,
          type: typeFromJson(input.type),
          required: input.default === undefined,
          nullable: input.nullable ?? true,
          default: input.default,
          hint: textOf(ownProperty(this.documentation.inputs, name)?.hint),
        },
      ]),
    ));
  }
  get outputs(): ReadonlyMap<string, OutputSchema> {
    return (this.loadedOutputs ??= new Map(
      Object.entries(this.data.outputs).map(([name, output]) => [
        name,
        {
          name,
          sensitive: output.sensitive ?? false,
          hint: textOf(ownProperty(this.documentation.outputs, name)?.hint),
        },
      ]),
    ));
  }
  get attributes(): ReadonlyMap<string, AttributeSchema> {
    return (this.loadedAttributes ??= attributesOf(
      this.configurationType,
      this.data,
      this.documentation,
      this.constraints,
    ));
  }
}

/** A text of the data, which is translated when it is shown. `npm run l10n` finds these texts in the data. */
const textOf = (text: string | undefined): Localizable | undefined =>
  text === undefined ? undefined : { message: text, values: [] };

/** Attributes of the environments of a `configuration` type, with their facts and descriptions. */
function attributesOf(
  configuration: Type,
  data: InterfaceJson,
  documentation: ModuleDocumentationJson,
  constraints: ConstraintsJson,
): ReadonlyMap<string, AttributeSchema> {
  const attributes = new Map<string, AttributeSchema>();
  const facts = data.attributes ?? {};
  const add = (path: string, type: Type, optional: boolean): void => {
    const fact = ownProperty(facts, path);
    const words = ownProperty(documentation.attributes, path);
    const own = (fact?.arguments ?? []).map((argument): Constraint => {
      const switches = ownProperty(fact?.switches ?? {}, argument);
      return { ...ownProperty(constraints, argument), argument, ...(switches && { switches }) };
    });
    attributes.set(path, {
      path,
      type,
      required: fact?.required ?? (optional ? 'no' : 'type'),
      requiredReason: textOf(fact?.reason),
      requiredUnless: fact?.unless,
      default: fact?.default,
      fallback: fact?.fallback,
      hint: textOf(words?.hint),
      unused: fact?.unused ?? false,
      format: fact?.format,
      constraints: own,
      values: words?.values ?? own.find(({ oneOf }) => oneOf)?.oneOf,
      since: words?.since,
      until: words?.until,
      replacedBy: words?.replacedBy,
      formerly: words?.formerly ?? [],
    });
  };
  const environment = configuration.kind === 'map' ? configuration.element : ANY;
  if (environment.kind === 'object') eachAttribute(environment, '', add);
  else for (const path of Object.keys(facts)) add(path, STRING, true);
  return attributes;
}

function eachAttribute(type: Type, prefix: string, visit: (path: string, type: Type, optional: boolean) => void): void {
  if (type.kind === 'list' || type.kind === 'set') return eachAttribute(type.element, `${prefix}*.`, visit);
  if (type.kind !== 'object') return;
  for (const [name, attribute] of type.attributes) {
    visit(prefix + name, attribute.type, attribute.optional);
    eachAttribute(attribute.type, `${prefix}${name}.`, visit);
  }
}

function typeFromJson(json: TypeJson): Type {
  const kind = kindOf(json).replace('?', '');
  const type = typeof json === 'string' ? ownProperty(PRIMITIVES, kind) : compoundFromJson(kind, json[1]);
  if (!type) throw new Error(`The module schemas have an unknown type ${kind}.`);
  return type;
}

function compoundFromJson(kind: string, inner: TypeJson | { readonly [name: string]: TypeJson }): Type | undefined {
  if (kind !== 'object') return ownProperty(COLLECTIONS, kind)?.(typeFromJson(inner as TypeJson));
  const attributes = new Map<string, AttributeType>();
  for (const [name, json] of Object.entries(inner as { readonly [name: string]: TypeJson })) {
    attributes.set(name, { type: typeFromJson(json), optional: kindOf(json).endsWith('?') });
  }
  return { kind: 'object', attributes };
}

const kindOf = (json: TypeJson): string => (typeof json === 'string' ? json : json[0]);
