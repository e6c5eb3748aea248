import { now } from '../../../../common/now';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toPlain } from '../../../../server/hcl/values/json';
import { PlatformModel } from '../../../../server/kubestack/platform/platformModel';
import { allCalls } from '../../../../server/kubestack/platform/platform';
import type { EffectiveConfiguration } from '../../../../server/kubestack/inheritance/effectiveConfiguration';
import { bundledData } from '../../../support/bundledData';
import { Indexer } from '../../../../server/workspace/indexer';
import { NodeFileSystem } from '../../../../server/node/nodeFileSystem';
import { baseNameOf, uriOfPath } from '../../../../server/workspace/uri';
import { Workspace } from '../../../../server/workspace/workspace';
import {
  comparableAttributes,
  comparableEnvironments,
  type ExactJson,
} from '../../../support/terraform/effectiveValues';

interface Case {
  file: string;
  module: string;
  baseKey: string;
  setPaths: (readonly string[])[];
  environments: Record<string, Record<string, ExactJson>>;
}

const project = join(__dirname, '../../../..');

async function effectiveConfigurations(folder: string): Promise<Map<string, EffectiveConfiguration>> {
  const files = new NodeFileSystem();
  const workspace = new Workspace(files);
  const indexer = new Indexer(workspace, files);
  const root = uriOfPath(folder);
  indexer.add([root]);
  await indexer.done();
  const model = new PlatformModel(workspace, bundledData, () => [root]);
  const calls = model.tree.rootInstances().flatMap(instance => now(allCalls(instance, model)));
  return new Map(
    calls.map(call => [`${baseNameOf(call.instance.folderUri)}/${call.name}`, model.effectiveConfiguration(call)]),
  );
}

/** Converts the attributes of an answer to an object. */
function assembled(effective: EffectiveConfiguration): Record<string, ExactJson> {
  const environments: Record<string, ExactJson> = {};
  for (const [name, { attributes }] of effective.environments) {
    const root: Record<string, unknown> = {};
    for (const { path, value } of attributes) {
      let at = root;
      for (const step of path.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
      at[path.at(-1)!] = toPlain(value);
    }
    environments[name] = root as ExactJson;
  }
  return environments;
}

describe('inheritance, compared with recorded results of the framework', () => {
  for (const generation of ['head', 'v0.19.2', 'v0.12.2']) {
    describe(generation, () => {
      const folder = join(project, 'test/fixtures/inheritance', generation);
      const cases = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Case[];
      let results: Map<string, EffectiveConfiguration>;
      before(async () => {
        results = await effectiveConfigurations(folder);
      });
      for (const each of cases) {
        it(`${each.file}: ${each.module}`, () => {
          const effective = results.get(`${each.file.split('/')[0]}/${each.module}`);
          assert(effective, 'the module call was not found');
          assert.deepEqual(effective.diagnostics, []);
          assert.equal(effective.baseKey, each.baseKey);
          const wanted = comparableEnvironments(each.environments, each.setPaths);
          assert.deepEqual(comparableEnvironments(assembled(effective) as never, each.setPaths), wanted);
          for (const [name, { value }] of effective.environments) {
            assert.deepEqual(comparableAttributes(toPlain(value) as ExactJson, each.setPaths), wanted[name]);
          }
        });
      }
    });
  }
});
