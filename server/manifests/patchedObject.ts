/**
 * Applies a patch to an object: a strategic merge patch, which merges lists of named elements by name and replaces other lists, or a list
 * of JSON patch operations (RFC 6902).
 */
import { isRecord } from '../../common/isRecord';
import { ownProperty, setOwnProperty } from '../../common/ownProperty';

export type Json = Readonly<Record<string, unknown>>;

/** @param patch one document of the patch. @returns undefined if it deletes the object, or can't be applied */
export function patchedObject(object: Json, patch: unknown): Json | undefined {
  const result = Array.isArray(patch) ? withOperations(object, patch) : merged(object, patch);
  return isRecord(result) ? result : undefined;
}

function merged(value: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return mergedList(value, patch);
  if (!isRecord(patch)) return patch;
  if (patch['$patch'] === 'delete') return undefined;
  const isReplaced = patch['$patch'] === 'replace' || !isRecord(value);
  const result: Record<string, unknown> = isReplaced ? {} : { ...value };
  for (const [key, entry] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    const next = entry === null ? undefined : merged(ownProperty(result, key), entry);
    if (next === undefined) delete result[key];
    else setOwnProperty(result, key, next);
  }
  return result;
}

function mergedList(value: unknown, patch: readonly unknown[]): unknown {
  const nameOf = (element: unknown): unknown => (isRecord(element) ? element['name'] : undefined);
  const isNamed = patch.length > 0 && patch.every(element => typeof nameOf(element) === 'string');
  if (!Array.isArray(value) || !isNamed) return patch.map(element => merged(undefined, element));
  const result: unknown[] = [...(value as unknown[])];
  for (const element of patch) {
    const at = result.findIndex(each => nameOf(each) === nameOf(element));
    const next = merged(at < 0 ? undefined : result[at], element);
    if (next === undefined) {
      if (at >= 0) result.splice(at, 1);
    } else if (at < 0) result.push(next);
    else result[at] = next;
  }
  return result;
}

function withOperations(object: Json, operations: readonly unknown[]): unknown {
  const holder = { root: structuredClone(object) as unknown };
  for (const operation of operations) {
    if (!isRecord(operation)) return undefined;
    const { op, path, from, value } = operation;
    if (typeof path !== 'string') return undefined;
    if (op === 'add' || op === 'replace') write(holder, path, value, op === 'add');
    else if (op === 'remove') remove(holder, path);
    else if ((op === 'move' || op === 'copy') && typeof from === 'string') {
      const moved = read(holder, from);
      if (op === 'move') remove(holder, from);
      write(holder, path, moved, true);
    }
  }
  return holder.root;
}

/** The segments of a JSON pointer. */
const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function resolvePointer(holder: { root: unknown }, pointer: string): { parent: unknown; key: string } {
  const steps = ['root', ...stepsOf(pointer)];
  let parent: unknown = holder;
  for (const step of steps.slice(0, -1)) parent = child(parent, step);
  return { parent, key: steps.at(-1)! };
}

const child = (parent: unknown, key: string): unknown =>
  typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? ownProperty(parent as Record<string, unknown>, key)
    : undefined;

function read(holder: { root: unknown }, pointer: string): unknown {
  const { parent, key } = resolvePointer(holder, pointer);
  return child(parent, key);
}

function write(holder: { root: unknown }, pointer: string, value: unknown, inserts: boolean): void {
  const { parent, key } = resolvePointer(holder, pointer);
  if (Array.isArray(parent)) {
    const at = key === '-' ? parent.length : Number(key);
    if (Number.isInteger(at) && at >= 0 && at <= parent.length) parent.splice(at, inserts ? 0 : 1, value);
  } else if (typeof parent === 'object' && parent !== null)
    setOwnProperty(parent as Record<string, unknown>, key, value);
}

function remove(holder: { root: unknown }, pointer: string): void {
  const { parent, key } = resolvePointer(holder, pointer);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (typeof parent === 'object' && parent !== null) delete (parent as Record<string, unknown>)[key];
}
