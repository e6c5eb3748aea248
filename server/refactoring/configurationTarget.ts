/** Finds the object literal of a call's configuration: in the call, or in a local or variable that it refers to. */
import type { Draft } from '../edits/draft';
import { bracesAt, noteNode } from '../edits/entryPath';
import { entryNames, removeValue, setValue, sourceTextAt, type EntryLocation } from '../edits/entryText';
import { placedItemOf, type RequestContext } from '../semantics/requestContext';
import { literalText } from '../kubestack/modules/literalText';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Expression, Item } from '../syntax/ast';
import { declaredAttribute, findAttribute } from '../workspace/declarations';
import { variableFileValue } from '../workspace/variableValues';

/** An object literal: its item, and the path to it (see edits/entryText.ts). */
export interface ConfigurationTarget {
  readonly item: Item;
  readonly path: readonly string[];
}

/** A value for each object literal: several calls can refer to the same one. */
export class TargetMap<T> {
  private readonly items = new Map<Item, Map<string, T>>();

  get({ item, path }: ConfigurationTarget): T | undefined {
    return this.items.get(item)?.get(path.join('\n'));
  }

  set({ item, path }: ConfigurationTarget, value: T): void {
    const ofItem = this.items.get(item) ?? new Map<string, T>();
    this.items.set(item, ofItem.set(path.join('\n'), value));
  }

  get values(): T[] {
    return [...this.items.values()].flatMap(ofItem => [...ofItem.values()]);
  }
}

/** Undefined if it is computed, or if it refers to something outside of this folder. */
export function configurationTarget(request: RequestContext, call: ModuleCall): ConfigurationTarget | undefined {
  const part = declaredAttribute(call.declaration, 'configuration');
  const named = part && namedTarget(request, call, part.attribute.value, { item: part.item, path: ['configuration'] });
  if (!named) return undefined;
  const placed = placedItemOf(request, named.item);
  if (placed && placed.recovered !== true) {
    parsedItems.add(named.item);
    noteNode(named.item.text, named.item.node);
  }
  return bracesAt(lineFeeds(named.item.text), named.path) ? named : undefined;
}

/** Items whose node is that of their whole text. */
const parsedItems = new WeakSet<Item>();

/** Follows references to `local.x` and `var.x`, and to their attributes. */
function namedTarget(
  request: RequestContext,
  call: ModuleCall,
  expression: Expression,
  target: ConfigurationTarget,
): ConfigurationTarget | undefined {
  if (expression.kind === 'object') return target;
  if (expression.kind === 'parentheses') return namedTarget(request, call, expression.inner, target);
  const steps = stepsOf(expression);
  const [root, name, ...rest] = steps ?? [];
  const { folder } = call.instance;
  if (!folder || name === undefined) return undefined;
  if (root === 'local') {
    const declared = folder.local(name);
    if (!declared) return undefined;
    if (rest.length > 0) return { item: declared.item, path: [name, ...rest] };
    return namedTarget(request, call, declared.attribute.value, { item: declared.item, path: [name] });
  }
  if (root !== 'var' || call.instance.parent) return undefined;
  const value = variableFileValue(folder, name);
  if (value === 'unread') return undefined;
  if (value) return { item: value.item, path: [name, ...rest] };
  const variable = folder.declaration('variable', name);
  return variable && findAttribute(variable.block, 'default')
    ? { item: variable.item, path: ['default', ...rest] }
    : undefined;
}

/** `["var", "clusters", "eks"]` for `var.clusters["eks"]`. */
function stepsOf(expression: Expression): string[] | undefined {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'attribute' && expression.kind !== 'index') return undefined;
  const outer = stepsOf(expression.target);
  const step = expression.kind === 'attribute' ? expression.name : literalText(expression.key);
  return outer && step !== undefined ? [...outer, step] : undefined;
}

const lineFeeds = (text: string): string => text.replace(/\r\n/g, '\n');

/**
 * Maximum number of characters that the changes of one configuration read, since each change reads the whole block again: thousands of changes in
 * a block of usual length, and about 60 in one of 150,000 characters.
 */
