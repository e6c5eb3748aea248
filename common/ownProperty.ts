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

/** Sets an own property. An assignment to `object['__proto__']` would change the prototype instead. */
export function setOwnProperty<Value>(object: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
