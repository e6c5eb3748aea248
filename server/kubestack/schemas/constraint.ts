/** What a provider accepts as the value of an argument: facts of `data/resources.json`, see docs/resource-facts.md. */
import { closestName } from '../../hcl/closestName';
import { alternatives, t } from '../../../common/localization';
import { formatNetwork, parseAddress, parseNetwork, type Network } from '../../hcl/functions/network/ipAddress';

export interface ConstraintJson {
  readonly oneOf?: readonly string[];
  /** Clouds extend the list: only a misspelled value of it is refused. */
  readonly open?: true;
  /** Ranges of numbers, without a limit if the second number is missing. */
  readonly between?: readonly (readonly [number, number?])[];
  readonly whole?: true;
  readonly length?: readonly [number, number];
  readonly pattern?: string;
  /** A valid value, for `pattern`. */
  readonly example?: string;
  /** The shortest and the longest prefix of a CIDR range. */
  readonly cidr?: readonly [number, number];
  /** No bit of the address may be set after the prefix. */
  readonly network?: true;
  /** Only in the ranges of RFC 1918. */
  readonly private?: true;
  /** `/14` stands for a range of this size. */
  readonly size?: true;
  readonly ip?: true;
}

/** Attributes that decide whether a value reaches an argument, each with the value that it needs, or must not have. All of them are needed. */
export type SwitchesJson = Readonly<Record<string, string | boolean | { readonly not: string }>>;

/** A constraint of an argument that the value of an attribute reaches unchanged. */
export interface Constraint extends ConstraintJson {
  /** `aws_eks_cluster.version`. */
  readonly argument: string;
  readonly switches?: SwitchesJson;
}

export interface RefusedValue {
  readonly argument: string;
  /** What to use, as the end of a sentence. */
  readonly advice: string;
  /** The nearest allowed value. */
  readonly nearest: string | undefined;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(range => parseNetwork(range)!);

/** Why a provider refuses the text of a value: the first constraint that it violates. Undefined if it accepts the text. */
export function refusal(constraints: readonly Constraint[], text: string): RefusedValue | undefined {
  for (const constraint of constraints) {
    if (accepts(constraint, text)) continue;
    const nearest = nearestValue(constraint, text);
    if (constraint.open && (nearest === undefined || digits(nearest) !== digits(text))) continue;
    return { argument: constraint.argument, advice: adviceOf(constraint, nearest), nearest };
  }
  return undefined;
}

/** A value with other numbers is a later version of what the list has. */
const digits = (text: string): string => text.replace(/\D/g, '');

/** What a constraint allows, as the end of a sentence. */
export const allowedBy = (constraint: Constraint): string => adviceOf(constraint, undefined);

function accepts(constraint: Constraint, text: string): boolean {
  const { oneOf, between, whole, length, pattern, cidr, ip } = constraint;
  if (oneOf && !oneOf.includes(text)) return false;
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return false;
  if (length && (text.length < length[0] || text.length > length[1])) return false;
  if (whole && !/^-?\d+$/.test(text)) return false;
  if (between && !between.some(([least, most = Infinity]) => Number(text) >= least && Number(text) <= most))
    return false;
  if (ip && networkOf(text, parseAddress)?.bits !== 32) return false;
  return !cidr || acceptsRange(constraint, cidr, text);
}

function acceptsRange(constraint: Constraint, [shortest, longest]: readonly [number, number], text: string): boolean {
  if (constraint.size && /^\/\d{1,2}$/.test(text)) return Number(text.slice(1)) <= 32;
  const range = networkOf(text, parseNetwork);
  if (!range || range.prefix < shortest || range.prefix > longest) return false;
  if (constraint.network && formatNetwork(range).toLowerCase() !== text.toLowerCase()) return false;
  return !constraint.private || PRIVATE.some(each => containsRange(each, range));
}

/** Whether a range contains another one. */
export const containsRange = (outer: Network, inner: Network): boolean =>
  outer.bits === inner.bits &&
  outer.prefix <= inner.prefix &&
  inner.address >> BigInt(inner.bits - outer.prefix) === outer.address >> BigInt(outer.bits - outer.prefix);

/** A range or an address; undefined for other text, and for what Terraform confuses. */
export function networkOf(text: string, parse: (text: string) => Network | undefined): Network | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function nearestValue(constraint: Constraint, text: string): string | undefined {
  const { oneOf, between, whole, pattern, cidr, ip } = constraint;
  if (oneOf) return closestWord(oneOf, text);
  if (between || whole) return nearestNumber(constraint, text);
  if (cidr && !ip) return nearestRange(constraint, cidr, text);
  const shorter = pattern === undefined ? undefined : /^\d+\.\d+(?=\.\d+$)/.exec(text)?.[0];
  return shorter !== undefined && accepts(constraint, shorter) ? shorter : undefined;
}

function closestWord(words: readonly string[], text: string): string | undefined {
  const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');
  return words.find(word => plain(word) === plain(text)) ?? closestName(text, words);
}

function nearestNumber({ between, whole }: Constraint, text: string): string | undefined {
  if (text.trim() === '' || !Number.isFinite(Number(text))) return undefined;
  const number = whole ? Math.round(Number(text)) : Number(text);
  const bounded = (between ?? [[-Infinity]]).map(([least, most = Infinity]) => Math.min(Math.max(number, least), most));
  return String(bounded.sort((a, b) => Math.abs(a - number) - Math.abs(b - number))[0]);
}

function nearestRange(
  constraint: Constraint,
  [shortest, longest]: readonly [number, number],
  text: string,
): string | undefined {
  const [address = '', prefix] = text.split('/');
  const bounded = Math.min(Math.max(Number(prefix ?? longest), shortest), longest);
  const range = networkOf(`${address}/${bounded}`, parseNetwork);
  const nearest = range && formatNetwork(range);
  return nearest !== undefined && accepts(constraint, nearest) ? nearest : undefined;
}

function adviceOf(constraint: Constraint, nearest: string | undefined): string {
  const { oneOf, open, between, whole, length, cidr, ip, example = '' } = constraint;
  if (open && nearest !== undefined) return t('use {0}', nearest);
  if (oneOf) return t('use {0}', alternatives(oneOf));
  if (between) return numbersText(between, whole === true);
  if (whole) return t('use a whole number');
  if (cidr) return rangeText(constraint, cidr, nearest);
  if (ip) return t('use an IPv4 address such as {0}', '10.0.0.10');
  if (length) return t('use {0} to {1} characters', ...length);
  return t('use a value such as {0}', example);
}

function numbersText(between: readonly (readonly [number, number?])[], whole: boolean): string {
  const [[least, most], ...others] = [between[0]!, ...between.slice(1)];
  if (others.length > 0)
    return t(
      'use {0}',
      alternatives(between.map(([from, to]) => (from === to ? String(from) : `${from}–${to ?? '…'}`))),
    );
  if (most === undefined) return whole ? t('use a whole number, {0} or more', least) : t('use {0} or more', least);
  return whole ? t('use a whole number from {0} to {1}', least, most) : t('use {0} to {1}', least, most);
}

function rangeText(constraint: Constraint, [shortest, longest]: readonly [number, number], nearest?: string): string {
  const example = nearest ?? `10.0.0.0/${Math.max(shortest, Math.min(16, longest))}`;
  if (constraint.private) return t('use a private range from /{0} to /{1}, such as {2}', shortest, longest, example);
  if (shortest === longest) return t('use a range with the prefix length {0}, such as {1}', shortest, example);
  if (shortest > 0) return t('use a range from /{0} to /{1}, such as {2}', shortest, longest, example);
  return t('use a range such as {0}', example);
}
