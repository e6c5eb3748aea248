// Which namespaces a platform creates.
import assert from 'node:assert/strict';
import { checkDiagnostics, fixedOnce, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const overlay = (name: string, attributes: string): string => `module "${name}" {
  source = "${framework('kustomization/overlay')}"
  configuration = {
    apps = {
      ${attributes}
    }
    ops = {}
  }
}
`;
const MANIFESTS = {
  'manifests/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: upstream\n',
  'manifests/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  namespace: upstream\n',
};
const platform = (...overlays: readonly string[]): PlatformTexts => ({
  ...MANIFESTS,
  ...Object.fromEntries(overlays.map((attributes, index) => [`s${index}.tf`, overlay(`s${index}`, attributes)])),
});
const BOTH = 'resources = ["manifests/namespace.yaml", "manifests/account.yaml"]';
const ACCOUNT = 'resources = ["manifests/account.yaml"]';

const missing = (file: string, line: number, name: string): string =>
  `${file}:${line}: The namespace "${name}" is not created: no manifest of this platform has the Namespace object. (KS511)`;

describe('KS511', () => {
  it('knows that an overlay with a namespace renames its Namespace object', async () => {
    await checkDiagnostics('KS511', platform(`namespace = "shop"\n      ${BOTH}`), []);
  });

  it('does not count the original name of the Namespace object as created', async () => {
    await checkDiagnostics('KS511', platform(`namespace = "shop"\n      ${BOTH}`, ACCOUNT), [
      missing('s1.tf', 5, 'upstream'),
    ]);
  });

  it('reports nothing if the namespace, and with it the name of the Namespace object, is unknown', async () => {
    await checkDiagnostics('KS511', platform(`namespace = timestamp()\n      ${BOTH}`, ACCOUNT), []);
    assert.equal((await linesWith('KS511', platform(`namespace = timestamp()\n      ${ACCOUNT}`, ACCOUNT))).length, 1);
  });

  it('adds one Namespace object to an overlay without any', async () => {
    const texts = platform(`namespace = "shop"\n      ${ACCOUNT}`);
    await checkDiagnostics('KS511', texts, [missing('s0.tf', 5, 'shop')]);
    const fixed = await fixedOnce('KS511', texts);
    assert.match(fixed?.['manifests/namespace-shop.yaml'] ?? '', /name: shop/);
    await checkDiagnostics('KS511', fixed!, []);
  });
});
