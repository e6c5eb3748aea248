/** A module at a ref. */
import { attributesOf, typeAt } from './attributeFacts.mjs';
import { readsOf } from './configurationReads.mjs';
import { without } from './documentation.mjs';
import { blocksOf, innerVersionsOf, inputsOf, outputsOf, providersOf, requirementsOf } from './moduleInterface.mjs';

/** `cluster`, `nodePool`, `service` or `other` for the folder of a module, `undefined` for any other folder. */
export function kindOf(folder) {
  if (folder.split('/').includes('_modules') || !/^[a-z]+\/[a-z_-]+/.test(folder)) return undefined;
  if (/^[a-z]+\/cluster(-local)?$/.test(folder)) return 'cluster';
  if (/^[a-z]+\/cluster(-local)?\/node-pool$/.test(folder)) return 'nodePool';
  return folder.startsWith('kustomization/') ? 'service' : 'other';
}

/** How a release merges environments, determined from the source of its `common/configuration`. Before that module existed, `appsAndOps`. */
export function mergeGenerationOf(source) {
  if (source === undefined) return 'appsAndOps';
  if (source.includes('coalesce(')) return 'nested';
  if (source.includes('setunion(')) return 'shallow';
  return source.includes('merge(var.configuration') ? 'merge' : 'baseKeysOnly';
}

/** An entry of `interfaces` in data/schemas.json. */
export function interfaceOf(path, bodiesOf, generation, descriptions, constraints) {
  const bodies = bodiesOf(path);
  const inputs = inputsOf(bodies);
  const { inside, used } = providersOf(path, bodiesOf);
  const result = {
    inputs,
    outputs: outputsOf(bodies),
    ...requirementsOf(bodies),
    providersInside: inside,
    providersFromCaller: used,
  };
  const innerVersions = innerVersionsOf(path, bodiesOf);
  if (Object.keys(innerVersions).length > 0) result.innerVersions = innerVersions;
  const readsConfiguration = blocksOf(bodies, 'locals').some(({ body }) => body.attributes.has('cfg'));
  if (inputs.configuration && readsConfiguration) {
    result.attributes = attributesOf(inputs.configuration.type[1], readsOf(path, bodiesOf), constraints);
    addEffective(path, result.attributes, inputs.configuration.type[1], generation, descriptions);
  }
  return result;
}

/** Adds requirements that the module's code doesn't check, from manually maintained data. */
function addEffective(path, attributes, environment, generation, descriptions) {
  const described = { ...descriptions.attributes, ...descriptions.modules[path]?.attributes };
  for (const [name, words] of Object.entries(described)) {
    const reason = words.effective?.[generation];
    const declared = environment[0] === 'object' ? typeAt(environment, name) : attributes[name];
    if (!reason || declared === undefined || attributes[name]?.required) continue;
    attributes[name] = { ...without(attributes[name], 'default'), required: 'effective', reason };
    if (words.effective.unless && attributes[words.effective.unless])
      attributes[name].unless = { path: words.effective.unless };
  }
}

/**
 * Records what the string of an attribute contains: a number, a bool, a list or a map. Determined from its default, or from the attribute's type in
 * the `object` generation.
 */
export function textFormats(at, descriptions) {
  const head = at.get('head').modules;
  for (const [ref, { modules }] of at) {
    if (ref === 'head') continue;
    for (const [path, module] of modules) {
      const typed = head.get(path)?.inputs.configuration?.type[1];
      const environment = module.inputs.configuration?.type[1];
      for (const [name, fact] of attributesToMark(environment, module.attributes ?? {})) {
        const format =
          fact.format ??
          formatOfDefault(fact.default) ??
          formatOfType(typeAt(typed, descriptions.renames[path]?.[name] ?? name));
        if (format) module.attributes[name] = { ...fact, format };
      }
    }
  }
}

function attributesToMark(environment, attributes) {
  if (environment?.[0] !== 'object') return Object.entries(attributes);
  const strings = Object.keys(environment[1]).filter(name => environment[1][name] === 'string?');
  return strings.map(name => [name, attributes[name] ?? {}]);
}

const formatOfDefault = value => ({ boolean: 'bool', number: 'number' })[typeof value];

function formatOfType(type) {
  const kind = (Array.isArray(type) ? type[0] : (type ?? '')).replace('?', '');
  return { number: 'number', bool: 'bool', list: 'list', set: 'list', map: 'map' }[kind];
}
