/** The form of data/resources.json, which docs/resource-facts.md describes. */

type Json = Readonly<Record<string, unknown>>;

const VALUE_TYPE = /^(?:string|number|bool|(?:list|set|map)\((?:string|number|bool)\)|block (?:list|set|single)|any)$/;
const ARGUMENT_PATH = /^[a-z]\w*(?:\.[a-z]\w*)*$/;
const RELEASE = /^\d+\.\d+\.\d+$/;
const CONDITIONS = new Set(['added', 'removed', 'changed', 'changed-from-set', 'shrunk', 'depends']);
const EQUALITY_RULES = new Set([
  ...['case', 'dns', 'hour', 'hyphen', 'id', 'json', 'location', 'name', 'unordered', 'url'],
]);
/** Properties of a condition, of an exception, of a change that fails, and of an effect. */
const CONDITION_KEYS = ['path', 'when', 'note', 'from', 'to', 'unless', 'ifSet', 'unlessSet'];
const EXCEPTION_KEYS = ['from', 'to', 'with'];
const FAILURE_KEYS = [...CONDITION_KEYS, 'message', 'types', 'through'];
const TYPE_KEYS = [
  ...['source', 'replace', 'computed', 'outputs', 'types', 'defaults', 'knownOutputs', 'changingOutputs'],
  ...[
    'replaceWhen',
    'updateWhen',
    'ignoreWhen',
    'fromProvider',
    'replaceBefore',
    'equal',
    'renamed',
    'fails',
    'destroys',
    'taggable',
    'constraints',
  ],
];
/** Properties of a constraint → the types of arguments that can have it. */
const CONSTRAINT_KEYS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['oneOf', 'open', 'length', 'pattern', 'example', 'cidr', 'network', 'private', 'size', 'ip'].map(key => [
      key,
      ['string'],
    ]),
  ),
  between: ['number'],
  whole: ['number'],
};
const DATA_SOURCE_KEYS = ['source', 'reads', 'by', 'fromProvider', 'renamed', 'volatile'];

/** What is wrong with the form of the facts; one sentence each. */
export function factProblems(facts: unknown): string[] {
  const problems: string[] = [];
  const root = objectOf(facts);
  if (root['format'] !== 1) problems.push('The format must be 1.');
  const resources = objectOf(root['resources']);
  const dataSources = objectOf(root['dataSources']);
  for (const table of [resources, dataSources]) {
    const names = Object.keys(table);
    if (!isSorted(names)) problems.push(`The types from ${names[0]} on must be in alphabetical order.`);
  }
  for (const [type, entry] of Object.entries(resources))
    problems.push(...typeProblems(objectOf(entry), resources).map(problem => `${type}: ${problem}`));
  for (const [type, entry] of Object.entries(dataSources))
    problems.push(...dataSourceProblems(objectOf(entry), resources).map(problem => `data ${type}: ${problem}`));
  return problems;
}

