/**
 * Parses YAML like Terraform: one document with mappings, sequences and scalars. Source of the rules: go-cty-yaml. The `yaml` package parses the
 * syntax; its messages for syntax errors differ from Terraform's.
 */
import { now } from '../../../../common/now';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Scalar,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml';
import { parseYamlDocuments, YAML_LIMITS, YamlLimitError, type YamlOptions } from '../../../../common/yaml/boundedYaml';
import { convert, ConversionError } from '../../conversion/convert';
import { quoteAsGo } from '../../goQuoted';
import { STRING, friendlyName } from '../../types/type';
import { nullOf, object, tuple, typeOf } from '../../values/value';
import { FunctionError } from '../function';
import { checkElementCount } from '../limits';
import { MERGE_KEY, resolveScalar } from './yamlScalar';
import { isOfComment, problemOfTabs, startsWithTab, withIndentedQuote } from './yamlSource';
import type { Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

/** An expression is evaluated without pauses, so its YAML is shorter than that of other files. */
const MAX_LEXEMES = 10_000;
/** The number of steps to read a word or punctuation mark. */
const STEPS_PER_LEXEME = 5;
/** Maximum number of entries that merge keys copy. */
export const MAX_COPIED = 10_000;

/** Maximum number of quoted strings that are indented before the text is parsed again. */
const MAX_INDENTED = 100;

/**
 * Parses a YAML document. Throws {@link FunctionError}.
 * @param spend counts the work
 * @param mergesLists whether lists of mappings can be merged into a mapping; undefined if not all versions do
 * @param indented the number of quoted strings that have been indented
 */
export function decodeYaml(
  text: string,
  spend: (steps: number) => void,
  mergesLists: () => boolean | undefined = () => undefined,
  indented = 0,
): Value {
  const lines = new LineCounter();
  const options: YamlOptions = {
    schema: 'failsafe',
    version: '1.1',
    merge: false,
    keepSourceTokens: true,
    lineCounter: lines,
  };
  const [document, ...others] = documentsOf(text, options, spend);
  const problem = document?.errors.find(each => !isOfComment(each));
  if (problem) {
    const readable = indented < MAX_INDENTED ? withIndentedQuote(text, problem) : undefined;
    if (readable !== undefined) return decodeYaml(readable, spend, mergesLists, indented + 1);
    throw syntaxError(problem, text, lines);
  }
  if (startsWithTab(text)) throw new FunctionError('found character that cannot start any token');
  if (!document) throw new FunctionError(`${positionText(text.match(/\n/g)?.length || 1, 1)}missing start of document`);
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit && version !== '1.1') throw new FunctionError('found incompatible YAML document');
  if (/^(\s|#.*\n)*\.\.\.(\s|$)/.test(text)) throw new FunctionError('did not find expected node content');
  if (others[0]) {
    const { line, col } = lines.linePos(others[0].range[0]);
    throw new FunctionError(`${positionText(line - 1, col)}unexpected extra content after value`);
  }
  return new YamlReader(text, lines, spend, mergesLists).read(document.contents).value;
}

function documentsOf(text: string, options: YamlOptions, spend: (steps: number) => void): Document.Parsed[] {
  try {
    return now(
      parseYamlDocuments(text, options, {
        ...YAML_LIMITS,
        lexemes: MAX_LEXEMES,
        counted: count => spend(count * STEPS_PER_LEXEME),
      }),
    );
  } catch (error) {
    if (error instanceof YamlLimitError) throw new UnknownResultError(error.message);
    throw error;
  }
}

/** Terraform accepts brackets that are indented less than their parent; the parser doesn't. */
function syntaxError({ code, message, pos }: YAMLParseError, text: string, lines: LineCounter): Error {
  const closedLater = /[\]}]/.test(text.slice(pos[0]));
  if (code === 'BAD_INDENT' && message.startsWith('Flow') && closedLater)
    return new UnknownResultError('brackets that are not indented');
  const { line, col } = lines.linePos(pos[0]);
  return new FunctionError(`on line ${line}, column ${col}: ${message}`);
}

