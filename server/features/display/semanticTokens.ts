/** Semantic tokens: the meaning of names beyond the syntax. */
import { append } from '../../../common/lists';
import type { Range, SemanticTokensLegend } from 'vscode-languageserver-types';
import { literalKey } from '../../hcl/values/objectKey';
import { FUNCTIONS } from '../../hcl/functions/functions';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { forEachPausing, mapPausing } from '../../scheduling/pausing';
import { visitExpression } from '../../syntax/traversal';
import type { Attribute, Block, Expression, Item, ObjectExpression, Span } from '../../syntax/ast';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { callsOfItem } from '../../semantics/moduleCalls';
import { baseKeyValue, configurationObject, configurationEntryAt } from '../../semantics/configurationRanges';
import { comparedWorkspaces } from '../../semantics/environmentOccurrences';
import { occurrencesIn, type Occurrence } from '../../semantics/occurrences';
import { isUntouched, offsetInFile } from '../../semantics/positionMapping';
import { fileOf, type RequestContext } from '../../semantics/requestContext';

const TYPES = ['enumMember', 'property', 'namespace', 'variable', 'parameter', 'function', 'type', 'class'] as const;
const MODIFIERS = ['declaration', 'definition', 'readonly', 'modification', 'defaultLibrary'] as const;
type TokenType = (typeof TYPES)[number];
type TokenModifier = (typeof MODIFIERS)[number];

/** Only token types that LSP defines, so that every theme has colors for them. */
export const SEMANTIC_TOKENS_LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

export interface SemanticToken extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/**
 * Tokens of a document or a range, in LSP's encoding. Null if another extension provides tokens for the document, since an editor uses only one
 * provider.
 */
export function* semanticTokens(
  request: RequestContext,
  uri: string,
  range?: Range,
): Generator<undefined, number[] | null> {
  const file = fileOf(request, uri);
  // JSON has its own tokens.
  if (!file || uri.endsWith('.json') || request.client.servedByOtherExtension(uri)) return null;
  const from = range ? file.lines.offsetAt(range.start) : 0;
  const to = range ? file.lines.offsetAt(range.end) : file.text.length;
  const seen = file.items.filter(
    ({ item, offset, staleText }) => offset <= to && offset + (staleText ?? item.text).length >= from,
  );
  const tokens: SemanticToken[] = [];
  for (const placed of seen) append(tokens, yield* tokensOf(request, placed));
  return yield* encode(
    file,
    tokens.filter(token => token.end >= from && token.start <= to).sort((a, b) => a.start - b.start),
  );
}

/** Number of tokens between two pauses. */
const TOKENS_PER_PAUSE = 256;

/** Five numbers per token: line and character relative to the previous one, length, type, modifiers. Overlapping tokens are dropped. */
function* encode(file: SourceFile, tokens: readonly SemanticToken[]): Generator<undefined, number[]> {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let end = -1;
  const add = (token: SemanticToken): void => {
    if (token.start < end || token.end <= token.start) return;
    const at = file.lines.positionAt(token.start);
    const modifiers = token.modifiers.reduce((bits, modifier) => bits | (1 << MODIFIERS.indexOf(modifier)), 0);
    data.push(
      at.line - line,
      at.line === line ? at.character - character : at.character,
      token.end - token.start,
      TYPES.indexOf(token.type),
      modifiers,
    );
    ({ line, character } = at);
    end = token.end;
  };
  yield* forEachPausing(tokens, add, TOKENS_PER_PAUSE);
  return data;
}

/** Tokens of an item with their offsets in the file, unordered, at most one per range. Pauses, since an object may have thousands of attributes. */
function* tokensOf(request: RequestContext, placed: PlacedItem): Generator<undefined, SemanticToken[]> {
  const { item } = placed;
  const [call] = callsOfItem(request, item, 1);
  // The most specific types come first.
  const tokens = call ? configurationTokens(request, call, item) : [];
  yield;
  append(tokens, occurrencesIn(item).flatMap(nameToken));
  yield;
  append(tokens, genericTokens(item.node));
  const taken = new Set<number>();
  const inFile = (token: SemanticToken): SemanticToken[] => {
    const { start, end } = unquoted(item.text, token);
    if (taken.has(start)) return [];
    taken.add(start);
    if (!isUntouched(placed, { start, end })) return [];
    return [{ ...token, start: offsetInFile(placed, start), end: offsetInFile(placed, end) }];
  };
  return yield* mapPausing(tokens, inFile, TOKENS_PER_PAUSE);
}

