/**
 * Reads a user's answers according to rules. Each invalid answer becomes a problem with the answer's name, its value and what would be valid;
 * reading continues, so that all problems are reported at once.
 */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { alternatives, t } from '../../common/localization';
import type { ScaffoldProblem } from '../../common/protocol';

/** A rule for a string. */
export interface TextRule {
  readonly accepts: RegExp | ((text: string) => boolean);
  /** What to do instead, as the end of a sentence: `use lowercase letters, such as web0`. */
  readonly advice: () => string;
  /** The allowed texts, if these are all. */
  readonly words?: readonly string[];
}

/** Whether a text that isn't an answer follows a rule. */
export const isValid = ({ accepts }: TextRule, text: string): boolean =>
  accepts instanceof RegExp ? accepts.test(text) : accepts(text);

/** An answer that a scaffold reads; which ones it reads can depend on other answers. */
export interface AnswerQuestion {
  /** Its path: `overrides.ops.max_size`. */
  readonly name: string;
  /** Undefined if the scaffold only asks whether there is an answer. */
  readonly type?: 'string' | 'strings' | 'integer' | 'boolean' | 'object' | 'objects' | undefined;
  readonly isRequired?: boolean | undefined;
  /** The end of a sentence: see {@link TextRule.advice}. */
  readonly advice?: string | undefined;
  readonly words?: readonly string[] | undefined;
  /** The value without an answer, if it doesn't depend on other answers. */
  readonly default?: unknown;
}

/** A rule for an enumeration. */
export const oneOf = (words: readonly string[]): TextRule => ({
  words,
  accepts: text => words.includes(text),
  advice: () => (words.length === 0 ? t('there are no choices') : t('choose {0}', alternatives(words))),
});

export class AnswerReader {
  private readonly read = new Map<string, Facts>();
  private readonly parts = new Map<string, AnswerReader>();
  private readonly modules = new Set<string>();

  /** @param path prefix of the answers' names, with a dot at its end: `clusters[0].` */
  constructor(
    private readonly answers: Readonly<Record<string, unknown>>,
    readonly problems: ScaffoldProblem[] = [],
    private readonly path = '',
  ) {}

  /** Whether an answer is given: null, an empty string and whitespace are not answers. */
  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** Reports an invalid answer. */
  refuse(name: string, message: string): undefined {
    const answer = this.path + name;
    if (!this.problems.some(each => each.answer === answer)) this.problems.push({ answer, message });
    return undefined;
  }

  /** Reports a missing answer. */
  require(name: string, advice: string): undefined {
    this.note(name, { isRequired: true, advice });
    return this.refuse(name, t('An answer is missing: {0}.', advice));
  }

  /** A required string, unless there is a default. Undefined after a problem. */
  text(name: string, rule: TextRule, otherwise?: string): string | undefined {
    this.note(name, { type: 'string', rule, default: otherwise, isRequired: isRequired(otherwise) });
    return this.has(name) ? this.optionalText(name, rule) : (otherwise ?? this.require(name, rule.advice()));
  }

  /** An optional string. Undefined also after a problem. */
  optionalText(name: string, rule: TextRule): string | undefined {
    this.note(name, { type: 'string', rule });
    const value = this.value(name);
    return value === undefined ? undefined : this.checked(name, value, rule);
  }

  /** Strings: a list, a single string, or a comma-separated one. An empty list is not an answer, and has no default. Undefined after a problem. */
  texts(name: string, rule: TextRule, otherwise?: readonly string[]): readonly string[] | undefined {
    this.note(name, { type: 'strings', rule, default: otherwise, isRequired: isRequired(otherwise) });
    const value = this.value(name);
    if (value === undefined) return otherwise ?? this.require(name, rule.advice());
    const texts = entriesOf(value).map(entry => this.checked(name, entry, rule));
    if (texts.length === 0) return this.require(name, rule.advice());
    const repeated = texts.find((text, index) => text !== undefined && texts.indexOf(text) !== index);
    if (repeated !== undefined) return this.refuse(name, t('{0} is listed twice: remove one.', shown(repeated)));
    return texts.includes(undefined) ? undefined : (texts as string[]);
  }

  /** An integer, also as a string. Undefined after a problem, and if there is neither an answer nor a default. */
  integer(name: string, least: number, otherwise?: number): number | undefined {
    const advice = t('use a whole number, {0} or more', least);
    this.note(name, { type: 'integer', advice, default: otherwise });
    const value = this.value(name);
    if (value === undefined) return otherwise;
    const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
    return this.refuse(name, t('{0} is not valid: {1}.', shown(value), advice));
  }

  /** @param otherwise the value if there is no answer */
  flag(name: string, otherwise = false): boolean {
    this.note(name, { type: 'boolean', default: otherwise });
    const value = this.value(name);
    if (value === undefined) return otherwise;
    if (value === true || value === 'true') return true;
    if (value !== false && value !== 'false')
      this.refuse(name, t('{0} is not valid: use true or false.', shown(value)));
    return false;
  }