function typeProblems(entry: Json, resources: Json): string[] {
  const types = objectOf(entry['types']);
  const isArgument = (path: unknown): boolean => typeof path === 'string' && Object.hasOwn(types, path);
  const outputs = textsOf(entry['outputs']);
  const replace = textsOf(entry['replace']);
  const problems = [...unknownKeys(entry, TYPE_KEYS), ...sourceProblems(entry['source'])];
  const require = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };

  for (const name of ['replace', 'computed', 'outputs', 'types'])
    require(Object.hasOwn(entry, name), `${name} is missing.`);
  require((entry['source'] as unknown[] | undefined)?.length !== 0, 'source is empty.');
  for (const [path, type] of Object.entries(types)) {
    require(ARGUMENT_PATH.test(path), `${path} is not a path of an argument.`);
    require(typeof type === 'string' && VALUE_TYPE.test(type), `${path} has an unknown type.`);
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    require(parent === '' || textOf(types[parent]).startsWith('block '), `${path} is not in a block.`);
  }
  for (const name of ['replace', 'computed']) {
    const paths = textsOf(entry[name]);
    require(isSorted(paths), `${name} must be in alphabetical order, without duplicates.`);
    for (const path of paths) require(isArgument(path), `${name} has ${path}, which types lacks.`);
  }
  require(new Set(outputs).size === outputs.length && outputs[0] === 'id', 'outputs must start with id.');
  for (const output of outputs) require(!isArgument(output), `${output} is an argument, and not only an output.`);
  for (const [path, value] of Object.entries(objectOf(entry['defaults'])))
    require(isArgument(path) &&
      typeof value ===
        types[path]?.toString().replace('bool', 'boolean'), `The default of ${path} must be a ${textOf(types[path])}.`);
  for (const output of textsOf(entry['knownOutputs'])) require(outputs.includes(output), `${output} is no output.`);
  for (const [output, causes] of Object.entries(objectOf(entry['changingOutputs']))) {
    require(outputs.includes(output) || isArgument(output), `${output} is no output.`);
    for (const cause of textsOf(causes)) {
      const top = cause.replace(/^!/, '').split('.')[0]!;
      require(cause === '*' || isArgument(top), `${output} has the unknown cause ${cause}.`);
    }
  }
  for (const name of ['replaceWhen', 'updateWhen', 'ignoreWhen'])
    for (const condition of objectsOf(entry[name])) {
      problems.push(...unknownKeys(condition, CONDITION_KEYS), ...conditionProblems(condition, CONDITIONS, isArgument));
      require(name !== 'replaceWhen' ||
        !replace.includes(textOf(condition['path'])), `${textOf(condition['path'])} is also in replace.`);
    }
  for (const failure of objectsOf(entry['fails'])) {
    problems.push(...unknownKeys(failure, FAILURE_KEYS));
    problems.push(...conditionProblems(failure, new Set([...CONDITIONS, 'destroyed']), isArgument));
    require(isText(failure['message']), 'A change that fails needs a message.');
    if (Object.hasOwn(failure, 'types')) problems.push(...referenceProblems(failure, resources));
  }
  for (const effect of objectsOf(entry['destroys'])) {
    problems.push(...unknownKeys(effect, ['types', 'through', 'note']), ...referenceProblems(effect, resources));
    require(isText(effect['note']), 'An effect needs a note.');
  }
  const constraints = Object.entries(objectOf(entry['constraints']));
  require(isSorted(constraints.map(([path]) => path)), 'constraints must be in alphabetical order.');
  for (const [path, constraint] of constraints)
    problems.push(...constraintProblems(path, objectOf(constraint), textOf(types[path])));
  const versions = Object.entries(objectOf(entry['replaceBefore']));
  for (const [version, paths] of versions) {
    require(RELEASE.test(version), `${version} is not a version.`);
    for (const path of textsOf(paths))
      require(isArgument(path) &&
        !replace.includes(path), `${path} can't be an argument that replaces only before ${version}.`);
  }
  for (const path of Object.keys(objectOf(entry['fromProvider'])))
    require(isArgument(path), `${path} is not an argument.`);
  for (const [path, rule] of Object.entries(objectOf(entry['equal']))) {
    const groups = Array.isArray(rule) && rule.every(group => textsOf(group).length > 1);
    require(isArgument(path) &&
      (groups || EQUALITY_RULES.has(textOf(rule))), `The rule for equal values of ${path} is unknown.`);
  }
  for (const [old, name] of Object.entries(objectOf(entry['renamed'])))
    require(isArgument(old) && isArgument(name), `${old} can't be renamed to ${textOf(name)}.`);
  return problems;
}

function dataSourceProblems(entry: Json, resources: Json): string[] {
  const problems = unknownKeys(entry, DATA_SOURCE_KEYS);
  if (Object.hasOwn(entry, 'source')) problems.push(...sourceProblems(entry['source']));
  const { reads } = entry;
  const read = objectOf(objectOf(resources[textOf(reads)])['types']);
  if (reads !== undefined && !Object.hasOwn(resources, textOf(reads))) problems.push(`${textOf(reads)} has no facts.`);
  for (const argument of Object.values(objectOf(entry['by'])))
    if (argument !== 'id' && !Object.hasOwn(read, String(argument)))
      problems.push(`${textOf(reads)} has no argument ${String(argument)}.`);
  return problems;
}

