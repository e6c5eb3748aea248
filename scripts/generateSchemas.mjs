/**
 * Writes data/schemas.json, the facts about Kubestack's modules, from a clone of the framework's repository, the texts in data/descriptions.json, the
 * changes in data/releases.json and scripts/schemas/providers.json, and the constraints of data/resources.json. Usage:
 *
 *     node scripts/generateSchemas.mjs <clone> [--head <commit>] [--check]
 *
 * `--head` is the unreleased commit to describe in addition to the releases; by default, the clone's HEAD. `--check` writes nothing, and fails if the
 * file differs from the generated text for the head that it names. docs/schemas.md describes the format.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesAt, git } from './schemas/gitFiles.mjs';
import { hclReader } from './schemas/hclTree.mjs';
import { documentationOf } from './schemas/documentation.mjs';
import { constraintsOf } from './schemas/attributeFacts.mjs';
import { interfaceOf, kindOf, mergeGenerationOf, textFormats } from './schemas/moduleAt.mjs';
import { newestMajorsOf, providerBlockChangesOf, providerChangesOf, usesOf } from './schemas/providerChanges.mjs';

const OUTPUT = fileURLToPath(new URL('../data/schemas.json', import.meta.url));
const RESOURCES = fileURLToPath(new URL('../data/resources.json', import.meta.url));
const RELEASES = fileURLToPath(new URL('../data/releases.json', import.meta.url));
const PROVIDERS = fileURLToPath(new URL('./schemas/providers.json', import.meta.url));
const DESCRIPTIONS = fileURLToPath(new URL('../data/descriptions.json', import.meta.url));
const HEAD = 'head';
/** Earlier releases contain code for terraform 0.11. Parts of them that the grammar can't parse are omitted. */
const FIRST_STRICT = 'v0.14.0-beta.0';

/** The schemas of a clone. Problems that require a manual change are passed to `warn`. */
async function schemasOf(clone, head, { descriptions, changes, providers, constraints }, warn = console.warn) {
  const releases = releasesOf(clone);
  const commit = git(clone, ['rev-parse', `${head}^{commit}`])
    .toString()
    .trim();
  const refs = [...releases, commit];
  const files = filesAt(
    clone,
    refs,
    path => path.endsWith('.tf') && !/(^|\/)(tests?|quickstart|examples)\//.test(path),
  );
  const read = cachedReader(await hclReader());
  const at = new Map();
  refs.forEach((ref, index) => {
    const name = ref === commit ? HEAD : ref;
    const tolerant = index < releases.indexOf(FIRST_STRICT);
    at.set(
      name,
      modulesAt(files.get(ref), name, { descriptions, constraints }, file => read(file, tolerant)),
    );
  });
  textFormats(at, descriptions);
  return {
    format: 1,
    repository: descriptions.repository,
    head: { commit },
    releases,
    merge: changesOf([...at].map(([ref, { merge }]) => [ref, merge])),
    ...tablesOf(at, descriptions),
    constraints: reachedOf(at, constraints),
    documentation: documentationOf(at, descriptions, warn),
    renames: descriptions.renames,
    inputRenames: descriptions.inputRenames,
    changes,
    newestMajors: newestMajorsOf(providers),
    providerBlockChanges: providerBlockChangesOf(providers),
    providerChanges: providerChangesOf(at, providers),
  };
}

/** Release tags, oldest first. */
function releasesOf(clone) {
  const tags = git(clone, ['tag', '--sort=creatordate']).toString().trim().split('\n');
  return tags.filter(tag => /^v\d+\.\d+\.\d+(-(alpha|beta|rc)\.\d+)?$/.test(tag));
}

const cachedReader = read => {
  const bodies = new Map();
  return ({ id, text }, tolerant) => {
    if (!bodies.has(id)) bodies.set(id, read(text, tolerant));
    return bodies.get(id);
  };
};

