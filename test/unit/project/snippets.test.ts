import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSchemas, type ModuleSchema } from '../../../server/kubestack/schemas/schemas';
import { skipWithout } from '../../support/skipWithout';

interface Snippet {
  readonly prefix: string;
  readonly scope: string;
  readonly description: string;
  readonly body: readonly string[];
}
interface ModuleCall {
  /** Arguments of the block, in order. */
  readonly inputs: readonly string[];
  readonly source: string;
  /** Environment → paths of its attributes with dots, `*` for the elements of a list. */
  readonly environments: ReadonlyMap<string, readonly string[]>;
}

const root = path.resolve(__dirname, '../../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const snippets = Object.values(readJson('snippets/terraform.code-snippets') as Record<string, Snippet>);
const schemas = loadSchemas(readJson('data/schemas.json'));
const META_ARGUMENTS = ['providers', 'source', 'version'];

describe('snippets', () => {
  it('have unique prefixes with the same beginning', () => {
    const prefixes = snippets.map(snippet => snippet.prefix);
    assert.deepEqual(
      prefixes.filter(prefix => !/^kubestack-[a-z0-9.-]+$/.test(prefix)),
      [],
    );
    assert.equal(new Set(prefixes).size, prefixes.length);
  });

  it('are offered for the languages of Terraform and OpenTofu', () => {
    assert.deepEqual([...new Set(snippets.map(snippet => snippet.scope))], ['terraform,opentofu']);
  });

  it('cover clusters and node pools of every cloud, in both schema generations if it has both', () => {
    const both = ['eks', 'gke', 'aks'].flatMap(cloud => [cloud, `${cloud}-v0.19`]);
    const expected = [...both, 'scw']
      .map(name => name.split('-'))
      .flatMap(([cloud, release]) => {
        const suffix = release === undefined ? '' : `-${release}`;
        return [`kubestack-${cloud}-cluster${suffix}`, `kubestack-${cloud}-node-pool${suffix}`];
      });
    const prefixes = snippets.map(snippet => snippet.prefix);
    assert.deepEqual(
      expected.filter(prefix => !prefixes.includes(prefix)),
      [],
    );
  });

  for (const snippet of snippets) describe(snippet.prefix, () => describeSnippet(snippet));
});

function describeSnippet(snippet: Snippet): void {
  const text = expandSnippet(snippet.body.join('\n'));

  it('is formatted', function () {
    skipWithout(this, 'terraform');
    const result = spawnSync('terraform', ['fmt', '-'], { input: `${text}\n`, encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
    // a tab stop alone on its line leaves the indentation behind
    assert.equal(result.stdout, `${text}\n`.replace(/^ +$/gm, ''));
  });

  const call = moduleCallOf(text);
  const schema = call && schemaOf(call.source);
  if (!call || !schema) return;

  it('uses existing inputs and attributes', () => {
    const inputs = [...schema.inputs.keys(), ...META_ARGUMENTS];
    assert.deepEqual(
      call.inputs.filter(input => !inputs.includes(input)),
      [],
    );
    const paths = [...call.environments.values()].flat();
    assert.deepEqual(
      paths.filter(each => !isKnown(schema, each)),
      [],
    );
  });

  it('sets the required attributes in the base environment', () => {
    const inputs = [...schema.inputs.values()].filter(input => input.required).map(input => input.name);
    assert.deepEqual(
      inputs.filter(input => !call.inputs.includes(input)),
      [],
    );
    const base = call.environments.get('apps') ?? [];
    assert.deepEqual(
      requiredOf(schema).filter(each => !base.includes(each)),
      [],
    );
  });

  it('has the same environments as every other snippet', () => {
    if (schema.inputs.has('configuration')) assert.deepEqual([...call.environments.keys()], ['apps', 'ops']);
  });
}

/** The text that a snippet inserts if the user changes no tab stop: defaults, first choices, and their copies. */
function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  const placeholder = /(?<!\\)\$(?:(\d+)|\{(\d+)(?:\|((?:[^|])*)\||:((?:[^{}$]|\$\d+)*))?\})/;
  let text = body;
  for (let match = placeholder.exec(text); match; match = placeholder.exec(text)) {
    const number = match[1] ?? match[2] ?? '';
    const value = match[3]?.split(',')[0] ?? match[4];
    if (value !== undefined) defaults.set(number, expandMirrors(value, defaults));
    text = text.slice(0, match.index) + (defaults.get(number) ?? '') + text.slice(match.index + match[0].length);
  }
  return text.replace(/\\([$}\\])/g, '$1');
}

function expandMirrors(text: string, defaults: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => defaults.get(number) ?? '');
}

/** The module block of a formatted text, parsed by its indentation; undefined if there is none. */
function moduleCallOf(text: string): ModuleCall | undefined {
  if (!text.startsWith('module ')) return undefined;
  const inputs: string[] = [];
  const environments = new Map<string, string[]>();
  const parents: string[] = [];
  for (const line of text.split('\n').slice(1)) {
    if (/^\s*[\]})]/.test(line)) parents.pop();
    const key = /^\s*([\w-]+)\s*=/.exec(line)?.[1] ?? '*';
    const where = [...parents, key];
    if (where.length === 1 && key !== '*') inputs.push(key);
    if (where[0] === 'configuration' && where.length === 2 && key !== '*') environments.set(key, []);
    if (where[0] === 'configuration' && where.length > 2 && key !== '*') {
      environments.get(where[1]!)?.push(where.slice(2).join('.'));
    }
    if (/[[{]$/.test(line)) parents.push(key);
  }
  return { inputs, source: /^ {2}source += "(.*)"$/m.exec(text)?.[1] ?? '', environments };
}

function schemaOf(source: string): ModuleSchema | undefined {
  const framework = /^github\.com\/kbst\/terraform-kubestack\/\/(.+)\?ref=(.+)$/.exec(source);
  if (framework) {
    const schema = schemas.moduleFor(framework[1]!, framework[2]);
    assert.ok(schema, `${source} names no module of that version`);
    return schema;
  }
  const entry = /^kbst\.xyz\/catalog\/([a-z-]+)\/kustomization$/.exec(source)?.[1];
  return entry === undefined ? undefined : schemas.catalog(entry);
}

/** Whether an attribute is declared, or is a key of a declared map. */
function isKnown(schema: ModuleSchema, attribute: string): boolean {
  if (schema.attributes.has(attribute)) return true;
  const parent = schema.attributes.get(attribute.split('.').slice(0, -1).join('.'));
  return parent?.type.kind === 'map';
}

/** Required paths. Catalog services contain resources, except for the empty `custom-manifests`. */
function requiredOf(schema: ModuleSchema): string[] {
  const bundled = schema.path.startsWith('catalog/') && schema.path !== 'catalog/custom-manifests';
  return [...schema.attributes.values()]
    .filter(attribute => attribute.required !== 'no' && attribute.required !== 'type')
    .filter(attribute => !(bundled && attribute.path === 'resources'))
    .map(attribute => attribute.path);
}
