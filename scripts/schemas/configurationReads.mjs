/**
 * Determines how a module reads the attributes of its configuration. Every read is
 * `{root, path, whole, used, default?, fallback?, index?, precondition?, unless?, format?}`:
 * `root` is `cfg` (the merged configuration of the workspace) or `var.<name>`; `path` the attributes below it, with dots; `whole` false if the value
 * is only compared with null; `used` whether the value can reach a resource or an output; `index` an access that fails if the key is missing;
 * `argument` the argument that gets the value unchanged, and `switches` the attributes that decide whether it does: `[{root, path, is}]` or
 * `[{root, path, not}]`.
 */
import { blocksOf, localModulesOf } from './moduleInterface.mjs';
import { childrenOf, literalOf } from './hclTree.mjs';

const MISSING = /^missing required configuration attribute: (\S+)$/;

/**
 * @param {string} folder
 * @param {(folder: string) => object[]} bodiesOf parsed files of a folder
 * @returns {object[]} the reads of the folder, and of the local modules that receive attributes from it
 */
export function readsOf(folder, bodiesOf) {
  const bodies = bodiesOf(folder);
  const locals = new Map(blocksOf(bodies, 'locals').flatMap(({ body }) => [...body.attributes]));
  const scope = { locals, resolving: new Set() };
  const calls = localModulesOf(folder, bodies).map(call => ({ ...call, reads: readsOf(call.folder, bodiesOf) }));
  const expressions = expressionsOf(bodies, calls);
  const usedLocals = closureOf(
    expressions.filter(({ used }) => used).map(({ node }) => node),
    locals,
  );
  const reads = [];
  for (const [name, node] of locals) collect(node, scope, { used: usedLocals.has(name) }, reads);
  for (const { node, used, ...place } of expressions) {
    const scoped = place.iterators ? { ...scope, iterators: place.iterators } : scope;
    const switches = (place.tests ?? []).flatMap(({ test, holds }) => switchesOf(test, scope, holds));
    collect(node, scoped, { used, argument: place.argument, switches }, reads);
  }
  for (const block of bodies.flatMap(body => body.blocks)) collectPreconditions(block, scope, reads);
  for (const call of calls) reads.push(...passedOn(call, scope));
  return reads;
}

/** All expressions outside of `locals`. Those passed to local modules count as used if the module uses them. */
function expressionsOf(bodies, calls) {
  const found = [];
  const visit = (body, call) => {
    for (const [name, node] of body.attributes) {
      const used =
        call === undefined || META.has(name) || call.reads.some(read => read.root === `var.${name}` && read.used);
      if (call === undefined || name !== 'configuration') found.push({ node, used });
    }
    for (const block of body.blocks) if (block.type !== 'precondition') visit(block.body, undefined);
  };
  for (const block of bodies.flatMap(body => body.blocks)) {
    if (block.type === 'locals' || block.type === 'variable') continue;
    if (block.type === 'resource')
      found.push(...argumentsOf(block.body, block.labels[0], new Map(), testsOf(block.body.attributes.get('count'))));
    else visit(block.body, block.type === 'module' ? calls.find(call => call.name === block.labels[0]) : undefined);
  }
  return found;
}

/**
 * The expressions of a resource, each with the `argument` that it gives a value to, such as `aws_eks_cluster.vpc_config.subnet_ids`, what the
 * iterators of the dynamic blocks around it stand for, and the `tests` that decide whether the resource and these blocks exist.
 */
