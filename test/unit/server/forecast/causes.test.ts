import * as assert from 'node:assert/strict';
import type { ForecastResource } from '../../../../common/forecast/forecast';
import { now } from '../../../../common/now';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { forecastMarkdown } from '../../../../server/forecast/forecastText';
import { frameworkFolders } from '../../../../server/forecast/frameworkFolders';
import { locateIn } from '../../../../server/forecast/locateRange';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: {
    stub_pool: {
      replace: ['machines'],
      types: { machines: 'list(string)', size: 'number', places: 'list(string)', label: 'string' },
    },
  },
});

/** Stands for the framework: the values in the resource are written in the module. */
const FRAMEWORK = {
  'aws/cluster/main.tf': `
    variable "configuration" { type = any }
    locals {
      current = merge(var.configuration["apps"], var.configuration[terraform.workspace])
      machines = split(",", lookup(local.current, "cluster_instance_type", "default"))
      fixed = [1]
    }
    resource "stub_pool" "nodes" {
      machines = local.machines
      size = length(local.fixed)
      places = split(",", upper(lookup(local.current, "cluster_availability_zones", "a")))
      label = join(" ", [lookup(local.current, "cluster_disk", 1) * 2])
    }`,
};

const cluster = (apps: string, ops = '', ref = 'v0.19.2-beta.0'): string => `module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${ref}"
  configuration = {
    apps = {
      name_prefix = "a"
      ${apps}
    }
    ops = {
      ${ops}
    }
  }
}
`;

/** The forecast for `ops`. */
async function forecastOf(before: string, after: string): Promise<{ resources: ForecastResource[]; markdown: string }> {
  const { snapshot } = await workspaceOf({});
  const side = (text: string) => sideContext(snapshot, 'file:///w', textFiles({ 'clusters.tf': text }));
  const [from, to] = [await side(before), await side(after)];
  const newer = { 'aws/cluster/main.tf': FRAMEWORK['aws/cluster/main.tf'].replace('[1]', '[1, 2]') };
  const forecast = now(
    forecastContexts(from, to, 'file:///w', {
      facts: FACTS,
      folderOf: frameworkFolders(ref => textFiles(ref === 'v0.19.3-beta.0' ? newer : FRAMEWORK)),
      environment: 'ops',
      locate: locateIn([to.model.workspace, from.model.workspace], uri => uri),
    }),
  );
  return { resources: [...forecast.environments['ops']!.resources], markdown: forecastMarkdown(forecast, true) };
}

/** The arguments that differ in `ops`, with the text of the line that causes it. */
async function causes(before: string, after: string): Promise<string[]> {
  const { resources } = await forecastOf(before, after);
  return resources.flatMap(({ reasons }) =>
    reasons.map(({ argument, location }) => {
      const line = location && after.split('\n')[location.line]?.trim();
      return `${argument.join('.')}: ${line ?? 'nowhere'}`;
    }),
  );
}

describe('the cause of a forecast', () => {
  it('is the attribute of the configuration, also if the module computes the value', async () => {
    const found = await causes(cluster('cluster_instance_type = "a"'), cluster('cluster_instance_type = "b,c"'));
    assert.deepEqual(found, ['machines: cluster_instance_type = "b,c"']);
  });

  it('is the attribute whose value reaches the argument, among several', async () => {
    const found = await causes(
      cluster('cluster_instance_type = "a"'),
      cluster('cluster_min_size = 2\n      cluster_instance_type = "b"'),
    );
    assert.deepEqual(found, ['machines: cluster_instance_type = "b"']);
  });

  it('is the attribute that the module computes the value from, although neither its value nor its name says so', async () => {
    const found = await causes(
      cluster(''),
      cluster('cluster_availability_zones = "x,y"\n      cluster_disk = 20', 'cluster_availability_zones = "v"'),
    );
    assert.deepEqual(found, ['places: cluster_availability_zones = "v"', 'label: cluster_disk = 20']);
  });

  it('is the attribute of the environment that overrides the inherited one', async () => {
    const found = await causes(
      cluster('cluster_instance_type = "a"'),
      cluster('cluster_instance_type = "a"', 'cluster_instance_type = "b"'),
    );
    assert.deepEqual(found, ['machines: cluster_instance_type = "b"']);
  });

  it('is the configuration if the attribute is removed', async () => {
    const found = await causes(
      cluster('cluster_instance_type = "a"'),
      cluster('worker_root_device_volume_size = 1\n      cluster_min_size = 2'),
    );
    assert.deepEqual(found, ['machines: configuration = {']);
  });

  it('is the source if only the version of the framework differs', async () => {
    const found = await causes(cluster(''), cluster('', '', 'v0.19.3-beta.0'));
    assert.deepEqual(found, ['size: source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.3-beta.0"']);
  });

  it('is named in the document, and is not part of the code', async () => {
    const { markdown } = await forecastOf(
      cluster('cluster_instance_type = "a"'),
      cluster('cluster_instance_type = "b"'),
    );
    assert.ok(markdown.includes('  - `machines`: `["a"]` → `["b"]` (`clusters.tf:6`)'), markdown);
  });
});
