/** The declared type of a variable. */
export type DeclaredType =
  | { readonly kind: 'string' | 'number' | 'bool' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: DeclaredType }
  | { readonly kind: 'object'; readonly attributes: Readonly<Record<string, DeclaredAttribute>> };

export interface DeclaredAttribute {
  readonly type: DeclaredType;
  /** False if every value of the object must have the attribute. */
  readonly optional: boolean;
}

/**
 * Parses a type constraint without defaults, as in `variableTypes.json`.
 *
 * @throws Error for anything else
 */
export function declaredType(text: string): DeclaredType {
  const tokens = text.match(/[\w-]+|[(){}=,]/g) ?? [];
  const type = readType(tokens);
  if (tokens.length > 0) throw new Error(`more than a type: ${text}`);
  return type;
}

function readType(tokens: string[]): DeclaredType {
  const kind = tokens.shift();
  if (kind === 'string' || kind === 'number' || kind === 'bool' || kind === 'any') return { kind };
  expect(tokens, '(');
  if (kind === 'object') {
    const attributes = readAttributes(tokens);
    expect(tokens, ')');
    return { kind, attributes };
  }
  if (kind !== 'list' && kind !== 'set' && kind !== 'map') throw new Error(`no type: ${kind ?? 'the end'}`);
  const element = readType(tokens);
  expect(tokens, ')');
  return { kind, element };
}

function readAttributes(tokens: string[]): Record<string, DeclaredAttribute> {
  const attributes: Record<string, DeclaredAttribute> = {};
  expect(tokens, '{');
  while (tokens[0] !== '}') {
    const name = tokens.shift() ?? '';
    expect(tokens, '=');
    const optional = tokens[0] === 'optional';
    if (optional) tokens.splice(0, 2);
    attributes[name] = { type: readType(tokens), optional };
    if (optional) expect(tokens, ')');
    if (tokens[0] === ',') tokens.shift();
  }
  tokens.shift();
  return attributes;
}

function expect(tokens: string[], token: string): void {
  const next = tokens.shift();
  if (next !== token) throw new Error(`${token} expected, not ${next ?? 'the end'}`);
}
