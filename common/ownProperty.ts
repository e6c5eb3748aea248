/**
 * Reads an own property of an object.
 *
 * Names from a repository can be `__proto__`, `constructor` or `toString`, which a plain `object[name]` finds on the prototype. Use this
 * function or a Map for every key that is not a literal in this project.
 *
 * @returns the value, or undefined if the object has no own property of that name
 */
export function ownProperty<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