/** `{merge, modules: Map<path, interface>, uses: Map<path, names>}` of one ref. */
function modulesAt(files, ref, { descriptions, constraints }, read) {
  const folders = new Map();
  for (const [path, file] of files) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const bodies = new Map();
  const bodiesOf = folder => {
    if (!bodies.has(folder)) bodies.set(folder, (folders.get(folder) ?? []).map(read));
    return bodies.get(folder);
  };
  const paths = [...folders.keys()].filter(folder => kindOf(folder) !== undefined).sort();
  return {
    merge: mergeGenerationOf(files.get('common/configuration/outputs.tf')?.text),
    modules: new Map(
      paths.map(path => [
        path,
        interfaceOf(path, bodiesOf, ref === HEAD ? 'object' : 'map', descriptions, constraints),
      ]),
    ),
    uses: new Map(paths.map(path => [path, usesOf(path, bodiesOf)])),
  };
}

/** `{modules, interfaces, catalog}`: each distinct interface once, and for each module, which interface applies from which ref on. */
function tablesOf(at, descriptions) {
  const interfaces = [];
  const indexOf = value => {
    const text = JSON.stringify(value);
    const found = interfaces.findIndex(known => JSON.stringify(known) === text);
    return found >= 0 ? found : interfaces.push(value) - 1;
  };
  const modules = {};
  for (const path of new Set([...at.values()].flatMap(({ modules }) => [...modules.keys()]))) {
    const known = [...at].map(([ref, { modules }]) => [ref, modules.has(path) ? indexOf(modules.get(path)) : null]);
    const provider = /^(aws|azurerm|google|scaleway|kind)\//.exec(path)?.[1];
    modules[path] = { kind: kindOf(path), ...(provider && { provider }), interfaces: changesOf(known) };
  }
  return {
    modules,
    catalog: { interface: indexOf(catalogInterfaceOf(at, descriptions)), entries: descriptions.catalog.entries },
    interfaces,
  };
}

/** The constraints of the arguments that an attribute of a module reaches. */
function reachedOf(at, constraints) {
  const facts = [...at.values()].flatMap(({ modules }) =>
    [...modules.values()].flatMap(({ attributes = {} }) => Object.values(attributes)),
  );
  const reached = new Set(facts.flatMap(fact => fact.arguments ?? []));
  return Object.fromEntries(Object.entries(constraints).filter(([argument]) => reached.has(argument)));
}

/** Catalog services have the inputs of the overlay, and a few additional attributes. */
function catalogInterfaceOf(at, descriptions) {
  const overlay = structuredClone(at.get(HEAD).modules.get('kustomization/overlay'));
  const environment = overlay.inputs.configuration.type[1];
  environment[1] = { ...descriptions.catalog.attributes, ...environment[1] };
  return { ...overlay, outputs: {}, requiredVersion: '>= 1.3.0', attributes: {} };
}

/** Of `[ref, value]` pairs in order, those with a changed value. Leading nulls are omitted. */
function changesOf(known) {
  const changes = {};
  let last = null;
  for (const [ref, value] of known) {
    if (value !== last) changes[ref] = value;
    last = value;
  }
  return changes;
}

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { head: { type: 'string' }, check: { type: 'boolean', default: false } },
  });
  if (positionals.length !== 1)
    throw new Error('Usage: node scripts/generateSchemas.mjs <clone> [--head <commit>] [--check]');
  const known = values.check ? readFileSync(OUTPUT, 'utf8') : undefined;
  const head = values.head ?? (known ? JSON.parse(known).head.commit : 'HEAD');
  const schemas = await schemasOf(positionals[0], head, {
    descriptions: readJson(DESCRIPTIONS),
    changes: readJson(RELEASES).changes,
    providers: readJson(PROVIDERS),
    constraints: constraintsOf(readJson(RESOURCES)),
  });
  const text = `${JSON.stringify(schemas)}\n`;
  if (known === undefined) writeFileSync(OUTPUT, text);
  else if (known !== text)
    throw new Error('data/schemas.json is not what scripts/generateSchemas.mjs writes: run it without --check.');
  console.log(
    `${Object.keys(schemas.modules).length} modules, ${schemas.interfaces.length} interfaces, ${text.length} bytes`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