  /** The entries of a map of strings, numbers or booleans. Undefined after a problem. */
  map(name: string): Readonly<Record<string, string>> | undefined {
    const advice = t('use an object of strings');
    this.note(name, { type: 'object', advice });
    const value = this.value(name);
    if (value === undefined) return {};
    const isMap = isRecord(value) && Object.values(value).every(each => scalarText(each) !== undefined);
    if (!isMap) return this.refuse(name, t('{0} is not valid: {1}.', shown(value), advice));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scalarText(each)!]));
  }

  /** An object, for example attributes of a configuration. Undefined after a problem, and if there is none. */
  object(name: string): Readonly<Record<string, unknown>> | undefined {
    this.note(name, { type: 'object' });
    const value = this.value(name);
    if (value === undefined || isRecord(value)) return value;
    return this.refuse(name, t('{0} is not valid: use an object.', shown(value)));
  }

  /** The answers nested in an answer: `overrides` → `overrides.ops.`. */
  part(name: string): AnswerReader {
    return this.within(name, this.object(name) ?? {});
  }

  /** The answers in each element of a list. Undefined after a problem. */
  list(name: string): readonly AnswerReader[] | undefined {
    const advice = t('use a list of objects');
    this.note(name, { type: 'objects', advice });
    const value = this.value(name);
    if (value === undefined) return [];
    if (!Array.isArray(value) || !value.every(isRecord))
      return this.refuse(name, t('{0} is not valid: {1}.', shown(value), advice));
    return this.inside(name, value);
  }

  /** The elements of a list that was given in another form. */
  inside(name: string, entries: readonly Readonly<Record<string, unknown>>[]): readonly AnswerReader[] {
    return entries.map((entry, index) => this.within(`${name}[${index}]`, entry));
  }

  /** Says which value a scaffold uses without an answer, if that isn't the default of the reading. @returns the value */
  uses<T>(name: string, value: T): T {
    this.note(name, { default: value });
    return value;
  }

  /** The given value of any type. */
  raw(name: string): unknown {
    return this.value(name);
  }

  /** The answer to a question, by its path: `overrides.ops.max_size`. Doesn't count as reading it. */
  given(path: string): unknown {
    const own = path.slice(this.path.length);
    for (const [name, part] of this.parts) if (own.startsWith(`${name}.`)) return part.given(path);
    return ownProperty(this.answers, own);
  }

  /** Names of the given answers. */
  names(): string[] {
    return Object.keys(this.answers);
  }

  /** Answers that no question has. */
  unread(): string[] {
    const own = Object.keys(this.answers).filter(
      name => !this.read.has(name) && ownProperty(this.answers, name) !== undefined,
    );
    return [...own.map(name => this.path + name), ...[...this.parts.values()].flatMap(part => part.unread())];
  }

  /** Says that all attributes of a module are answers, too. @param path in the framework: `aws/cluster/node-pool` */
  takesAttributesOf(path: string): void {
    this.modules.add(path);
  }

  /** The modules whose attributes are answers. */
  attributeModules(): string[] {
    return [...this.modules];
  }

  /** The answers that were read so far, given or not. */
  questions(): AnswerQuestion[] {
    return [...this.read].flatMap(([name, { rule, ...facts }]) => [
      {
        name: this.path + name,
        ...(rule?.words ? { words: rule.words } : rule ? { advice: rule.advice() } : {}),
        ...facts,
      },
      ...[...this.parts].flatMap(([part, reader]) => (part.replace(/\[\d+\]$/, '') === name ? reader.questions() : [])),
    ]);
  }

  /** Remembers what a question is about. Later readings of the same answer add what the earlier ones did not know. */
  private note(name: string, facts: Facts): void {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    this.read.set(name, { ...Object.fromEntries(known), ...this.read.get(name) });
  }

  private within(name: string, given: Readonly<Record<string, unknown>>): AnswerReader {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = new AnswerReader(given, this.problems, `${this.path}${name}.`)));
    return part;
  }

  private value(name: string): unknown {
    this.note(name, {});
    const value = ownProperty(this.answers, name);
    if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
    return value;
  }

  private checked(name: string, value: unknown, rule: TextRule): string | undefined {
    const text = scalarText(value)?.trim();
    if (text !== undefined && isValid(rule, text)) return text;
    return this.refuse(name, t('{0} is not valid: {1}.', shown(value), rule.advice()));
  }
}

/** What is remembered of a question. */
type Facts = Omit<AnswerQuestion, 'name'> & { readonly rule?: TextRule };

const isRequired = (otherwise: unknown): true | undefined => (otherwise === undefined ? true : undefined);

/** The elements of a list or of a comma-separated string. */
function entriesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return Array.isArray(value) ? (value as unknown[]) : [value];
  return value
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');
}

const scalarText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const MAX_TEXT_LENGTH = 80;

/** A value in a message. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
}
