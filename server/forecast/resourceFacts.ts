/** Facts about resource types: which arguments force a replacement, and what a provider fills in. `data/resources.json`, see docs/forecast.md. */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import type { ConstraintJson } from '../kubestack/schemas/constraint';

/** When a condition of a fact holds: the argument is now given, no longer given, or differs; or the resource is destroyed. */
export const CONDITIONS = ['added', 'removed', 'changed', 'changed-from-set', 'destroyed'] as const;
export type FactCondition = (typeof CONDITIONS)[number];

export interface ConditionalFact {
  /** Dotted, without indexes. */
  readonly path: string;
  /** Undefined for a condition that this version does not know: its effect is then unknown. */
  readonly when: FactCondition | undefined;
  /** Holds only if this argument is set, or not set. */
  readonly ifSet?: string;
  readonly unlessSet?: string;
  /** Changes that are exempt. */
  readonly unless: readonly ExemptChange[];
  readonly note?: string;
}

/** A change between values, if other arguments have values. */
export interface ExemptChange {
  readonly from: readonly unknown[] | undefined;
  readonly to: readonly unknown[] | undefined;
  readonly with: ReadonlyMap<string, unknown>;
}

export interface FailingChange extends ConditionalFact {
  /** What the apply refuses, and the remedy. */
  readonly message: string;
  /** For a destruction: types of resources that must not stay. */
  readonly types: readonly string[];
}

export interface DestroyingEffect {
  readonly types: readonly string[];
  /** The argument of the destroyed resources that refers to this one. */
  readonly through: string;
  readonly note: string;
}

export class ResourceType {
  readonly replace: ReadonlySet<string>;
  readonly computed: ReadonlySet<string>;
  readonly outputs: readonly string[];
  readonly knownOutputs: ReadonlySet<string>;
  readonly defaults: ReadonlyMap<string, unknown>;
  readonly types: ReadonlyMap<string, string>;
  /** How equal values may differ in their notation, by argument: see notations.ts. */
  readonly equal: ReadonlyMap<string, unknown>;
  /** Names of arguments in older versions of the provider → their current ones. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly changingOutputs: ReadonlyMap<string, readonly string[]>;
  readonly replaceWhen: readonly ConditionalFact[];
  readonly updateWhen: readonly ConditionalFact[];
  readonly ignoreWhen: readonly ConditionalFact[];
  readonly fails: readonly FailingChange[];
  readonly destroys: readonly DestroyingEffect[];
  readonly isTaggable: boolean;
  /** What the provider accepts, by argument. */
  readonly constraints: ReadonlyMap<string, ConstraintJson>;

  constructor(json: Json) {
    this.replace = new Set(texts(json, 'replace'));
    this.computed = new Set(texts(json, 'computed'));
    this.outputs = texts(json, 'outputs');
    this.knownOutputs = new Set(texts(json, 'knownOutputs'));
    this.defaults = new Map(Object.entries(objectIn(json, 'defaults')));
    this.types = new Map(Object.entries(objectIn(json, 'types')).map(([path, type]) => [path, text(type, path)]));
    this.equal = new Map(Object.entries(objectIn(json, 'equal')));
    this.renamed = new Map(Object.entries(objectIn(json, 'renamed')).map(([from, to]) => [from, text(to, from)]));
    this.changingOutputs = new Map(
      Object.entries(objectIn(json, 'changingOutputs')).map(([name, causes]) => [name, textList(causes, name)]),
    );
    this.replaceWhen = conditions(json, 'replaceWhen');
    this.updateWhen = conditions(json, 'updateWhen');
    this.ignoreWhen = conditions(json, 'ignoreWhen');
    this.fails = objects(json, 'fails').map(each => ({
      ...conditionOf(each),
      message: text(ownProperty(each, 'message'), 'fails'),
      types: texts(each, 'types'),
    }));
    this.destroys = objects(json, 'destroys').map(each => ({
      types: texts(each, 'types'),
      through: text(ownProperty(each, 'through'), 'destroys'),
      note: text(ownProperty(each, 'note'), 'destroys'),
    }));
    this.isTaggable = ownProperty(json, 'taggable') === true;
    this.constraints = new Map(
      Object.entries(objectIn(json, 'constraints')).map(([path, each]) => [
        path,
        objectIn({ each }, 'each') as ConstraintJson,
      ]),
    );
  }

