/** A generated expression before it is printed as HCL text. fast-check shrinks this form. */
export type GeneratedExpression =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'text'; readonly parts: readonly (string | GeneratedExpression)[]; readonly form: TextForm }
  | { readonly kind: 'list'; readonly items: readonly GeneratedExpression[]; readonly form: BracketForm }
  | { readonly kind: 'object'; readonly entries: readonly GeneratedEntry[]; readonly form: BracketForm }
  | { readonly kind: 'composed'; readonly pieces: readonly (string | GeneratedExpression)[] };

/** A quoted string, a heredoc (`<<`), or an indented heredoc (`<<-`). */
export type TextForm = 'quoted' | 'heredoc' | 'indented';

/** One element per line without or with commas, or all elements on one line. */
export type BracketForm = 'lines' | 'commas' | 'line';

export interface GeneratedEntry {
  readonly key: Key;
  readonly value: GeneratedExpression;
  readonly sign: '=' | ':';
  readonly comment?: string;
}

/** The notation of the key `name`. */
export interface Key {
  readonly name: string;
  readonly form: 'bare' | 'quoted' | 'computed' | 'template';
}

/** A number, keyword or reference. */
export function generatedAtom(text: string): GeneratedExpression {
  return { kind: 'plain', text };
}

/** A quoted string. String parts are HCL text with escapes. */
export function quotedTemplate(...parts: readonly (string | GeneratedExpression)[]): GeneratedExpression {
  return { kind: 'text', parts, form: 'quoted' };
}

/** Operators, calls and everything else: fixed text around expressions. */
export function composed(...pieces: readonly (string | GeneratedExpression)[]): GeneratedExpression {
  return { kind: 'composed', pieces };
}

/** A function call. */
export function generatedCall(name: string, ...args: readonly GeneratedExpression[]): GeneratedExpression {
  const separated = args.flatMap((arg, index) => (index === 0 ? [arg] : [', ', arg]));
  return composed(`${name}(`, ...separated, ')');
}

/**
 * Prints an expression as a valid value of an argument.
 *
 * @param indent indentation of the expression's first line, in spaces
 */
export function printExpression(expression: GeneratedExpression, indent: number): string {
  return print(expression, { indent, oneLine: false, heredocs: true });
}

interface Place {
  readonly indent: number;
  /** Whether everything must be on one line, as in a template. */
  readonly oneLine: boolean;
  /** Whether heredocs are allowed: no text can follow them on their last line. */
  readonly heredocs: boolean;
}

function print(expression: GeneratedExpression, place: Place): string {
  switch (expression.kind) {
    case 'plain':
      return expression.text;
    case 'text':
      return printText(expression.parts, place.heredocs ? expression.form : 'quoted', place);
    case 'list':
      return printList(expression.items, expression.form, place);
    case 'object':
      return printObject(expression.entries, expression.form, place);
    case 'composed':
      return printPieces(expression.pieces, { ...place, heredocs: false });
  }
}

function printPieces(pieces: readonly (string | GeneratedExpression)[], place: Place): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : print(piece, place))).join('');
}

function printText(parts: readonly (string | GeneratedExpression)[], form: TextForm, place: Place): string {
  const inner: Place = { ...place, oneLine: true, heredocs: false };
  const pieces = parts.map(part => {
    if (typeof part === 'string') return form === 'quoted' ? part : part.replaceAll('\\n', '\n');
    return isDirective(part) ? print(part, inner) : `\${${print(part, inner)}}`;
  });
  const text = pieces.join('');
  if (form === 'quoted') return `"${text}"`;
  const indent = ' '.repeat(place.indent + 2);
  const lines = text.split('\n');
  const body = lines.map((line, index) =>
    line === '' ? '' : `${form === 'indented' ? indent : ''}${index % 2 === 1 ? '  ' : ''}${line}`,
  );
  return [`<<${form === 'indented' ? '-' : ''}EOT`, ...body, `${indent}EOT`].join('\n');
}

/** Whether a part is a directive (`%{ … }`), which must not be wrapped as an interpolation. */
function isDirective(part: GeneratedExpression): boolean {
  return part.kind === 'composed' && typeof part.pieces[0] === 'string' && part.pieces[0].startsWith('%{');
}

function printList(items: readonly GeneratedExpression[], form: BracketForm, place: Place): string {
  if (form === 'line' || place.oneLine || items.length === 0) {
    return `[${items.map(item => print(item, { ...place, heredocs: false })).join(', ')}]`;
  }
  const indent = place.indent + 2;
  const lines = items.map(item => {
    const text = print(item, { indent, oneLine: false, heredocs: true });
    return `${' '.repeat(indent)}${text}${endsInHeredoc(item) ? `\n${' '.repeat(indent)}` : ''},`;
  });
  return ['[', ...lines, `${' '.repeat(place.indent)}]`].join('\n');
}

function printObject(entries: readonly GeneratedEntry[], form: BracketForm, place: Place): string {
  if (form === 'line' || place.oneLine || entries.length === 0) {
    const inner = { ...place, heredocs: false };
    const items = entries.map(({ key, value, sign }) => `${printKey(key)} ${sign} ${print(value, inner)}`);
    return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
  }
  const indent = place.indent + 2;
  const lines = entries.map(({ key, value, sign, comment }) => {
    const text = print(value, { indent, oneLine: false, heredocs: form === 'lines' });
    const before = comment === undefined ? '' : `${' '.repeat(indent)}${comment}\n`;
    return `${before}${' '.repeat(indent)}${printKey(key)} ${sign} ${text}${form === 'commas' ? ',' : ''}`;
  });
  return ['{', ...lines, `${' '.repeat(place.indent)}}`].join('\n');
}

function endsInHeredoc(expression: GeneratedExpression): boolean {
  return expression.kind === 'text' && expression.form !== 'quoted';
}

function printKey({ name, form }: Key): string {
  if (form === 'computed') return `("${name}")`;
  if (form === 'template') return `"\${"${name.slice(0, 1)}"}${name.slice(1)}"`;
  return form === 'quoted' || !isBareKey(name) ? `"${name}"` : name;
}

function isBareKey(name: string): boolean {
  return (/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name) && name !== 'for') || /^\d+$/.test(name);
}
