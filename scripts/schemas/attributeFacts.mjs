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
 */
export function attributesOf(environment, reads) {
  const ofConfiguration = reads.filter(read => read.root === 'cfg' && read.path !== '');
  const typed = Array.isArray(environment) && environment[0] === 'object';
  const paths = typed ? pathsOf(environment) : [...new Set(ofConfiguration.map(read => read.path))].sort();
  const attributes = {};
  for (const path of paths) {
    const fact = factOf(path, ofConfiguration, typed);
    if (!typed || Object.keys(fact).length > 0) attributes[path] = fact;
  }
  return attributes;
}

function factOf(path, reads, typed) {
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
  if (!isUsed(path, reads)) fact.unused = true;
  return fact;
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
