/**
 * Reads an own property of an object.
 *
 * Untrusted names can be `__proto__`, `constructor` or `toString`, which `object[name]` would find in the prototype. Use this function or a Map
 * for every key that is not a literal in the source code.
 *
 * @returns the value, or undefined if the object has no own property with that name
 */
export function ownProperty<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
