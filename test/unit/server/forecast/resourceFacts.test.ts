import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFacts } from '../../../../server/forecast/resourceFacts';

const FILE = join(__dirname, '../../../../data/resources.json');

describe('the facts about resource types', () => {
  it('are readable for every type of the file', () => {
    const json = JSON.parse(readFileSync(FILE, 'utf8')) as {
      resources: Record<string, unknown>;
      dataSources: Record<string, unknown>;
    };
    const facts = loadFacts(json);
    const undecided = Object.keys(json.resources).flatMap(type => {
      const each = facts.resource(type)!;
      const conditions = [...each.replaceWhen, ...each.updateWhen, ...each.ignoreWhen, ...each.fails];
      return conditions.filter(({ when }) => when === undefined).map(({ path }) => `${type}.${path}`);
    });
    // Only the provider knows whether these changes replace the resource.
    assert.deepEqual(undecided, [
      'google_compute_subnetwork.ip_cidr_range',
      'kustomization_resource.manifest',
      'scaleway_k8s_cluster.type',
    ]);
    for (const type of Object.keys(json.dataSources)) assert.notEqual(facts.dataSource(type), undefined);
    assert.equal(facts.resource('aws_eks_node_group')?.replace.has('ami_type'), true);
  });

  it('are rejected in another form', () => {
    assert.throws(() => loadFacts({ format: 2 }), /unknown format/);
    assert.throws(() => loadFacts({ format: 1, resources: [] }), /resources has to be an object/);
    const wrong = loadFacts({ format: 1, resources: { a: { replace: 'name' }, b: { fails: [{ path: 'x' }] } } });
    assert.throws(() => wrong.resource('a'), /replace has to be a list/);
    assert.throws(() => wrong.resource('b'), /fails has to be a string/);
    assert.equal(wrong.resource('toString'), undefined);
  });
});
