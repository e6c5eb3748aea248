import * as assert from 'node:assert/strict';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn } from '../../../support/agents/testHost';

describe('names in the tools for coding agents', () => {
  it('of a platform service lead to its bindings', async () => {
    const tools = await toolsOn(platformTexts('three-environments'));
    const result = await tools.call('kubestack_find_references', { path: '.', name: 'metrics_server' });
    assert.ok('answer' in result, JSON.stringify(result));
    const files = (result.answer.references as { file: string }[]).map(({ file }) => file);
    assert.ok(files.includes('scw_web0_fr-par_feature_metrics_server.tf'), files.join());
    assert.ok(files.includes('gke_data0_europe-west4_feature_metrics_server.tf'), files.join());
  });

  it('of DNS zones are listed with their cluster', async () => {
    const tools = await toolsOn(platformTexts('released'));
    const result = await tools.call('kubestack_describe_platform', { path: '.' });
    assert.ok('answer' in result, JSON.stringify(result));
    const clusters = result.answer.clusters as { name: string; dns_zones?: { name: string; at: string }[] }[];
    const zones = clusters.flatMap(each => (each.dns_zones ?? []).map(zone => [each.name, zone.name]));
    assert.deepEqual(zones, [['eks_gc0_eu-north-1', 'eks_gc0_eu-north-1_dns_zone']]);
  });
});
