/** Compares rendered objects by kind, namespace and name, regardless of the order of documents and keys. */
import { isRecord } from '../isRecord';
import { t } from '../localization';
import { goJson, MASKED, nameOfObject, type KubernetesObject, type ObjectName } from './kubernetesObject';
import type { RenderedOverlay } from './render';

/** A change of one object of a service in an environment. */
export interface ObjectChange extends ObjectName {
  environment: string;
  /** Address of the call in the root module. */
  module: string;
  /** Folder of the platform relative to the compared folder; absent if they are the same. */
  platform?: string;
  change: 'added' | 'removed' | 'changed';
  /** The changed fields of an object. Values of Secrets are masked. */
  fields: FieldChange[];
}

export interface FieldChange {
  /** `spec.template.spec.containers[web].image` */
  path: string;
  /** Absent if the field is missing on that side. */
  before?: unknown;
  after?: unknown;
}

/** What one side of a comparison renders, and what it could not render. */
export interface RenderedObjects {
  readonly platform?: string | undefined;
  readonly overlays: readonly RenderedOverlay[];
}

export interface ObjectComparison {
  readonly changes: readonly ObjectChange[];
  /** Why services are not compared, one sentence each. */
  readonly problems: readonly string[];
}

/** JSON numbers are doubles: larger integers become strings of digits. */
export const plainJson = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))) as T;

/**
 * Compares two sides. A service that was not rendered on one side is reported as a problem; its objects are not shown as created or
 * deleted.
 */
export function compareRendered(
  before: readonly RenderedObjects[],
  after: readonly RenderedObjects[],
): ObjectComparison {
  const [old, now] = [servicesOf(before), servicesOf(after)];
  const changes: ObjectChange[] = [];
  const problems: string[] = [];
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const [from, to] = [old.get(key), now.get(key)];
    const { environment, module, platform } = (to ?? from)!;
    const found = [
      ...(from?.problems ?? []).map(text => t('{0}: {1} before: {2}', environment, module, text)),
      ...(to?.problems ?? []).map(text => t('{0}: {1} after: {2}', environment, module, text)),
    ];
    problems.push(...found);
    if (found.length > 0) continue;
    const common = { environment, module, ...(platform === undefined ? {} : { platform }) };
    for (const each of changedObjects(from?.objects ?? NONE, to?.objects ?? NONE)) changes.push({ ...common, ...each });
  }
  return { changes, problems };
}

type Objects = ReadonlyMap<string, KubernetesObject>;
const NONE: Objects = new Map();

/** All objects that one service applies in one environment, from all its overlays. */
interface Service {
  readonly environment: string;
  readonly module: string;
  readonly platform: string | undefined;
  readonly objects: Map<string, KubernetesObject>;
  readonly problems: string[];
}

function servicesOf(sides: readonly RenderedObjects[]): Map<string, Service> {
  const services = new Map<string, Service>();
  for (const { platform, overlays } of sides) {
    for (const { overlay, objects, problems } of overlays) {
      const { environment, module } = overlay;
      const key = JSON.stringify([platform, environment, module]);
      let service = services.get(key);
      if (!service) services.set(key, (service = { environment, module, platform, objects: new Map(), problems: [] }));
      for (const [id, object] of objects) service.objects.set(id, object);
      service.problems.push(...problems);
    }
  }
  return services;
}

export interface ChangedObject extends ObjectName, Pick<ObjectChange, 'change' | 'fields'> {}

/** The changes between two sets of objects by id, in the order of the ids. */
export function changedObjects(before: Objects, after: Objects): ChangedObject[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return ids.flatMap((id): ChangedObject[] => {
    const [from, to] = [before.get(id), after.get(id)];
    const name = nameOfObject(to ?? from)!;
    if (!from) return [{ ...name, change: 'added', fields: [] }];
    if (!to) return [{ ...name, change: 'removed', fields: [] }];
    if (goJson(from) === goJson(to)) return [];
    const fields = fieldChanges(from, to, '').map(field => (name.kind === 'Secret' ? maskedField(field) : field));
    return [{ ...name, change: 'changed' as const, fields }];
  });
}

const maskedField = (field: FieldChange): FieldChange => {
  if (!/^(?:data|stringData)(?:$|[.[])|last-applied/.test(field.path)) return field;
  return {
    path: field.path,
    ...('before' in field ? { before: MASKED } : {}),
    ...('after' in field ? { after: MASKED } : {}),
  };
};

function fieldChanges(before: unknown, after: unknown, path: string): FieldChange[] {
  if (goJson(before) === goJson(after) && (before === undefined) === (after === undefined)) return [];
  if (isRecord(before) && isRecord(after))
    return entryChanges(Object.entries(before), Object.entries(after), key =>
      /^[\w-]+$/.test(key) ? (path === '' ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`,
    );
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [namedElements(before), namedElements(after)];
    // Elements with names are matched by name, so that an inserted one does not change all that follow.
    if (old && now && inSameOrder(old, now)) return entryChanges(old, now, key => `${path}[${key}]`);
    return entryChanges(
      before.map((element, index): Entry => [String(index), element]),
      after.map((element, index): Entry => [String(index), element]),
      key => `${path}[${key}]`,
    );
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

type Entry = [key: string, value: unknown];

function entryChanges(
  before: readonly Entry[],
  after: readonly Entry[],
  pathOf: (key: string) => string,
): FieldChange[] {
  const [old, now] = [new Map(before), new Map(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap(key => fieldChanges(old.get(key), now.get(key), pathOf(key)));
}

/** Elements by their `name`; undefined if one has no name, or two have the same. */
function namedElements(elements: readonly unknown[]): Entry[] | undefined {
  const entries = elements.map((element): Entry | undefined => {
    const name = isRecord(element) ? element['name'] : undefined;
    return typeof name === 'string' ? [name, element] : undefined;
  });
  const named = entries.filter(entry => entry !== undefined);
  return named.length === elements.length && new Set(named.map(([name]) => name)).size === named.length
    ? named
    : undefined;
}

/** Whether the elements that both lists have are in the same order. */
function inSameOrder(before: readonly Entry[], after: readonly Entry[]): boolean {
  const common = (entries: readonly Entry[], others: readonly Entry[]): string[] => {
    const names = new Set(others.map(([name]) => name));
    return entries.map(([name]) => name).filter(name => names.has(name));
  };
  return common(before, after).join('\n') === common(after, before).join('\n');
}