/** Like Terraform, counts lines from zero and omits the first one. */
const positionText = (line: number, column: number): string => (line < 1 ? '' : `on line ${line}, column ${column}: `);

/** A value, and the number of values in it after expanding aliases. */
interface Counted {
  readonly value: Value;
  readonly count: number;
}

class YamlReader {
  private readonly anchors = new Map<string, Counted>();
  /** Number of nodes with an anchor that are being read, by the anchor's name. */
  private readonly pending = new Map<string, number>();
  /** Number of entries that merge keys have copied. */
  private copied = 0;

  constructor(
    private readonly text: string,
    private readonly lines: LineCounter,
    private readonly spend: (steps: number) => void,
    private readonly mergesLists: () => boolean | undefined,
  ) {}

  read(node: Node | null): Counted {
    if (node === null) return { value: nullOf(), count: 1 };
    if (isAlias(node)) return this.readAlias(node);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    const wrongTab = problemOfTabs(node);
    if (wrongTab !== undefined) throw this.error(node, wrongTab);
    if (anchor !== undefined && !/^[\w-]+$/.test(anchor))
      throw this.error(node, 'did not find expected alphabetic or numeric character');
    if (anchor === undefined) return this.readContent(node);
    this.pending.set(anchor, (this.pending.get(anchor) ?? 0) + 1);
    const counted = this.readContent(node);
    const left = this.pending.get(anchor)! - 1;
    if (left === 0) this.pending.delete(anchor);
    else this.pending.set(anchor, left);
    this.anchors.set(anchor, counted);
    return counted;
  }

  private readAlias(alias: Alias): Counted {
    const name = quoteAsGo(alias.source);
    if (this.pending.has(alias.source))
      throw this.error(alias, `cannot refer to anchor ${name} from inside its own definition`);
    const counted = this.anchors.get(alias.source);
    if (!counted) throw this.error(alias, `reference to undefined anchor ${name}`);
    return counted;
  }

  private readContent(node: Node): Counted {
    if (isMap(node)) return this.readMapping(node);
    if (isSeq(node)) return this.readSequence(node);
    if (!isScalar(node)) throw this.error(node, 'unexpected parser event');
    return { value: this.readScalar(node), count: 1 };
  }

  private readScalar(node: Scalar): Value {
    const value = this.resolve(node);
    // Block scalars are strings, but Terraform resolves their content first: `|-` with `0x10` results in "16".
    const isText = (node.tag ?? '') === '' && !isPlain(node);
    return isText ? (this.toText(value, node) ?? nullOf(STRING)) : value;
  }

  private resolve(node: Scalar): Value {
    const escapes = escapesIn(node);
    if (escapes.some(escape => escape === '\\/')) throw this.error(node, 'found unknown escape character');
    if (escapes.some(isSurrogate)) throw this.error(node, 'found invalid Unicode character escape code');
    const quoted = node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE;
    try {
      return resolveScalar(tagOf(node), this.sourceOf(node), quoted);
    } catch (error) {
      if (error instanceof FunctionError) throw this.error(node, error.message);
      throw error;
    }
  }

  private readSequence(node: YAMLSeq): Counted {
    this.checkTag(node, 'seq', 'sequence');
    const items = node.items.map(item => this.read(item as Node | null));
    return { value: tuple(items.map(({ value }) => value)), count: this.total(items) };
  }

