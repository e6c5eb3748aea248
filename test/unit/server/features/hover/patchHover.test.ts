import * as assert from 'node:assert/strict';
import { hover } from '../../../../../server/features/hover/hover';
import { cursorIn, workspaceOf } from '../../../../support/testWorkspace';

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

async function hovered(patch: string, files: Record<string, string> = {}): Promise<string> {
  const { texts, path, position } = cursorIn({
    'main.tf': `module "web" {\n  source = "${SOURCE}"\n  configuration = {\n    apps = {\n      resources = ["m.yaml"]\n      patches = [${patch}]\n    }\n    ops = {}\n  }\n}\n`,
    'm.yaml': MANIFEST,
    ...files,
  });
  const { snapshot, uri } = await workspaceOf(texts);
  const found = hover(snapshot, uri(path), position);
  return found && typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

describe('hover of a patch', () => {
  it('shows what a strategic merge patch changes', async () => {
    const text = await hovered(
      '{ patch = <<-EOT\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: web\n  spec:\n    repl│icas: 5\n    containers:\n      - name: a\n        image: x:2\n      - name: b\n        $patch: delete\nEOT\n }',
    );
    assert.match(text, /`Deployment shop\/web` \| `spec.replicas` \| `2` \| `5`/);
    assert.match(text, /`spec.containers\[a\].image` \| `"x:1"` \| `"x:2"`/);
    assert.match(text, /`spec.containers\[b\]` \| `\{"name":"b"\}` \|/);
  });

  it('shows the changes of JSON patch operations in a file for the objects that match the target', async () => {
    const operations =
      '- op: replace\n  path: /spec/replicas\n  value: 7\n- op: add\n  path: /metadata/labels/new\n  value: "1"\n- op: remove\n  path: /spec/containers/0\n';
    const text = await hovered(
      '{ path = "p.y│aml", target = { kind = "Deploy.*|Other", label_selector = "app=web" } }',
      {
        'p.yaml': operations,
      },
    );
    assert.match(text, /`spec.replicas` \| `2` \| `7`/);
    assert.match(text, /`metadata.labels.new` \|  \| `"1"`/);
    assert.match(text, /`spec.containers\[a\]`/);
  });

  it('says that a patch that matches no object has no effect', async () => {
    const text = await hovered('{ patch = "│[]", target = { name = "none" } }');
    assert.match(text, /no effect in `apps`/);
  });

  it('masks the values of a Secret', async () => {
    const text = await hovered(
      '{ patch = "│[{ op: replace, path: /data/word, value: planted2 }]", target = { kind = "Secret" } }',
    );
    assert.match(text, /`Secret login` \| `data.word`/);
    assert.doesNotMatch(text, /planted/);
  });

  it('shows only the attribute if the patch does not parse', async () => {
    assert.doesNotMatch(await hovered('{ patch = "{│" }'), /changes/);
  });
});
