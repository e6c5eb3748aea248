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
}

/** A rule for an enumeration. */
export const oneOf = (words: readonly string[]): TextRule => ({
  accepts: text => words.includes(text),
  advice: () => (words.length === 0 ? t('there are no choices') : t('choose {0}', alternatives(words))),
});

export class AnswerReader {
  private readonly read = new Set<string>();
  private readonly parts = new Map<string, AnswerReader>();

  /** @param path prefix of the answers' names, with a dot at its end: `clusters[0].` */
  constructor(
    private readonly given: Readonly<Record<string, unknown>>,
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
    return this.refuse(name, t('An answer is missing: {0}.', advice));
  }

  /** A required string, unless there is a default. Undefined after a problem. */
  text(name: string, rule: TextRule, otherwise?: string): string | undefined {
    return this.has(name) ? this.optionalText(name, rule) : (otherwise ?? this.require(name, rule.advice()));
  }

  /** An optional string. Undefined also after a problem. */
  optionalText(name: string, rule: TextRule): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.checked(name, value, rule);
  }

  /** Strings: a list, a single string, or a comma-separated one. An empty list is not an answer, and has no default. Undefined after a problem. */
  texts(name: string, rule: TextRule, otherwise?: readonly string[]): readonly string[] | undefined {
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
    const value = this.value(name);
    if (value === undefined) return otherwise;
    const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
    return this.refuse(name, t('{0} is not valid: use a whole number, {1} or more.', shown(value), least));
  }

  /** @param otherwise the value if there is no answer */
  flag(name: string, otherwise = false): boolean {
    const value = this.value(name);
    if (value === undefined) return otherwise;
    if (value === true || value === 'true') return true;
    if (value !== false && value !== 'false')
      this.refuse(name, t('{0} is not valid: use true or false.', shown(value)));
    return false;
  }

  /** The entries of a map of strings, numbers or booleans. Undefined after a problem. */
  map(name: string): Readonly<Record<string, string>> | undefined {
    const value = this.value(name);
    if (value === undefined) return {};
    const isMap = isRecord(value) && Object.values(value).every(each => scalarText(each) !== undefined);
    if (!isMap) return this.refuse(name, t('{0} is not valid: use an object of strings.', shown(value)));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scalarText(each)!]));
  }

  /** An object, for example attributes of a configuration. Undefined after a problem, and if there is none. */
  object(name: string): Readonly<Record<string, unknown>> | undefined {
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
    const value = this.value(name);
    if (value === undefined) return [];
    if (!Array.isArray(value) || !value.every(isRecord))
      return this.refuse(name, t('{0} is not valid: use a list of objects.', shown(value)));
    return this.inside(name, value);
  }

  /** The elements of a list that was given in another form. */
  inside(name: string, entries: readonly Readonly<Record<string, unknown>>[]): readonly AnswerReader[] {
    return entries.map((entry, index) => this.within(`${name}[${index}]`, entry));
  }

  /** The given value of any type. */
  raw(name: string): unknown {
    return this.value(name);
  }

  /** Names of the given answers. */
  names(): string[] {
    return Object.keys(this.given);
  }

  /** Answers that no question has. */
  unread(): string[] {
    const own = Object.keys(this.given).filter(
      name => !this.read.has(name) && ownProperty(this.given, name) !== undefined,
    );
    return [...own.map(name => this.path + name), ...[...this.parts.values()].flatMap(part => part.unread())];
  }

  private within(name: string, given: Readonly<Record<string, unknown>>): AnswerReader {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = new AnswerReader(given, this.problems, `${this.path}${name}.`)));
    return part;
  }

  private value(name: string): unknown {
    this.read.add(name);
    const value = ownProperty(this.given, name);
    if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
    return value;
  }

  private checked(name: string, value: unknown, { accepts, advice }: TextRule): string | undefined {
    const text = scalarText(value)?.trim();
    if (text !== undefined && (accepts instanceof RegExp ? accepts.test(text) : accepts(text))) return text;
    return this.refuse(name, t('{0} is not valid: {1}.', shown(value), advice()));
  }
}

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
