/** The texts of data/descriptions.json by module, with the releases that added and removed an attribute. */
import { pathsOf } from './attributeFacts.mjs';

/**
 * `documentation` of data/schemas.json: module path → `{inputs, outputs, attributes}`, each name → `{hint, values?, since?, until?, …}`. Names
 * without a text are passed to `warn`.
 */
export function documentationOf(at, descriptions, warn) {
  const documentation = {};
  for (const path of new Set([...at.values()].flatMap(({ modules }) => [...modules.keys()]))) {
    documentation[path] = moduleDocumentation(path, at, descriptions, warn);
  }
  const overlay = documentation['kustomization/overlay'];
  const own = descriptions.catalog.documentation;
  const unversioned = Object.fromEntries(
    Object.entries(overlay.attributes).map(([name, words]) => [name, without(words, 'since')]),
  );
  documentation.catalog = { inputs: overlay.inputs, outputs: {}, attributes: { ...unversioned, ...own } };
  return documentation;
}

function moduleDocumentation(path, at, descriptions, warn) {
  const versions = [...at]
    .filter(([, { modules }]) => modules.has(path))
    .map(([ref, { modules }]) => [ref, modules.get(path)]);
  const named = (kind, namesOf, wordsOf) =>
    Object.fromEntries(
      [...new Set(versions.flatMap(([, module]) => namesOf(module)))].map(name => {
        const words = wordsOf(name);
        if (!words?.hint) warn(`No words for the ${kind} ${name} of ${path}.`);
        return [name, { ...words, ...spanOf(versions.map(([ref, module]) => [ref, namesOf(module).includes(name)])) }];
      }),
    );
  const attributes = named('attribute', attributeNames, name =>
    without(wordsFor(path, name, descriptions), 'effective'),
  );
  for (const [from, to] of Object.entries(descriptions.renames[path] ?? {})) {
    if (!attributes[from] || !attributes[to])
      warn(`${path}: ${from} is said to be ${to} now, but one of them is unknown.`);
    else {
      attributes[from].replacedBy = to;
      attributes[to].formerly = [...(attributes[to].formerly ?? []), from];
    }
  }
  return {
    inputs: named(
      'input',
      module => Object.keys(module.inputs),
      name => words(descriptions, path, 'inputs', name),
    ),
    outputs: named(
      'output',
      module => Object.keys(module.outputs),
      name => words(descriptions, path, 'outputs', name),
    ),
    attributes,
  };
}

/** Attribute paths of one version of a module. */
function attributeNames(module) {
  const environment = module.inputs.configuration?.type[1];
  return environment?.[0] === 'object' ? pathsOf(environment) : Object.keys(module.attributes ?? {});
}

const words = (descriptions, path, section, name) =>
  descriptions.modules[path]?.[section]?.[name] ?? descriptions[section][name];

/** A copy of the object without one key. */
export const without = (object, key) =>
  Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => name !== key));

/** An attribute's own text, that of the module it is based on, that of its current name, or the shared one. */
function wordsFor(path, name, descriptions) {
  const module = descriptions.modules[path];
  const own = module?.attributes?.[name];
  if (own) return own;
  const now = descriptions.renames[path]?.[name];
  if (now) return wordsFor(path, now, descriptions);
  for (const [from, to] of Object.entries(module?.sharedPaths ?? {})) {
    if (name.startsWith(from)) return wordsFor(to.module, to.prefix + name.slice(from.length), descriptions);
  }
  const resembled = module?.like && wordsFor(module.like, name, descriptions);
  return resembled ?? descriptions.attributes[name];
}

/** `since` and `until`, if it was not part of the module in all releases. */
function spanOf(known) {
  const first = known.findIndex(([, has]) => has);
  const last = known.findLastIndex(([, has]) => has);
  return {
    ...(first > 0 && { since: known[first][0] }),
    ...(last < known.length - 1 && { until: known[last][0] }),
  };
}