function argumentsOf(body, path, iterators, tests) {
  const own = [...body.attributes].map(([name, node]) =>
    NO_ARGUMENTS.has(name)
      ? { node, used: true, iterators }
      : { node, used: true, argument: `${path}.${name}`, iterators, tests },
  );
  const inner = body.blocks.flatMap(({ type, labels, body: content }) => {
    if (type === 'precondition') return [];
    if (type !== 'dynamic') return argumentsOf(content, `${path}.${type}`, iterators, tests);
    const elements = content.attributes.get('for_each');
    const iterator = content.attributes.get('iterator')?.name ?? labels[0];
    const known = new Map(iterators).set(iterator, elements);
    const inside = [...tests, ...testsOf(elements)];
    return [
      { node: elements, used: true, iterators },
      ...content.blocks.flatMap(block => argumentsOf(block.body, `${path}.${labels[0]}`, known, inside)),
    ];
  });
  return [...own, ...inner];
}
/** The test of a `count` or `for_each` whose other branch is nothing: `test ? [1] : []`. */
function testsOf(node) {
  if (node?.k !== 'cond') return [];
  if (isNothing(literalOf(node.no))) return [{ test: node.test, holds: true }];
  return isNothing(literalOf(node.yes)) ? [{ test: node.test, holds: false }] : [];
}

const isNothing = value => value === 0 || (Array.isArray(value) && value.length === 0);

const META = new Set(['source', 'version', 'providers', 'depends_on', 'count', 'for_each']);

const NO_ARGUMENTS = new Set(['depends_on', 'count', 'for_each']);

/** Names of the locals that expressions need, directly or through other locals. */
function closureOf(nodes, locals) {
  const reached = new Set();
  const visit = node => {
    if (node.k === 'get' && node.of.k === 'var' && node.of.name === 'local' && !reached.has(node.key)) {
      reached.add(node.key);
      if (locals.has(node.key)) visit(locals.get(node.key));
    }
    childrenOf(node).forEach(visit);
  };
  nodes.forEach(visit);
  return reached;
}

/** `{root, path}` if the expression is only an attribute of the configuration or of a variable; locals are replaced by their expressions. */
function pathOf(node, scope) {
  const elements = node.k === 'get' && node.key === 'value' && scope.iterators?.get(node.of.name);
  if (elements) return below(elementsOf(elements, scope), '*');
  if (node.k === 'get' && node.of.k === 'var') {
    if (node.of.name === 'var') return { root: `var.${node.key}`, path: '' };
    return node.of.name === 'local' ? pathOfLocal(node.key, scope) : undefined;
  }
  if (node.k === 'get' && typeof node.key === 'string') return below(pathOf(node.of, scope), node.key);
  if (node.k === 'call' && ['toset', 'tolist', 'tonumber'].includes(node.name)) return pathOf(node.args[0], scope);
  if (node.k !== 'call' || !['lookup', 'try'].includes(node.name)) return undefined;
  const [object, key] = node.name === 'lookup' ? node.args : [node.args[0]];
  const otherwise = node.args[key ? 2 : 1];
  if (otherwise && literalOf(otherwise) !== null) return undefined;
  const path = pathOf(object, scope);
  return key ? below(path, literalOf(key)) : path;
}

/** What the elements of a `for_each` are, if a condition only decides whether there are any. */
const elementsOf = (node, scope) =>
  node.k === 'cond'
    ? (elementsOf(node.yes, scope) ?? elementsOf(node.no, scope))
    : node.k === 'list'
      ? undefined
      : readOf(node, { ...scope, iterators: undefined });

function pathOfLocal(name, scope) {
  if (name === 'cfg') return { root: 'cfg', path: '' };
  const node = scope.locals.get(name);
  if (!node || scope.resolving.has(name)) return undefined;
  scope.resolving.add(name);
  const path = pathOf(node, scope);
  scope.resolving.delete(name);
  return path;
}

/** The expression of `local.name`. */
const localOf = (node, scope) =>
  node.k === 'get' && node.of.k === 'var' && node.of.name === 'local' ? scope.locals.get(node.key) : undefined;

const below = (parent, key) =>
  parent && typeof key === 'string'
    ? { root: parent.root, path: parent.path ? `${parent.path}.${key}` : key }
    : undefined;