const MAX_CHARACTERS_READ = 10_000_000;
/** Maximum number of characters of the block: a change reads it several times without a pause. */
const MAX_BLOCK_LENGTH = 100_000;

/** Thrown if a refactoring needs more changes of a long configuration than {@link MAX_CHARACTERS_READ} and {@link MAX_BLOCK_LENGTH} permit. */
export class TooManyChangesError extends Error {}

/** Reads and changes a configuration in a draft. Paths begin with the environment. */
export class ConfigurationEditor {
  private charactersRead = 0;

  constructor(
    private readonly draft: Draft,
    readonly target: ConfigurationTarget,
  ) {}

  /** Source text of a value. */
  text(path: readonly string[]): string | undefined {
    return sourceTextAt(this.current, this.at(path));
  }

  names(path: readonly string[]): string[] | undefined {
    const { item } = this.target;
    const text = this.current;
    // The file was parsed already, but the cache of entryPath.ts holds only the last items.
    if (text === item.text && parsedItems.has(item)) noteNode(text, item.node);
    return entryNames(text, this.at(path));
  }

  /** Whether its text can be changed: it parses, and is not JSON. */
  get isEditable(): boolean {
    return this.draft.canEdit(this.target.item);
  }

  /** @returns false if the path does not lead through object literals */
  set(path: readonly string[], value: string, position?: EntryLocation): boolean {
    return this.draft.edit(this.target.item, text => setValue(text, this.at(path), value, position));
  }

  /** Changes the text of the item. @param change takes the text and the path of the object in it */
  rewrite(change: (text: string, path: readonly string[]) => string | undefined): boolean {
    return this.draft.edit(this.target.item, text => change(text, this.target.path));
  }

  /**
   * Sets an override, in the order that the same attributes have in another environment. Pauses before each change.
   * @throws TooManyChangesError
   */
  *override(environment: string, path: readonly string[], value: string, like: string): Generator<undefined, boolean> {
    for (let depth = 1; depth < path.length; depth++) {
      const outer = path.slice(0, depth);
      if (this.text([environment, ...outer]) !== undefined) continue;
      if (!(yield* this.setLike(environment, outer, '{}', like))) return false;
    }
    return yield* this.setLike(environment, path, value, like);
  }

  /**
   * Removes an entry, and its parent objects below the environment if they are empty then. Pauses before each change.
   * @throws TooManyChangesError
   */
  *remove(path: readonly string[]): Generator<undefined, boolean> {
    yield;
    this.noteChange();
    const removed = this.draft.edit(this.target.item, text => removeValue(text, this.at(path)));
    const outer = path.slice(0, -1);
    if (!removed || outer.length < 2) return removed;
    yield;
    return this.text(outer) === '{}' ? yield* this.remove(outer) : true;
  }

  private *setLike(
    environment: string,
    path: readonly string[],
    value: string,
    like: string,
  ): Generator<undefined, boolean> {
    yield;
    this.noteChange();
    const position = this.positionLike(environment, path, like);
    yield;
    return this.set([environment, ...path], value, position);
  }

  private positionLike(environment: string, path: readonly string[], like: string): EntryLocation {
    const outer = path.slice(0, -1);
    const order = this.names([like, ...outer]) ?? [];
    const own = this.names([environment, ...outer]) ?? [];
    const index = order.indexOf(path.at(-1)!);
    const after = order.slice(0, Math.max(index, 0)).findLast(name => own.includes(name));
    if (after !== undefined) return { after };
    const before = index < 0 ? undefined : order.slice(index + 1).find(name => own.includes(name));
    return before === undefined ? {} : { before };
  }

  private noteChange(): void {
    const { length } = this.current;
    this.charactersRead += length;
    if (length > MAX_BLOCK_LENGTH || this.charactersRead > MAX_CHARACTERS_READ) throw new TooManyChangesError();
  }

  private at(path: readonly string[]): string[] {
    return [...this.target.path, ...path];
  }

  private get current(): string {
    return this.draft.textOf(this.target.item) ?? '';
  }
}