  private readMapping(node: YAMLMap): Counted {
    this.checkTag(node, 'map', 'mapping');
    const entries = new Map<string, Counted>();
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const value = pair.value as Node | null;
      if (key !== null && !isScalar(key)) throw this.error(key, 'only strings are allowed as mapping keys');
      if (key && tagOf(key) === '' && this.sourceOf(key) === MERGE_KEY) this.merge(this.read(value), key, entries);
      else entries.set(this.keyText(key, node), this.read(value));
    }
    const values = new Map([...entries].map(([key, { value }]) => [key, value]));
    return { value: object(values), count: this.total([...entries.values()]) };
  }

  private merge(merged: Counted, key: Node, entries: Map<string, Counted>): void {
    const { value, count } = merged;
    if (value.kind === 'tuple' && this.mayMerge(value.elements)) {
      for (const element of value.elements) {
        if (element.kind !== 'object')
          throw this.error(key, `cannot merge ${friendlyName(typeOf(element))} (from sequence) into mapping`);
        this.merge({ value: element, count }, key, entries);
      }
      return;
    }
    if (value.kind !== 'object') throw this.error(key, `cannot merge ${friendlyName(typeOf(value))} into mapping`);
    this.copied += value.entries.size;
    if (this.copied > MAX_COPIED) throw new UnknownResultError(`merge keys copy more than ${MAX_COPIED} entries`);
    this.spend(value.entries.size * STEPS_PER_LEXEME);
    const share = Math.ceil(count / Math.max(1, value.entries.size));
    for (const [name, entry] of value.entries) entries.set(name, { value: entry, count: share });
  }

  private mayMerge(elements: readonly Value[]): boolean {
    const merges = this.mergesLists();
    if (merges === undefined && elements.every(({ kind }) => kind === 'object'))
      throw new UnknownResultError('whether a sequence can be merged depends on the release of the program');
    return merges === true;
  }

  private keyText(key: Scalar | null, mapping: YAMLMap): string {
    const text = key && this.toText(this.resolve(key), key);
    if (!text || text.kind !== 'string') throw this.error(key ?? mapping, 'mapping key cannot be null');
    return text.value;
  }

  private toText(value: Value, node: Node): Value | undefined {
    if (value.kind === 'null') return undefined;
    try {
      return convert(value, STRING);
    } catch (error) {
      if (error instanceof ConversionError) throw this.error(node, error.message);
      throw error;
    }
  }

  private total(parts: readonly Counted[]): number {
    const count = parts.reduce((sum, part) => sum + part.count, 1);
    checkElementCount(count);
    return count;
  }

  private checkTag(node: YAMLMap | YAMLSeq, type: string, what: string): void {
    const tag = tagOf(node);
    if (tag !== '' && tag !== `tag:yaml.org,2002:${type}`) throw this.error(node, `can't interpret ${what} as ${tag}`);
  }

  /** The text of a scalar. A block scalar at the end of a document without a final line break has none, either. */
  private sourceOf(node: Scalar): string {
    const source = node.source ?? '';
    const atEnd = isBlock(node) && !this.text.endsWith('\n') && (node.range?.[1] ?? 0) >= this.text.length;
    return atEnd ? source.replace(/\n$/, '') : source;
  }

  private error(node: Node, message: string): FunctionError {
    const { line, col } = this.lines.linePos(node.range?.[0] ?? 0);
    return new FunctionError(positionText(line - 1, col) + message);
  }
}

const tagOf = (node: Node & { tag?: string | undefined }): string => node.tag ?? '';
const isPlain = (node: Scalar): boolean => node.type === undefined || node.type === Scalar.PLAIN;
const isBlock = (node: Scalar): boolean => node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;

/** The escapes in a double-quoted string. The parser accepts two that Terraform rejects: `\/`, which is newer, and lone surrogates. */
function escapesIn(node: Scalar): readonly string[] {
  const token = node.type === Scalar.QUOTE_DOUBLE ? node.srcToken : undefined;
  return token !== undefined && 'source' in token ? (token.source.match(/\\(?:u.{4}|U.{8}|[^])/g) ?? []) : [];
}

const isSurrogate = (escape: string): boolean => /^\\(?:u|U0000)d[89a-f]/i.test(escape);