  /** The same type in a version of the provider that also fills in other arguments. */
  withComputed(names: readonly string[]): ResourceType {
    const computed = new Set([...this.computed, ...names]);
    return Object.assign(Object.create(ResourceType.prototype) as ResourceType, this, { computed });
  }

  /** Whether the blocks at a path have no order; undefined if the facts don't say it. */
  isSet(path: string): boolean | undefined {
    const type = this.types.get(path);
    if (type === undefined) return undefined;
    return type === 'block set' || type.startsWith('set(');
  }
}

export interface DataSourceType {
  /** The resource type that it reads. */
  readonly reads: string | undefined;
  /** Its arguments that select the resource → arguments of the resource. Empty if several resources can match. */
  readonly by: ReadonlyMap<string, string>;
  /** Attributes that are arguments of the provider. */
  readonly fromProvider: ReadonlyMap<string, string>;
}

export interface ResourceFacts {
  resource(type: string): ResourceType | undefined;
  dataSource(type: string): DataSourceType | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The facts from parsed JSON. The facts of a type are converted on first use.
 * @throws for data of another format
 */
export function loadFacts(json: unknown): ResourceFacts {
  if (!isRecord(json) || ownProperty(json, 'format') !== 1)
    throw new Error('The facts about resource types are of an unknown format.');
  const types = new Map(Object.entries(objectIn(json, 'resources')));
  const dataSources = new Map(Object.entries(objectIn(json, 'dataSources')));
  const loaded = new Map<string, ResourceType>();
  return {
    resource(type) {
      let facts = loaded.get(type);
      const entry = types.get(type);
      if (!facts && isRecord(entry)) loaded.set(type, (facts = new ResourceType(entry)));
      return facts;
    },
    dataSource(type) {
      const entry = dataSources.get(type);
      const reads = isRecord(entry) ? ownProperty(entry, 'reads') : undefined;
      if (!isRecord(entry)) return undefined;
      const names = (name: string): ReadonlyMap<string, string> =>
        new Map(Object.entries(objectIn(entry, name)).map(([from, to]) => [from, text(to, from)]));
      return {
        reads: typeof reads === 'string' ? reads : undefined,
        by: names('by'),
        fromProvider: names('fromProvider'),
      };
    },
  };
}

/** Without any facts every difference is unknown. */
export const NO_FACTS: ResourceFacts = { resource: () => undefined, dataSource: () => undefined };

function objectIn(json: Json, name: string): Json {
  const value = ownProperty(json, name);
  if (value === undefined) return {};
  if (!isRecord(value)) throw new Error(`${name} has to be an object in the facts about resource types.`);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`${name} has to be a string in the facts about resource types.`);
  return value;
}

function textList(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw new Error(`${name} has to be a list in the facts about resource types.`);
  return value.map(each => text(each, name));
}

const texts = (json: Json, name: string): readonly string[] => {
  const value = ownProperty(json, name);
  return value === undefined ? [] : textList(value, name);
};

function objects(json: Json, name: string): readonly Json[] {
  const value = ownProperty(json, name);
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every(isRecord))
    throw new Error(`${name} has to be a list of objects in the facts about resource types.`);
  return value;
}

const conditions = (json: Json, name: string): readonly ConditionalFact[] => objects(json, name).map(conditionOf);

function conditionOf(json: Json): ConditionalFact {
  const when = ownProperty(json, 'when');
  const option = (name: 'note' | 'ifSet' | 'unlessSet'): { readonly [Name in typeof name]?: string } => {
    const value = ownProperty(json, name);
    return value === undefined ? {} : { [name]: text(value, name) };
  };
  return {
    path: text(ownProperty(json, 'path'), 'path'),
    when: CONDITIONS.find(each => each === when),
    unless: objects(json, 'unless').map(each => ({
      from: listIn(each, 'from'),
      to: listIn(each, 'to'),
      with: new Map(Object.entries(objectIn(each, 'with'))),
    })),
    ...option('ifSet'),
    ...option('unlessSet'),
    ...option('note'),
  };
}

function listIn(json: Json, name: string): readonly unknown[] | undefined {
  const value = ownProperty(json, name);
  if (value !== undefined && !Array.isArray(value))
    throw new Error(`${name} has to be a list in the facts about resource types.`);
  return value;
}