/** Like {@link pathOf}, but also with a default: `{root, path, otherwise}`, where `otherwise` is the expression of the default. */
function readOf(node, scope) {
  const path = pathOf(node, scope);
  if (path) return path;
  const local = localOf(node, scope);
  if (local)
    return readOf(local, { ...scope, locals: new Map([...scope.locals].filter(([, other]) => other !== local)) });
  if (node.k === 'call' && node.name === 'lookup' && node.args.length === 3) {
    const found = below(pathOf(node.args[0], scope), literalOf(node.args[1]));
    return found && { ...found, otherwise: node.args[2] };
  }
  if (node.k === 'call' && ['try', 'coalesce'].includes(node.name) && node.args.length > 1) {
    const found = readOf(node.args[0], scope);
    const otherwise = node.args.slice(1).find(arg => literalOf(arg) !== null);
    return found && { ...found, otherwise: found.otherwise ?? otherwise };
  }
  return node.k === 'cond' ? readOfConditional(node, scope) : undefined;
}

/** `x == null ? default : x` and `x != null ? x : default`. */
function readOfConditional({ test, yes, no }, scope) {
  const compared = comparedWithNull(test, scope);
  if (!compared) return undefined;
  const [whenNull, otherwise] = test.op === '==' ? [yes, no] : [no, yes];
  const value = pathOf(otherwise, scope);
  return value && value.root === compared.root && value.path === compared.path
    ? { ...value, otherwise: whenNull }
    : undefined;
}

function comparedWithNull(node, scope) {
  if (node.k !== 'op' || !['==', '!='].includes(node.op) || literalOf(node.args[1]) !== null) return undefined;
  return pathOf(node.args[0], scope);
}

/**
 * The attributes that decide whether a test holds, each with the value that it needs; none if the test is of another form. All of them are needed.
 *
 * @param {boolean} holds whether the test must hold, or must not
 */
function switchesOf(test, scope, holds) {
  const { inner, scope: own } = withoutLocal(test, scope);
  if (inner.k === 'op' && inner.op === '!') return switchesOf(inner.args[0], own, !holds);
  if (inner.k === 'op' && inner.op === (holds ? '&&' : '||'))
    return inner.args.flatMap(each => switchesOf(each, own, holds));
  if (inner.k === 'op' && ['==', '!='].includes(inner.op)) {
    const value = literalOf(inner.args[1]);
    const isEqual = holds === (inner.op === '==');
    if (typeof value === 'boolean') return switchesOf(inner.args[0], own, isEqual === value);
    const found = typeof value === 'string' && readOf(inner.args[0], own);
    return found ? [{ root: found.root, path: found.path, ...(isEqual ? { is: value } : { not: value }) }] : [];
  }
  const found = readOf(test, scope);
  return found ? [{ root: found.root, path: found.path, is: holds }] : [];
}

/** Adds the reads of an expression and of all its parts. */
function collect(node, scope, context, reads) {
  const listed = formatOf(node, scope);
  const reached = { argument: context.argument, switches: context.switches };
  if (listed) reads.push({ ...listed, whole: true, used: context.used, ...reached });
  const compared = comparedWithNull(node, scope);
  if (compared) return void reads.push({ ...compared, whole: false, used: context.used });
  const found = localOf(node, scope) && node.key !== 'cfg' ? pathOf(node, scope) : readOf(node, scope);
  if (found && found.path !== '') {
    reads.push(described(node, found, scope, context));
    if (found.otherwise) collect(found.otherwise, scope, context, reads);
    return;
  }
  if (found && found.root !== 'cfg')
    reads.push({ root: found.root, path: '', whole: true, used: context.used, ...reached });
  if (context.argument) collectUnchanged(node, scope, context, reads);
  const inTry = context.inTry || (node.k === 'call' && ['try', 'can'].includes(node.name));
  for (const child of childrenOf(node)) collect(child, scope, { used: context.used, inTry }, reads);
}

/** An argument gets the value of an attribute, or none: `test ? x : null`. Lists get the elements of a text: `compact(split(",", x))`. */
function collectUnchanged(node, scope, context, reads) {
  const found = unchangedOf(node, scope);
  if (!found) return;
  const { root, path, switches = [] } = found;
  const { used, argument, switches: around = [] } = context;
  reads.push({ root, path, whole: true, used, argument, switches: [...around, ...switches] });
}

