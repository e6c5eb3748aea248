/** Facts about resource types: which arguments force a replacement, and what a provider fills in. `data/resources.json`, see docs/forecast.md. */
import { ownProperty } from '../../common/ownProperty';

/** When a condition of a fact holds: the argument is now given, no longer given, or differs. */
export const CONDITIONS = ['added', 'removed', 'changed', 'changed-from-set'] as const;
export type FactCondition = (typeof CONDITIONS)[number];

export interface ConditionalFact {
  /** Dotted, without indexes. */
  readonly path: string;
  /** Undefined for a condition that this version does not know: its effect is then unknown. */
  readonly when: FactCondition | undefined;
  readonly note?: string;
}

export interface FailingChange extends ConditionalFact {
  /** What the apply refuses, and the remedy. */
  readonly message: string;
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
  readonly changingOutputs: ReadonlyMap<string, readonly string[]>;
  readonly replaceWhen: readonly ConditionalFact[];
  readonly updateWhen: readonly ConditionalFact[];
  readonly ignoreWhen: readonly ConditionalFact[];
  readonly fails: readonly FailingChange[];
  readonly destroys: readonly DestroyingEffect[];
  readonly isTaggable: boolean;

  constructor(json: Json) {
    this.replace = new Set(texts(json, 'replace'));
    this.computed = new Set(texts(json, 'computed'));
    this.outputs = texts(json, 'outputs');
    this.knownOutputs = new Set(texts(json, 'knownOutputs'));
    this.defaults = new Map(Object.entries(objectIn(json, 'defaults')));
    this.types = new Map(Object.entries(objectIn(json, 'types')).map(([path, type]) => [path, text(type, path)]));
    this.changingOutputs = new Map(
      Object.entries(objectIn(json, 'changingOutputs')).map(([name, causes]) => [name, textList(causes, name)]),
    );
    this.replaceWhen = conditions(json, 'replaceWhen');
    this.updateWhen = conditions(json, 'updateWhen');
    this.ignoreWhen = conditions(json, 'ignoreWhen');
    this.fails = objects(json, 'fails').map(each => ({
      ...conditionOf(each),
      message: text(ownProperty(each, 'message'), 'fails'),
    }));
    this.destroys = objects(json, 'destroys').map(each => ({
      types: texts(each, 'types'),
      through: text(ownProperty(each, 'through'), 'destroys'),
      note: text(ownProperty(each, 'note'), 'destroys'),
    }));
    this.isTaggable = ownProperty(json, 'taggable') === true;
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
  if (!isObject(json) || ownProperty(json, 'format') !== 1)
    throw new Error('The facts about resource types are of an unknown format.');
  const types = new Map(Object.entries(objectIn(json, 'resources')));
  const dataSources = new Map(Object.entries(objectIn(json, 'dataSources')));
  const loaded = new Map<string, ResourceType>();
  return {
    resource(type) {
      let facts = loaded.get(type);
      const entry = types.get(type);
      if (!facts && isObject(entry)) loaded.set(type, (facts = new ResourceType(entry)));
      return facts;
    },
    dataSource(type) {
      const entry = dataSources.get(type);
      const reads = isObject(entry) ? ownProperty(entry, 'reads') : undefined;
      return isObject(entry) ? { reads: typeof reads === 'string' ? reads : undefined } : undefined;
    },
  };
}

/** Without any facts every difference is unknown. */
export const NO_FACTS: ResourceFacts = { resource: () => undefined, dataSource: () => undefined };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(json: Json, name: string): Json {
  const value = ownProperty(json, name);
  if (value === undefined) return {};
  if (!isObject(value)) throw new Error(`${name} has to be an object in the facts about resource types.`);
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
  if (!Array.isArray(value) || !value.every(isObject))
    throw new Error(`${name} has to be a list of objects in the facts about resource types.`);
  return value;
}

const conditions = (json: Json, name: string): readonly ConditionalFact[] => objects(json, name).map(conditionOf);

function conditionOf(json: Json): ConditionalFact {
  const when = ownProperty(json, 'when');
  const note = ownProperty(json, 'note');
  return {
    path: text(ownProperty(json, 'path'), 'path'),
    when: CONDITIONS.find(each => each === when),
    ...(typeof note === 'string' && { note }),
  };
}
