import { strict as assert } from 'node:assert';
import { documentLinks, pageOf } from '../../../../../server/features/display/documentLinks';
import { HEAD } from '../../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../../support/testWorkspace';
import { textIn } from '../../../../support/features/markedWorkspace';
import { NEWEST, RELEASED } from '../../../../support/features/platformTexts';

async function links(texts: Readonly<Record<string, string>>, path: string): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts);
  return (documentLinks(snapshot, uri(path), true) ?? []).map(
    ({ range, target }) => `${textIn(texts[path]!, range)} → ${(target ?? '').replace(`${uri('')}/`, '')}`,
  );
}

describe('document links', () => {
  it("open the framework source's folder on GitHub at its ref", async () => {
    assert.deepEqual(await links(RELEASED, 'eks_gc0_eu-north-1_cluster.tf'), [
      'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.1-beta.0 → https://github.com/kbst/terraform-kubestack/tree/v0.18.1-beta.0/aws/cluster',
    ]);
  });
  it('open the page of a catalog service', async () => {
    assert.deepEqual(await links(RELEASED, 'eks_gc0_eu-north-1_service_nginx.tf'), [
      'kbst.xyz/catalog/nginx/kustomization → https://www.kubestack.com/catalog/nginx',
    ]);
  });
  it('open local modules', async () => {
    assert.deepEqual(await links(NEWEST, 'gke_ml0_europe-west1_feature_nginx.tf'), [
      './modules/nginx → modules/nginx/main.tf',
    ]);
  });
  it('open existing files', async () => {
    assert.deepEqual((await links(NEWEST, 'modules/nginx/main.tf')).slice(1), [
      '${path.module}/manifests/upstream.yaml → modules/nginx/manifests/upstream.yaml',
    ]);
  });
  it('understand every notation of a GitHub source', () => {
    assert.equal(
      pageOf('git::ssh://git@github.com/acme/modules.git//net/vpc?ref=v1'),
      'https://github.com/acme/modules/tree/v1/net/vpc',
    );
    assert.equal(pageOf('git@github.com:acme/modules.git'), 'https://github.com/acme/modules');
    assert.equal(
      pageOf(`github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}`),
      `https://github.com/kbst/terraform-kubestack/tree/${HEAD}/kustomization/overlay`,
    );
    assert.equal(
      pageOf('github.com/kbst/terraform-kubestack//aws/cluster'),
      'https://github.com/kbst/terraform-kubestack/tree/HEAD/aws/cluster',
    );
    assert.equal(pageOf('hashicorp/consul/aws'), undefined);
  });
});