function unchangedOf(node, scope) {
  const found = readOf(node, scope);
  if (found && (found.path !== '' || found.root !== 'cfg')) return found;
  const { inner, scope: own } = withoutLocal(node, scope);
  if (inner.k === 'cond') {
    const value = valueOrNull(inner);
    const unchanged = value && unchangedOf(value, own);
    if (!unchanged) return undefined;
    const tested = switchesOf(inner.test, own, value === inner.yes);
    return { ...unchanged, switches: [...tested, ...(unchanged.switches ?? [])] };
  }
  if (inner.k !== 'call') return undefined;
  if (LIST_FUNCTIONS.has(inner.name)) return unchangedOf(inner.args[0], own);
  return inner.name === 'split' && literalOf(inner.args[0]) === ',' ? unchangedOf(inner.args[1], own) : undefined;
}

/** They leave the elements as they are. */
const LIST_FUNCTIONS = new Set(['compact', 'distinct', 'sort', 'toset', 'tolist']);

/** The branch of a condition whose other branch is null. */
function valueOrNull({ yes, no }) {
  if (literalOf(yes) === null) return no;
  return literalOf(no) === null ? yes : undefined;
}

/** The expression of a local in place of the local, in a scope without it. */
function withoutLocal(node, scope) {
  const inner = localOf(node, scope);
  if (!inner) return { inner: node, scope };
  return withoutLocal(inner, { ...scope, locals: new Map([...scope.locals].filter(([, other]) => other !== inner)) });
}

function described(node, { root, path, otherwise }, scope, context) {
  const read = { root, path, whole: true, used: context.used };
  if (context.argument) Object.assign(read, { argument: context.argument, switches: context.switches });
  const value = otherwise && literalOf(otherwise);
  if (value !== undefined && value !== null) read.default = value;
  const fallback = otherwise && value === undefined ? readOf(otherwise, scope) : undefined;
  if (fallback && fallback.root === root && fallback.path) {
    read.fallback = fallback.path;
    const last = fallback.otherwise && literalOf(fallback.otherwise);
    if (last !== undefined && last !== null) read.default = last;
  }
  if (!context.inTry && !otherwise && isAccess(node)) read.index = true;
  return read;
}

/** `local.cfg["x"]`, `local.cfg.x`, `lookup(local.cfg, "x")`, but not a local with such an expression. */
const isAccess = node =>
  node.k === 'get' ? node.of.k !== 'var' : node.k === 'call' && node.name === 'lookup' && node.args.length === 2;

/** `split(",", x)`: the string of attribute x contains a list, or, if `split("=", …)` is applied to its elements, a map. */
function formatOf(node, scope) {
  if (node.k === 'for' && node.parts.length > 1) {
    const list = formatOf(node.parts[0], scope);
    const pairs = node.parts
      .slice(1)
      .some(part => part.k === 'call' && part.name === 'split' && literalOf(part.args[0]) === '=');
    return list && pairs ? { ...list, format: 'map' } : undefined;
  }
  if (node.k !== 'call' || node.name !== 'split' || literalOf(node.args[0]) !== ',') return undefined;
  const found = readOf(node.args[1], scope);
  return found?.path ? { root: found.root, path: found.path, format: 'list' } : undefined;
}

function collectPreconditions(block, scope, reads) {
  for (const inner of block.body.blocks) collectPreconditions(inner, scope, reads);
  if (block.type !== 'precondition') return;
  const missing = MISSING.exec(literalOf(block.body.attributes.get('error_message')) ?? '');
  if (!missing) return;
  const read = { root: 'cfg', path: missing[1], whole: false, used: true, precondition: true };
  const unless = exceptionOf(block.body.attributes.get('condition'), scope);
  reads.push(unless ? { ...read, unless } : read);
}

