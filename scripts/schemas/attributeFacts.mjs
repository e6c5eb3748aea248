/** Determines facts about the attributes of a module's configuration from the way the module reads them. */

/** Paths of an environment's object type, parents first; elements of lists and sets are `*`. */
export function pathsOf(type, prefix = '') {
  if (!Array.isArray(type)) return [];
  const kind = type[0].replace('?', '');
  if (kind === 'list' || kind === 'set') return pathsOf(type[1], `${prefix}*.`);
  if (kind !== 'object') return [];
  return Object.entries(type[1]).flatMap(([name, inner]) => [prefix + name, ...pathsOf(inner, `${prefix}${name}.`)]);
}

/** The type at a path of {@link pathsOf}. */
export function typeAt(type, path) {
  return path.split('.').reduce((at, name) => {
    if (!Array.isArray(at)) return undefined;
    return name === '*' ? at[1] : at[1][name];
  }, type);
}

/**
 * The `attributes` of an interface in `data/schemas.json`.
 *
 * @param {unknown} environment type of one environment: `["object", …]`, or `["map", …]` for free-form attributes
 * @param {object[]} reads from `readsOf`
 * @param {object} constraints from `constraintsOf`: `arguments` names those that a value reaches unchanged
 */
export function attributesOf(environment, reads, constraints = {}) {
  const ofConfiguration = reads.filter(read => read.root === 'cfg' && read.path !== '');
  const typed = Array.isArray(environment) && environment[0] === 'object';
  const paths = typed ? pathsOf(environment) : [...new Set(ofConfiguration.map(read => read.path))].sort();
  const attributes = {};
  for (const path of paths) {
    const fact = factOf(path, ofConfiguration, typed, constraints);
    if (!typed || Object.keys(fact).length > 0) attributes[path] = fact;
  }
  return attributes;
}

function factOf(path, reads, typed, constraints) {
  const own = reads.filter(read => read.path === path);
  const fact = {};
  const precondition = own.find(read => read.precondition);
  if (precondition) fact.required = 'precondition';
  else if (!typed && own.some(read => read.index)) fact.required = 'index';
  if (precondition?.unless) fact.unless = precondition.unless;
  const value = own.map(read => read.default).find(found => found !== undefined);
  if (value !== undefined && !precondition && !isEmpty(value)) fact.default = value;
  const fallback = own.find(read => read.fallback)?.fallback;
  if (fallback) fact.fallback = fallback;
  const format = own.some(read => read.format === 'map') ? 'map' : own.find(read => read.format)?.format;
  if (format) fact.format = format;
  const reaches = [...new Set(own.flatMap(read => read.argument ?? []))].filter(each => constraints[each]).sort();
  if (reaches.length > 0) fact.arguments = reaches;
  const switched = reaches.flatMap(argument => {
    const switches = commonSwitches(own.filter(read => read.argument === argument));
    return Object.keys(switches).length > 0 ? [[argument, switches]] : [];
  });
  if (switched.length > 0) fact.switches = Object.fromEntries(switched);
  if (!isUsed(path, reads)) fact.unused = true;
  return fact;
}

/** What all ways to an argument need: `{use_spot: true, network_plugin: {not: "azure"}}`. */
function commonSwitches([first, ...others]) {
  const keyOf = ({ root, path, is, not }) => JSON.stringify([root, path, is, not]);
  const needed = (first?.switches ?? []).filter(
    each =>
      each.root === 'cfg' && others.every(({ switches = [] }) => switches.some(own => keyOf(own) === keyOf(each))),
  );
  return Object.fromEntries(needed.map(({ path, is, not }) => [path, not === undefined ? is : { not }]));
}

/** A default without effect: `""`, `[]` or `{}`. */
const isEmpty = value => value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** The attribute itself is read, or it is part of something that is read as a whole, or a part of it is read. */
function isUsed(path, reads) {
  return reads.some(read => {
    if (!read.used) return false;
    if (read.path === path || read.path.startsWith(`${path}.`)) return true;
    return (
      path.startsWith(`${read.path}.`) &&
      read.whole &&
      !reads.some(other => other.used && other.path.startsWith(`${read.path}.`))
    );
  });
}

/** What providers accept as the value of an argument, `aws_eks_cluster.version` → constraint, from data/resources.json. */
export const constraintsOf = ({ resources }) =>
  Object.fromEntries(
    Object.entries(resources).flatMap(([type, { constraints = {} }]) =>
      Object.entries(constraints).map(([path, constraint]) => [`${type}.${path}`, constraint]),
    ),
  );
