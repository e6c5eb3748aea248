import { checkHover } from '../../../../support/features/checkHover';

const SOURCE =
  'github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30';
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels:
    app: web
spec:
  replicas: 2
  containers:
    - name: a
      image: x:1
    - name: b
---
apiVersion: v1
kind: Secret
metadata:
  name: login
data:
  word: planted1
`;

const patched = (patch: string, files: Readonly<Record<string, string>> = {}) => ({
  'main.tf': `module "web" {\n  source = "${SOURCE}"\n  configuration = {\n    apps = {\n      resources = ["m.yaml"]\n      patches = [${patch}]\n    }\n    ops = {}\n  }\n}\n`,
  'm.yaml': MANIFEST,
  ...files,
});

describe('hover of a patch', () => {
  it('shows what a strategic merge patch changes', async () => {
    const patch =
      '{ patch = <<-EOT\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: web\n  spec:\n    repl│icas: 5\n    containers:\n      - name: a\n        image: x:2\n      - name: b\n        $patch: delete\nEOT\n }';
    await checkHover(patched(patch), [
      '…`Deployment shop/web` | `spec.replicas` | `2` | `5`',
      '`spec.containers[a].image` | `"x:1"` | `"x:2"`',
      '`spec.containers[b]` | `{"name":"b"}` |…',
    ]);
  });

  it('shows the changes of JSON patch operations in a file for the objects that match the target', async () => {
    const operations =
      '- op: replace\n  path: /spec/replicas\n  value: 7\n- op: add\n  path: /metadata/labels/new\n  value: "1"\n- op: remove\n  path: /spec/containers/0\n';
    const patch = '{ path = "p.y│aml", target = { kind = "Deploy.*|Other", label_selector = "app=web" } }';
    await checkHover(patched(patch, { 'p.yaml': operations }), [
      '…`metadata.labels.new` |  | `"1"`',
      '`spec.replicas` | `2` | `7`',
      '`spec.containers[a]`…',
    ]);
  });

  it('says that a patch that matches no object has no effect', async () => {
    await checkHover(patched('{ patch = "│[]", target = { name = "none" } }'), '…no effect in `apps`…');
  });

  it('masks the values of a Secret', async () => {
    const patch = '{ patch = "│[{ op: replace, path: /data/word, value: planted2 }]", target = { kind = "Secret" } }';
    await checkHover(patched(patch), '…`Secret login` | `data.word`…', { without: ['planted'] });
  });

  it('shows only the attribute if the patch does not parse', async () => {
    await checkHover(patched('{ patch = "{│" }'), '…', { without: ['changes'] });
  });
});
