/** Which modules the major versions of providers break or change, from scripts/schemas/providers.json and what the resources of the modules set and read. */
import { childrenOf } from './hclTree.mjs';
import { localModulesOf } from './moduleInterface.mjs';

/**
 * `providerChanges` of data/schemas.json.
 * @param {Map<string, {uses: Map<string, object>}>} at by ref, oldest first
 */
export function providerChangesOf(at, { providers }) {
  return Object.entries(providers).flatMap(([provider, majors]) =>
    Object.entries(majors).flatMap(([major, facts]) =>
      changesIn(facts).flatMap(({ concerns, ...change }) => {
        const modules = affectedModules(at, concerns);
        return Object.keys(modules).length === 0 ? [] : [{ provider, major: Number(major), ...change, modules }];
      }),
    ),
  );
}

/**
 * What the major versions change in provider blocks: `providerBlockChanges` of data/schemas.json. A required argument has the environment variable that
 * can have its value instead.
 */
export const providerBlockChangesOf = ({ providers }) =>
  Object.entries(providers).flatMap(([provider, majors]) =>
    Object.entries(majors).flatMap(([major, { configuration: { removed = {}, required = {}, defaults = {} } = {} }]) =>
      [
        ...Object.entries(removed).map(([name, to]) => ({ kind: 'removed', name, ...(to !== null && { to }) })),
        ...Object.entries(required).map(([name, variable]) => ({ kind: 'required', name, variable })),
        ...Object.entries(defaults).map(([name, value]) => ({ kind: 'default', name, value })),
      ].map(change => ({ provider, major: Number(major), ...change })),
    ),
  );

/** The newest major version of which the changes are known, by provider. */
export const newestMajorsOf = ({ providers }) =>
  Object.fromEntries(
    Object.entries(providers).map(([provider, majors]) => [provider, Math.max(...Object.keys(majors).map(Number))]),
  );

function changesIn({ added = [], removed = {}, required = [], defaults = {}, stored = [] }) {
  const isUnset = name => uses => uses.types.has(name.split('.')[0]) && !uses.names.has(name);
  const isManaged = name => uses => uses.types.has(name.split('.')[0]);
  const isUsed = name => uses => uses.names.has(name);
  return [
    ...added.map(name => ({ kind: 'added', name, concerns: isUsed(name) })),
    ...Object.entries(removed).map(([name, to]) => ({
      kind: 'removed',
      name,
      ...(to !== null && { to }),
      concerns: isUsed(name),
    })),
    ...required.map(name => ({ kind: 'required', name, concerns: isUnset(name) })),
    ...Object.entries(defaults).map(([name, value]) => ({ kind: 'default', name, value, concerns: isUnset(name) })),
    ...stored.map(name => ({ kind: 'stored', name, concerns: isManaged(name) })),
  ];
}

/** By module: the first ref, and the first later one without the change. */
function affectedModules(at, concerns) {
  const modules = {};
  for (const path of new Set([...at.values()].flatMap(({ uses }) => [...uses.keys()]))) {
    const changes = [];
    for (const [ref, { uses }] of at) {
      const isAffected = uses.has(path) && concerns(uses.get(path));
      if (isAffected !== (changes.length % 2 === 1)) changes.push(ref);
    }
    if (changes.length > 0) modules[path] = changes;
  }
  return modules;
}

/**
 * `types` of the resources of a module and the local modules that it calls, and `names` of what these set and read:
 * `azurerm_kubernetes_cluster.default_node_pool.zones`, `data.aws_region.name`, and `data.aws_region` itself.
 */
export function usesOf(folder, bodiesOf, found = { types: new Set(), names: new Set() }) {
  const bodies = bodiesOf(folder);
  const visit = (body, name) => {
    for (const [attribute, node] of body.attributes) {
      if (name !== undefined) found.names.add(`${name}.${attribute}`);
      readNames(node, found.names);
    }
    for (const { type, labels, body: inner } of body.blocks) {
      if (name === undefined) visit(inner, undefined);
      else if (type === 'dynamic') visitDynamic(inner, `${name}.${labels[0]}`);
      else {
        found.names.add(`${name}.${type}`);
        visit(inner, `${name}.${type}`);
      }
    }
  };
  const visitDynamic = (body, name) => {
    found.names.add(name);
    for (const node of body.attributes.values()) readNames(node, found.names);
    for (const block of body.blocks) if (block.type === 'content') visit(block.body, name);
  };
  for (const { type, labels, body } of bodies.flatMap(({ blocks }) => blocks)) {
    const name = type === 'resource' ? labels[0] : type === 'data' ? `data.${labels[0]}` : undefined;
    if (type === 'resource') found.types.add(name);
    if (name !== undefined) found.names.add(name);
    visit(body, name);
  }
  for (const { folder: called } of localModulesOf(folder, bodies)) usesOf(called, bodiesOf, found);
  return found;
}

/** `azuread_application.application_id` of `azuread_application.current[0].application_id`. */
function readNames(node, names) {
  const path = pathOf(node);
  if (path !== undefined) {
    const isData = path[0] === 'data';
    const type = isData ? `data.${path[1]}` : path[0];
    const attributes = path.slice(isData ? 3 : 2);
    attributes.forEach((_, index) => names.add([type, ...attributes.slice(0, index + 1)].join('.')));
  }
  for (const child of childrenOf(node)) readNames(child, names);
}

function pathOf(node) {
  if (node?.k === 'var') return [node.name];
  if (node?.k === 'splat') return pathOf(node.of);
  if (node?.k !== 'get') return undefined;
  const path = pathOf(node.of);
  return path && typeof node.key === 'string' ? [...path, node.key] : path;
}
