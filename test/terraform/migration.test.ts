import assert from 'node:assert/strict';
import fc from 'fast-check';
import { migratePlatform } from '../../server/refactoring/migration/migrate';
import { formatHcl } from '../../server/edits/formatItem';
import { now } from '../../common/now';
import { afterChanges } from '../support/edits/changedTexts';
import { workspaceOf } from '../support/testWorkspace';
import { skipWithout } from '../support/skipWithout';
import { arbitraryMapPlatform } from '../support/terraform/arbitraryMapPlatform';
import { comparePlatform } from '../support/terraform/comparePlatform';
import { judgedBy } from '../support/terraform/judgedBy';
import { headCommit } from '../support/terraform/judgedModule';
import type { JudgedPlatform } from '../support/terraform/judgedRoot';
import { terraformFormat } from '../support/terraform/terraformFormat';
import { randomCases } from '../support/randomCases';

const seed = Number(process.env['REFACTORING_SEED'] ?? 7);
const runs = randomCases(2, 20);

/** @returns the platform afterwards, and the differences that the migration reports */
async function migrated(platform: JudgedPlatform): Promise<{ platform: JudgedPlatform; differences: string[] }> {
  const cluster = now(
    formatHcl(
      `module "cluster" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${headCommit}"\n\n  configuration = {\n    ${platform.calls[0]!.environments.map(name => `${name} = {}`).join('\n    ')}\n  }\n  configuration_base_key = "${platform.calls[0]!.environments[0]}"\n}\n`,
    ),
  );
  const workspace = await workspaceOf({ ...platform.files, 'cluster.tf': cluster });
  const root = workspace.snapshot.model.tree.rootInstances()[0]!;
  const result = now(migratePlatform(workspace.snapshot, root, headCommit));
  assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
  const files = afterChanges(workspace, now(result.draft.changes()));
  return {
    platform: {
      files,
      calls: platform.calls.map(call => ({ ...call, source: call.source.replace(/ref=.*/, `ref=${headCommit}`) })),
    },
    differences: result.differences.map(
      ({ address, environment, path, before, after }) => `${address} ${environment} ${path}: ${before} → ${after}`,
    ),
  };
}

describe('migrating generated platforms', function () {
  this.timeout(600_000);

  it('keeps every value of every environment under its new name and type, and formats', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMapPlatform, async platform => {
        const after = await migrated(platform);
        assert.deepEqual(after.differences, [], Object.values(after.platform.files).join('\n'));
      }),
      { numRuns: runs * 10, seed },
    );
  });

  it('has the same result as terraform before and after', async function () {
    skipWithout(this, judgedBy);
    const texts: string[] = [];
    await fc.assert(
      fc.asyncProperty(arbitraryMapPlatform, async platform => {
        const { platform: after } = await migrated(platform);
        for (const each of [platform, after]) {
          const { differences, compared, refused } = await comparePlatform(each);
          assert.deepEqual(differences, []);
          assert.equal(refused, 0, Object.values(each.files).join('\n'));
          assert.ok(compared > 0);
        }
        texts.push(...Object.values(after.files));
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assert.deepEqual(texts, await terraformFormat(texts));
  });
});