function sourceProblems(source: unknown): string[] {
  return objectsOf(source).flatMap(({ repository, path, commit, pullRequest, ...rest }) => {
    const isFile = /^[^/].*\.\w+$/.test(textOf(path)) && /^[0-9a-f]{40}$/.test(textOf(commit));
    return Object.keys(rest).length === 0 &&
      /^[\w.-]+\/[\w.-]+$/.test(textOf(repository)) &&
      (isFile ? pullRequest === undefined : path === undefined && Number.isInteger(pullRequest))
      ? []
      : [`The source ${textOf(path)} needs a repository, a path and the full id of a commit.`];
  });
}

function conditionProblems(
  condition: Json,
  known: ReadonlySet<string>,
  isArgument: (path: unknown) => boolean,
): string[] {
  const { path, when, note, from, to, unless, ifSet, unlessSet } = condition;
  const problems: string[] = [];
  if (!isArgument(path)) problems.push(`A condition has the unknown path ${textOf(path)}.`);
  if (!known.has(textOf(when))) problems.push(`${textOf(path)} has the unknown condition ${textOf(when)}.`);
  if (note !== undefined && !isText(note)) problems.push(`The note of ${textOf(path)} must be a sentence.`);
  for (const other of [ifSet, unlessSet])
    if (other !== undefined && !isArgument(other))
      problems.push(`${textOf(path)} depends on the unknown path ${textOf(other)}.`);
  for (const { from: before, to: after, with: others, ...rest } of [{ from, to }, ...objectsOf(unless)] as Json[]) {
    problems.push(...unknownKeys(rest, EXCEPTION_KEYS));
    for (const values of [before, after])
      if (values !== undefined && !Array.isArray(values)) problems.push(`${textOf(path)} needs lists of values.`);
    for (const other of Object.keys(objectOf(others)))
      if (!isArgument(other)) problems.push(`${textOf(path)} depends on the unknown path ${other}.`);
  }
  return problems;
}

/** What is wrong with a constraint; an example of a valid value must be valid, and a range must have a beginning before its end. */
function constraintProblems(path: string, constraint: Json, type: string): string[] {
  const element = /\((\w+)\)$/.exec(type)?.[1] ?? type;
  const { oneOf, open, between, length, pattern, example, cidr } = constraint;
  const ranges = [
    ...(Array.isArray(between) ? (between as unknown[]) : []),
    ...(cidr === undefined ? [] : [cidr]),
    ...(length === undefined ? [] : [length]),
  ];
  const isOrdered = (range: unknown): boolean =>
    Array.isArray(range) && typeof range[0] === 'number' && (range.length === 1 || range[0] <= range[1]);
  const holds: readonly (readonly [boolean, string])[] = [
    [Object.keys(constraint).length > 0, 'is empty'],
    [
      Object.keys(constraint).every(key => CONSTRAINT_KEYS[key]?.includes(element)),
      `does not fit an argument of type ${type}`,
    ],
    [
      oneOf === undefined ||
        (textsOf(oneOf).length > 0 && new Set(textsOf(oneOf)).size === (oneOf as unknown[]).length),
      'repeats a value',
    ],
    [open === undefined || oneOf !== undefined, 'has no list'],
    [ranges.every(isOrdered), 'has a range that ends before it begins'],
    [(pattern === undefined) === (example === undefined), 'needs a pattern and an example'],
    [pattern === undefined || new RegExp(textOf(pattern)).test(textOf(example)), 'refuses its own example'],
  ];
  return holds.flatMap(([isRight, problem]) => (isRight ? [] : [`The constraint of ${path} ${problem}.`]));
}

/** Other types, and the argument of them that refers to this type. */
function referenceProblems({ types, through }: Json, resources: Json): string[] {
  return textsOf(types)
    .filter(type => !Object.hasOwn(objectOf(objectOf(resources[type])['types']), textOf(through)))
    .map(type => `${type} has no argument ${textOf(through)}.`);
}

const unknownKeys = (entry: Json, known: readonly string[]): string[] =>
  Object.keys(entry)
    .filter(key => !known.includes(key))
    .map(key => `${key} is an unknown property.`);

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** A value for a message. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const objectsOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(objectOf) : []);

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];

const isText = (value: unknown): boolean => typeof value === 'string' && /^[A-Z].*\.$/.test(value);

const isSorted = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || names[index - 1]! < name);
