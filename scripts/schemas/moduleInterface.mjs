/** The declarations of a module: variables, outputs, providers. */
import { literalOf } from './hclTree.mjs';

/** Names of the providers that platforms configure. Other providers of modules (`tls`, `random`, …) need no configuration. */
const CONFIGURED = new Set(['aws', 'azurerm', 'google', 'scaleway', 'kind', 'kubernetes', 'kustomization']);

/**
 * A type constraint in the notation of `data/schemas.json`: `"string"`, `["list", T]`, `["object", {name: T}]`, with `?` after the kind of an
 * optional attribute. A quoted type of terraform 0.11 is interpreted as in later versions. Throws on an unknown type.
 */
export function typeOf(node) {
  if (!node) return 'any';
  if (node.k === 'lit' && ['map', 'list'].includes(node.v)) return [node.v, 'any'];
  const name = node.k === 'var' ? node.name : node.k === 'lit' ? node.v : undefined;
  if (['string', 'number', 'bool', 'any'].includes(name)) return name;
  if (node.k === 'call' && ['list', 'set', 'map'].includes(node.name)) return [node.name, typeOf(node.args[0])];
  if (node.k === 'call' && node.name === 'object') {
    return ['object', Object.fromEntries(node.args[0].items.map(({ key, value }) => [key.v, attributeTypeOf(value)]))];
  }
  throw new Error(`Unknown type constraint: ${JSON.stringify(node)}`);
}

function attributeTypeOf(node) {
  if (node.k !== 'call' || node.name !== 'optional') return typeOf(node);
  if (node.args.length > 1) throw new Error('The format has no place for a default of optional(…) yet.');
  const type = typeOf(node.args[0]);
  return typeof type === 'string' ? `${type}?` : [`${type[0]}?`, type[1]];
}

/** @param {object[]} bodies the parsed files of the module's folder */
export function inputsOf(bodies) {
  const inputs = {};
  for (const block of blocksOf(bodies, 'variable')) {
    const { attributes } = block.body;
    const input = { type: typeOf(attributes.get('type')) };
    const value = attributes.has('default') ? literalOf(attributes.get('default')) : undefined;
    if (value !== undefined) input.default = value;
    if (attributes.has('nullable') && literalOf(attributes.get('nullable')) === false) input.nullable = false;
    inputs[block.labels[0]] = input;
  }
  return inputs;
}

export function outputsOf(bodies) {
  return Object.fromEntries(
    blocksOf(bodies, 'output').map(({ labels, body }) => {
      const sensitive = body.attributes.has('sensitive') && literalOf(body.attributes.get('sensitive')) === true;
      return [labels[0], sensitive ? { sensitive } : {}];
    }),
  );
}

/** `{providers, requiredVersion}` of the module's `terraform` blocks; `providers` by local name. */
export function requirementsOf(bodies) {
  const requirements = { providers: {} };
  for (const { body } of blocksOf(bodies, 'terraform')) {
    if (body.attributes.has('required_version'))
      requirements.requiredVersion = literalOf(body.attributes.get('required_version'));
    for (const block of body.blocks.filter(block => block.type === 'required_providers')) {
      for (const [name, node] of block.body.attributes) {
        const value = literalOf(node);
        requirements.providers[name] = typeof value === 'string' ? { version: value } : value;
      }
    }
  }
  return requirements;
}

/**
 * The version constraints of the local modules that a module calls, by the source of the provider.
 * @param {(folder: string) => object[]} bodiesOf parsed files of a folder
 */
export function innerVersionsOf(folder, bodiesOf) {
  const versions = {};
  for (const { folder: called } of localModulesOf(folder, bodiesOf(folder))) {
    const own = Object.entries(requirementsOf(bodiesOf(called)).providers);
    const written = own.flatMap(([name, { source = `hashicorp/${name}`, version }]) =>
      version ? [[source, [version]]] : [],
    );
    for (const [source, found] of [...written, ...Object.entries(innerVersionsOf(called, bodiesOf))])
      versions[source] = [...new Set([...(versions[source] ?? []), ...found])].sort();
  }
  return versions;
}

/**
 * Provider configurations of a module and the local modules that it calls: `inside`, its own provider blocks (`kubernetes.gke`), and `used`, the
 * configurations that its resources receive from the caller.
 *
 * @param {(folder: string) => object[]} bodiesOf parsed files of a folder
 */
export function providersOf(folder, bodiesOf) {
  const bodies = bodiesOf(folder);
  const inside = blocksOf(bodies, 'provider').map(({ labels, body }) => {
    const alias = body.attributes.has('alias') ? `.${literalOf(body.attributes.get('alias'))}` : '';
    return labels[0] + alias;
  });
  const own = new Set(inside);
  const used = new Set();
  for (const block of bodies.flatMap(body => body.blocks).filter(block => ['resource', 'data'].includes(block.type))) {
    const provider = block.body.attributes.get('provider');
    const name = provider ? nameOfProvider(provider) : block.labels[0].split('_')[0];
    if (!own.has(name)) used.add(name);
  }
  for (const { folder: called, passed } of localModulesOf(folder, bodies)) {
    const inner = providersOf(called, bodiesOf);
    inside.push(...inner.inside);
    for (const name of inner.used.map(name => passed.get(name) ?? name)) if (!own.has(name)) used.add(name);
  }
  return {
    inside: [...new Set(inside)].sort(),
    used: [...used].filter(name => CONFIGURED.has(name.split('.')[0])).sort(),
  };
}

function nameOfProvider(node) {
  if (node.k === 'lit') return node.v;
  return node.k === 'get' ? `${nameOfProvider(node.of)}.${node.key}` : node.name;
}

/** Calls of modules in the same repository. */
export function localModulesOf(folder, bodies) {
  return blocksOf(bodies, 'module').flatMap(({ labels, body }) => {
    const source = body.attributes.has('source') ? literalOf(body.attributes.get('source')) : '';
    if (!/^\.\.?\//.test(source)) return [];
    const passed = new Map();
    for (const { key, value } of body.attributes.get('providers')?.items ?? [])
      passed.set(nameOfProvider(key), nameOfProvider(value));
    return [{ name: labels[0], folder: joined(folder, source), attributes: body.attributes, passed }];
  });
}

function joined(folder, source) {
  const parts = folder.split('/');
  for (const part of source.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

export const blocksOf = (bodies, type) => bodies.flatMap(body => body.blocks).filter(block => block.type === type);
