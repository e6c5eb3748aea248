/**
 * Reads a property that the object itself has.
 *
 * Names that come from a repository can be `__proto__`, `constructor` or `toString`, which a plain `object[name]` finds on the
 * prototype. Use this, or a Map, wherever a key is not a literal of ours.
 *
 * @returns the value, or undefined when the object has no property of that name of its own
 */
export function ownProperty<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
