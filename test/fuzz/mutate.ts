/** Creates inputs from others: changes, copies and removes bytes, inserts tokens of the language, and changes values and structure of JSON. */
import type { Random } from './random';
import type { FuzzTarget } from './target';

/** Maximum length; longer inputs are cut. The tests of worst cases (bounded work) use long inputs with known results. */
const LONGEST = 64 * 1024;

/** Values that are difficult in any language. */
const AWKWARD: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    '-0',
    '1e999',
    '9007199254740993',
  ],
  ...[
    '\u0000',
    '\ufeff',
    '\u2028',
    '\u2029',
    '\u202e',
    '\r',
    '\r\n',
    '\u001b[31m',
    '\ud83d',
    '😀',
    'ﬀ',
    '\u0301',
    '\t',
  ],
  ...[
    '../',
    '/etc/passwd',
    'file:///',
    '\\',
    '%00',
    '%2e%2e',
    '<!--',
    '](command:x)',
    '`',
    '|',
    '${',
    '%{',
    '"',
    "'",
    '{}',
    '[]',
  ],
];

/** The input with a number; always the same for one seed. */
export function mutated(target: FuzzTarget, corpus: readonly Buffer[], random: Random): Buffer {
  let input = random.pick(corpus);
  for (let count = 1 + random.small(12); count > 0; count--) {
    if (target.structure === 'json' && !random.oneIn(3)) input = changedJson(input, corpus, random) ?? input;
    else if (target.structure === 'json-lines' && !random.oneIn(3)) input = changedJsonLine(input, corpus, random);
    else if (target.structure === 'lines' && random.oneIn(2)) input = changedLines(input, corpus, random);
    else input = changedBytes(input, target.dictionary, corpus, random);
  }
  return input.subarray(0, LONGEST);
}

function changedBytes(input: Buffer, dictionary: readonly string[], corpus: readonly Buffer[], random: Random): Buffer {
  const at = random.below(input.length + 1);
  const end = Math.min(input.length, at + random.small(random.oneIn(8) ? 2_000 : 40));
  const [before, part, after] = [input.subarray(0, at), input.subarray(at, end), input.subarray(end)];
  const word = (): Buffer => Buffer.from(random.pick(random.oneIn(3) ? AWKWARD : dictionary), 'utf8');
  const other = random.pick(corpus);
  const start = random.below(other.length);
  switch (random.below(9)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, part, part, after]);
    case 2:
      return Buffer.concat([before, word(), after]);
    case 3:
    case 4:
      return Buffer.concat([before, word(), part, after]);
    case 5:
      return Buffer.concat([before, other.subarray(start, start + random.small(2_000)), after]);
    case 6:
      return Buffer.concat([before, Buffer.from([random.below(256)]), part, after]);
    case 7: {
      // Deep or long.
      const piece = random.oneIn(2) ? word() : part.subarray(0, 20);
      return Buffer.concat([before, ...Array.from({ length: random.small(400) }, () => piece), after]);
    }
    default: {
      const flipped = Buffer.from(input);
      if (flipped.length > 0) flipped[random.below(flipped.length)]! ^= 1 << random.below(8);
      return flipped;
    }
  }
}

function changedLines(input: Buffer, corpus: readonly Buffer[], random: Random): Buffer {
  const lines = input.toString('latin1').split('\n');
  const at = random.below(lines.length);
  const foreign = random.pick(corpus).toString('latin1').split('\n');
  switch (random.below(5)) {
    case 0:
      lines.splice(at, 1 + random.small(5));
      break;
    case 1:
      lines.splice(at, 0, random.pick(foreign));
      break;
    case 2:
      lines.splice(at, 0, ...lines.slice(random.below(lines.length)).slice(0, 6));
      break;
    case 3:
      lines[at] = `${' '.repeat(random.small(12))}${lines[at]!.trimStart()}`;
      break;
    default: {
      const from = random.below(foreign.length);
      lines.splice(at, random.small(8), ...foreign.slice(from, from + random.small(20)));
    }
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Lines with a JSON value each. */
function changedJsonLine(input: Buffer, corpus: readonly Buffer[], random: Random): Buffer {
  const lines = input.toString('utf8').split('\n');
  const at = random.below(lines.length);
  const foreign = random
    .pick(corpus)
    .toString('utf8')
    .split('\n')
    .map(line => Buffer.from(line));
  lines[at] =
    changedJson(Buffer.from(lines[at]!), foreign, random)?.toString('utf8') ?? random.pick(foreign).toString('utf8');
  return Buffer.from(lines.join('\n'));
}

/** @returns undefined if the text is not JSON */
function changedJson(input: Buffer, corpus: readonly Buffer[], random: Random): Buffer | undefined {
  const value = parsed(input);
  if (value === undefined) return undefined;
  const places = placesIn(value);
  if (places.length === 0) return Buffer.from(JSON.stringify(otherValue(value, corpus, random)));
  const { holder, key } = random.pick(places);
  if (Array.isArray(holder)) changeElement(holder, Number(key), corpus, random);
  else changeProperty(holder, key, corpus, random);
  return Buffer.from(JSON.stringify(value));
}

type JsonObject = Record<string, unknown>;

function changeElement(list: unknown[], at: number, corpus: readonly Buffer[], random: Random): void {
  const choice = random.below(4);
  if (choice === 0) list.splice(at, 1);
  else if (choice === 1) list.splice(at, 0, list[random.below(list.length)]);
  else list[at] = otherValue(list[at], corpus, random);
}

function changeProperty(object: JsonObject, key: string, corpus: readonly Buffer[], random: Random): void {
  const choice = random.below(5);
  if (choice === 0) Reflect.deleteProperty(object, key);
  else if (choice === 1) {
    const name = random.pick(AWKWARD);
    Object.defineProperty(object, name, { value: object[key], enumerable: true, configurable: true, writable: true });
  } else object[key] = otherValue(object[key], corpus, random);
}

/** A value of another type, or from another position. */
function otherValue(value: unknown, corpus: readonly Buffer[], random: Random): unknown {
  const text = typeof value === 'string' ? value : 'x';
  switch (random.below(10)) {
    case 0:
      return null;
    case 1:
      return random.pick([0, -1, 1, 2 ** 31, 2 ** 53, 1e308, 0.5]);
    case 2:
      return random.pick([true, false]);
    case 3:
      return [value];
    case 4:
      return { [random.pick(AWKWARD)]: value };
    case 5:
      return random.pick([[], {}, '']);
    case 6:
      return text + random.pick(AWKWARD);
    case 7: {
      let deep: unknown = value;
      for (let depth = random.small(300); depth > 0; depth--) deep = random.oneIn(2) ? [deep] : { a: deep };
      return deep;
    }
    case 8:
      return text.repeat(1 + random.small(200));
    default: {
      const other = parsed(random.pick(corpus));
      const places = other === undefined ? [] : placesIn(other);
      if (places.length === 0) return random.pick(AWKWARD);
      const { holder, key } = random.pick(places);
      return (holder as JsonObject)[key];
    }
  }
}

function parsed(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Every element and property at any depth. */
function placesIn(value: unknown): { holder: JsonObject | unknown[]; key: string }[] {
  const places: { holder: JsonObject | unknown[]; key: string }[] = [];
  const holders: unknown[] = [value];
  for (const holder of holders) {
    if (typeof holder !== 'object' || holder === null || places.length > 20_000) continue;
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder: holder as JsonObject, key });
      holders.push(inner);
    }
  }
  return places;
}
