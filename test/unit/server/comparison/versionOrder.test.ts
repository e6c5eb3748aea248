// Changed versions of Kubernetes that skip one, or that reach a later environment first.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { compareContexts } from '../../../../server/comparison/compareContexts';
import { comparisonMarkdown } from '../../../../server/comparison/comparisonMarkdown';
import { comparisonLines } from '../../../../server/comparison/comparisonText';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

const cluster = (folder: string, name: string, apps: string, ops: string): string => `module "c_gc0_region" {
  source = "github.com/kbst/terraform-kubestack//${folder}/cluster?ref=${HEAD}"
  configuration = {
    apps = { ${name} = "${apps}" }
    ops  = { ${name} = "${ops}" }
  }
}
`;

async function order(before: string, after: string, environment?: string) {
  const { snapshot } = await workspaceOf({});
  const sides = [before, after].map(text => sideContext(snapshot, 'file:///w', textFiles({ 'a.tf': text })));
  const [from, to] = await Promise.all(sides);
  const comparison = now(compareContexts(from!, to!, 'file:///w', environment));
  return { ...comparison, markdown: now(comparisonMarkdown(comparison)) };
}

const aks = (apps: string, ops: string): string => cluster('azurerm', 'kubernetes_version', apps, ops);
const gke = (apps: string, ops: string): string => cluster('google', 'cluster_min_master_version', apps, ops);

describe('the order of Kubernetes versions in a comparison', () => {
  it('reports a change that skips a version, in text and Markdown', async () => {
    const comparison = await order(aks('1.32', '1.33'), aks('1.32', '1.35'));
    const message =
      'c_gc0_region: Kubernetes 1.33 → 1.35 in "ops" skips a version. Clusters are upgraded one minor version at a time.';
    assert.deepEqual(comparison.versionOrder, [{ environment: 'ops', module: 'c_gc0_region', message }]);
    assert.ok(comparisonLines(comparison).includes(message));
    assert.match(comparison.markdown, /\*\*Order of Kubernetes versions:\*\*\n\n- c\\?_gc0.*skips a version/);
  });

  it('reports a later environment that a change puts ahead of an earlier one, and only there', async () => {
    const [before, after] = [aks('1.33', '1.33'), aks('1.34', '1.33')];
    assert.deepEqual(
      (await order(before, after, 'apps')).versionOrder?.map(({ message }) => message),
      ['c_gc0_region: Kubernetes 1.34 in "apps" is newer than 1.33 in "ops", which a change reaches first.'],
    );
    assert.equal((await order(before, after, 'ops')).versionOrder, undefined);
  });

  it('reports nothing for one step in the order of promotion, for what was so before, and for minimums that skip one', async () => {
    assert.equal((await order(aks('1.33', '1.33'), aks('1.33', '1.34'))).versionOrder, undefined);
    assert.equal((await order(aks('1.33', '1.34'), aks('1.34', '1.34'))).versionOrder, undefined);
    assert.equal((await order(aks('1.34', '1.33'), aks('1.34', '1.33') + '\n')).versionOrder, undefined);
    assert.equal((await order(gke('1.31', '1.31'), gke('1.31', '1.34'))).versionOrder, undefined);
    assert.equal((await order('', aks('1.34', '1.35'))).versionOrder, undefined);
  });
});