/** Environment keys, the value of the base key, and the attributes of each environment. */
function configurationTokens(request: RequestContext, call: ModuleCall, item: Item): SemanticToken[] {
  const base = baseKeyOf(call, request.model);
  const tokens: SemanticToken[] = [];
  const add = (type: TokenType, span: Span, ...modifiers: TokenModifier[]): void =>
    void tokens.push({ start: span.start, end: span.end, type, modifiers });
  const baseKey = baseKeyValue(call);
  if (baseKey?.item === item && baseKey.value.kind === 'text') add('enumMember', baseKey.value, 'readonly');
  for (const { range } of comparedWorkspaces(item)) add('enumMember', range, 'readonly');
  const configuration = configurationObject(call);
  if (configuration?.item !== item) return tokens;
  const environments = new Set(environmentKeys(call, request.model));
  const baseObject =
    base === undefined ? undefined : objectOf(configurationEntryAt(configuration.object, [base])?.value);
  for (const { key, value } of configuration.object.items) {
    const name = literalKey(key);
    if (name === undefined || !environments.has(name)) continue;
    add('enumMember', key, 'readonly', name === base ? 'definition' : 'declaration');
    const object = objectOf(value);
    if (object) attributeTokens(object, name === base ? undefined : baseObject, add);
  }
  return tokens;
}

/** An attribute that overrides the base has the modifier `modification`. */
function attributeTokens(
  object: ObjectExpression,
  base: ObjectExpression | undefined,
  add: (type: TokenType, span: Span, ...modifiers: TokenModifier[]) => void,
): void {
  for (const { key, value } of object.items) {
    const name = literalKey(key);
    if (name === undefined) continue;
    const replaced = base && configurationEntryAt(base, [name]);
    const inner = objectOf(value);
    const both = inner && objectOf(replaced?.value);
    add('property', key, ...(replaced && !both ? (['modification'] as const) : []));
    if (inner) attributeTokens(inner, both, add);
  }
}

function objectOf(expression: Expression | undefined): ObjectExpression | undefined {
  const value = expression && withoutParentheses(expression);
  return value?.kind === 'object' ? value : undefined;
}

const unquoted = (text: string, { start, end }: Span): Span =>
  text[start] === '"' && text[end - 1] === '"' ? { start: start + 1, end: end - 1 } : { start, end };

/** Block types, names of arguments, and functions. */
function genericTokens(node: Block | Attribute): SemanticToken[] {
  if (node.kind === 'block') {
    const type: SemanticToken = { start: node.start, end: node.start + node.type.length, type: 'type', modifiers: [] };
    return [type, ...node.body.flatMap(entry => genericTokens(entry))];
  }
  const tokens: SemanticToken[] = [{ start: node.start, end: node.nameEnd, type: 'property', modifiers: [] }];
  visitExpression(node.value, expression => {
    if (expression.kind === 'call') {
      const name = expression.name.replace(/^core::/, '');
      tokens.push({
        start: expression.start,
        end: expression.nameEnd,
        type: 'function',
        modifiers: FUNCTIONS.has(name) || name === 'try' || name === 'can' ? ['defaultLibrary'] : [],
      });
    }
    if (expression.kind === 'object') {
      for (const { key } of expression.items)
        if (key.kind === 'name') tokens.push({ start: key.start, end: key.end, type: 'property', modifiers: [] });
    }
  });
  return tokens;
}

const NAMES: Readonly<Partial<Record<Occurrence['kind'], TokenType>>> = {
  module: 'namespace',
  variable: 'parameter',
  local: 'variable',
  output: 'property',
  provider: 'class',
  resource: 'class',
  calledOutput: 'property',
};

function nameToken({ kind, role, start, end, attribute }: Occurrence): SemanticToken[] {
  const type = NAMES[kind];
  if (!type || role === 'value' || attribute !== undefined) return [];
  return [{ start, end, type, modifiers: role === 'declaration' ? ['declaration'] : [] }];
}