/** The `attribute == literal` of `attribute == literal || …`. */
function exceptionOf(condition, scope) {
  if (condition.k !== 'op' || condition.op !== '||') return undefined;
  const [first] = condition.args;
  if (first.k !== 'op' || first.op !== '==') return undefined;
  const found = readOf(first.args[0], scope);
  return found ? { path: found.path, value: literalOf(first.args[1]) } : undefined;
}

/** How a called module reads the attributes that are passed to it, as reads of this module. */
function passedOn(call, scope) {
  const passed = [...call.attributes]
    .filter(([name]) => name !== 'configuration')
    .map(([name, node]) => [`var.${name}`, '', node]);
  const environments = call.attributes.get('configuration');
  if (environments?.k === 'object') {
    const items = environments.items.flatMap(item => (item.value.k === 'object' ? item.value.items : []));
    passed.push(...items.map(({ key, value }) => ['cfg', key.v, value]));
  }
  const outside = each => switchOutside(each, passed, scope);
  const reads = call.reads.map(read => (read.switches ? { ...read, switches: read.switches.flatMap(outside) } : read));
  return passed.flatMap(([root, at, node]) => passedThrough(root, at, node, reads, scope));
}

/** A switch of a called module as one of this module; none if the module gets something else than an attribute. */
function switchOutside({ root, path, ...value }, passed, scope) {
  const given = passed.find(
    each => each[0] === root && (each[1] === '' || path === each[1] || path.startsWith(`${each[1]}.`)),
  );
  const found = given && readOf(given[2], scope);
  if (!found) return [];
  const suffix = path.slice(given[1].length).replace(/^\./, '');
  return [{ root: found.root, path: [found.path, suffix].filter(each => each !== '').join('.'), ...value }];
}

/** The reads of attributes that reach an argument of the called module unchanged, although the module may get null, a list or an object instead. */
function argumentsPassed(root, at, node, reads, scope) {
  const concerned = reads.filter(
    read => read.argument && read.root === root && (at === '' || read.path === at || read.path.startsWith(`${at}.`)),
  );
  if (concerned.length === 0) return [];
  const found = unchangedOf(node, scope);
  if (found)
    return concerned.map(({ path, used, argument, switches = [] }) => {
      const suffix = path.slice(at.length).replace(/^\./, '');
      // Elements of a text with commas.
      const own = suffix === '*' || suffix === '' ? found.path : `${found.path}.${suffix}`;
      const all = [...(found.switches ?? []), ...switches];
      return { root: found.root, path: own.replace(/^\./, ''), whole: true, used, argument, switches: all };
    });
  const { inner, scope: own } = withoutLocal(node, scope);
  const object = inner.k === 'cond' ? valueOrNull(inner) : inner;
  if (object?.k !== 'object') return [];
  return object.items.flatMap(({ key, value }) =>
    argumentsPassed(root, at === '' ? key.v : `${at}.${key.v}`, value, concerned, own),
  );
}

function passedThrough(root, at, node, reads, scope) {
  const found = readOf(node, scope);
  const own = found?.otherwise ? literalOf(found.otherwise) : null;
  const concerned = reads.filter(
    read => read.root === root && (at === '' || read.path === at || read.path.startsWith(`${at}.`)),
  );
  if (!found?.path) {
    if (found?.root.startsWith('var.') && found.otherwise === undefined)
      return concerned.flatMap(({ path, used, argument, switches }) =>
        argument
          ? [
              {
                root: found.root,
                path: path.slice(at.length).replace(/^\./, ''),
                whole: true,
                used,
                argument,
                switches,
              },
            ]
          : [],
      );
    const inner = argumentsPassed(root, at, node, reads, scope);
    if (root === 'cfg' && concerned.some(read => read.used)) collect(node, scope, { used: true }, inner);
    return inner;
  }
  return concerned.map(({ index, ...read }) => {
    const suffix = at === '' ? read.path : read.path.slice(at.length + 1);
    const result = { ...read, root: found.root, path: suffix ? `${found.path}.${suffix}` : found.path };
    if (own !== null && own !== undefined && suffix === '') {
      result.default = own;
      delete result.precondition;
    }
    delete result.fallback;
    return result;
  });
}
