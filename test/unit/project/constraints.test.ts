import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { refusal, type ConstraintJson } from '../../../server/kubestack/schemas/constraint';
import { loadSchemas } from '../../../server/kubestack/schemas/schemas';

const read = (name: string): string => readFileSync(path.join(__dirname, '../../..', name), 'utf8');

interface SchemasJson {
  constraints: Record<string, ConstraintJson>;
  releases: string[];
}

const readSchemas = (): SchemasJson => JSON.parse(read('data/schemas.json')) as SchemasJson;
const REFS = [...readSchemas().releases, 'head'];

/** Defaults of modules that the constraints of the arguments they reach refuse. A provider accepts what the framework's own modules set. */
function refusedDefaults(json: SchemasJson): string[] {
  const schemas = loadSchemas(json);
  const found = new Set<string>();
  for (const ref of REFS)
    for (const each of schemas.paths)
      for (const { path: name, default: value, constraints } of schemas.moduleFor(each, ref)?.attributes.values() ??
        []) {
        const texts = Array.isArray(value)
          ? value.map(String)
          : typeof value === 'object'
            ? []
            : String(value ?? '').split(',');
        const refused = texts.find(text => text !== '' && refusal(constraints, text));
        if (refused !== undefined) found.add(`${each} ${name}: ${refused}`);
      }
  return [...found];
}

/** The attributes of all modules of a release that reach an argument with a constraint. */
function reachedAt(ref: string): number {
  const schemas = loadSchemas(readSchemas());
  const attributes = schemas.paths.flatMap(each => [...(schemas.moduleFor(each, ref)?.attributes.values() ?? [])]);
  return attributes.filter(({ constraints }) => constraints.length > 0).length;
}

describe('the constraints of arguments', () => {
  it('accept the defaults of all releases of the framework', () => {
    assert.deepEqual(refusedDefaults(readSchemas()), []);
  });

  const wrong: Record<string, readonly [argument: string, constraint: ConstraintJson]> = {
    'google/cluster cluster_disk_type: pd-standard': [
      'google_container_node_pool.node_config.disk_type',
      { oneOf: ['PD-STANDARD', 'PD-SSD'] },
    ],
    'google/cluster master_cidr_block: 172.16.0.32/28': [
      'google_container_cluster.private_cluster_config.master_ipv4_cidr_block',
      { cidr: [24, 24] },
    ],
    'azurerm/cluster default_node_pool_min_count: 1': [
      'azurerm_kubernetes_cluster.default_node_pool.min_count',
      { between: [[2, 1000]], whole: true },
    ],
  };
  for (const [problem, [argument, constraint]] of Object.entries(wrong))
    it(`would be found if one of them were wrong: ${problem}`, () => {
      const json = readSchemas();
      assert(json.constraints[argument], argument);
      json.constraints[argument] = constraint;
      assert(refusedDefaults(json).includes(problem), refusedDefaults(json).join('\n'));
    });

  it('are counted in the documentation by provider, and by the attributes that reach them', () => {
    const { resources } = JSON.parse(read('data/resources.json')) as {
      resources: Record<string, { constraints?: object }>;
    };
    const count = (prefix: string): number =>
      Object.entries(resources)
        .filter(([type]) => type.startsWith(prefix))
        .reduce((sum, [, { constraints = {} }]) => sum + Object.keys(constraints).length, 0);
    const text = read('docs/resource-facts.md').replace(/\s+/g, ' ');
    for (const line of [
      `| AWS | ${count('aws_')} |`,
      `| Azure | ${count('azurerm_')} |`,
      `| Google Cloud | ${count('google_')} |`,
      `| Scaleway | ${count('scaleway_')} |`,
      `They reach ${reachedAt('head')} attributes of the newest commit, ${reachedAt('v0.19.2-beta.0')} of v0.19.2-beta.0, and ${reachedAt('v0.15.0-beta.0')} of v0.15.0-beta.0.`,
    ])
      assert(text.includes(line), line);
  });
});
