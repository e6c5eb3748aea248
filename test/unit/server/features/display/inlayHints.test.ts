import { strict as assert } from 'node:assert';
import type { InlayHintLabelPart, MarkupContent } from 'vscode-languageserver-types';
import { inlayHints } from '../../../../../server/features/display/inlayHints';
import type { Settings } from '../../../../../server/semantics/settings';
import { workspaceOf } from '../../../../support/testWorkspace';
import { LEGACY, NEWEST, RELEASED } from '../../../../support/features/platformTexts';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** The lines of a text that have a hint, with the hint. */
async function hinted(
  texts: Readonly<Record<string, string>>,
  path: string,
  settings: Partial<Settings> = {},
  text = texts[path]!,
): Promise<string[] | null> {
  const { snapshot, uri, workspace } = await workspaceOf(texts, settings);
  if (text !== texts[path]) workspace.setDocument(uri(path), text);
  const hints = inlayHints(snapshot, uri(path), WHOLE);
  return (
    hints &&
    hints.map(({ position: { line, character }, label }) => {
      const whole = text.split('\n')[line]!;
      return `${whole.slice(0, character).trim()} ‹${(label as InlayHintLabelPart[])[0]!.value}›${whole.slice(character)}`;
    })
  );
}

describe('inlay hints', () => {
  it('show inherited values, and the base values of overrides', async () => {
    assert.deepEqual(await hinted(NEWEST, CLUSTER), [
      'apps = {} ‹inherits 7 values from apps-prod›',
      'ops = { ‹inherits 5 values from apps-prod›',
      'max_node_count = 1 ‹apps-prod: 9›',
      'instance_tags = [ ‹apps-prod: ["a", "b"]›',
    ]);
  });
  it('show a number in the notation of the override', async () => {
    const path = 'config.auto.tfvars';
    const texts = { ...LEGACY, [path]: LEGACY[path]!.replace('cluster_max_size = "2"', 'cluster_max_size = 2') };
    const lines = await hinted(texts, path);
    assert.ok(lines?.includes('cluster_max_size = 2 ‹apps: 9›'), lines?.join());
  });
  it('work in a released platform', async () => {
    assert.deepEqual(await hinted(RELEASED, 'eks_gc0_eu-north-1_cluster.tf'), [
      'ops = { ‹inherits 4 values from apps›',
      'cluster_instance_type = "t3.large" ‹apps: "m5.xlarge"›',
      'loc = {} ‹inherits 5 values from apps›',
    ]);
  });
  it('appear in a variables file that contains the configuration', async () => {
    assert.deepEqual(await hinted(LEGACY, 'config.auto.tfvars'), [
      'ops = { ‹inherits 1 value from apps›',
      'cluster_max_size = "2" ‹apps: "9"›',
      'ops = {} ‹inherits 1 value from apps›',
    ]);
  });
  it('link to the base and show its whole value in the tooltip', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    const label = inlayHints(snapshot, uri(CLUSTER), WHOLE)?.map(hint => (hint.label as InlayHintLabelPart[])[0]!);
    assert.deepEqual(
      label?.map(part => part.location?.range.start.line),
      [5, 5, 12, 13],
    );
    assert.match((label?.[1]?.tooltip as MarkupContent).value, /default_node_pool\.min_node_count = 3/);
    assert.match((label?.[2]?.tooltip as MarkupContent).value, /`default_node_pool\.max_node_count` in `apps-prod`:/);
  });
  it('cover only the requested range', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    const part = { start: { line: 16, character: 0 }, end: { line: 16, character: 50 } };
    assert.equal(inlayHints(snapshot, uri(CLUSTER), part)?.length, 1);
  });
  it('keep their positions while another attribute is incomplete', async () => {
    const broken = NEWEST[CLUSTER]!.replace('= "europe-west1"', '= ');
    assert.equal((await hinted(NEWEST, CLUSTER, {}, broken))?.[2], 'max_node_count = 1 ‹apps-prod: 9›');
  });
  it('disappear from the attribute that is being edited', async () => {
    const broken = NEWEST[CLUSTER]!.replace('max_node_count = 1', 'max_node_count = ');
    assert.deepEqual(
      (await hinted(NEWEST, CLUSTER, {}, broken))?.filter(each => each.startsWith('max_node_count')),
      [],
    );
  });
  it('appear in a local module only if all its calls have the same value', async () => {
    const module =
      'variable "size" {}\nmodule "x" {\n  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"\n  configuration = {\n    apps = { namespace = var.size, name_prefix = "a" }\n    ops = { namespace = "b", name_prefix = "b" }\n  }\n}\n';
    const texts = {
      'main.tf': 'module "a" {\n  source = "./m"\n  size = "1"\n}\nmodule "b" {\n  source = "./m"\n  size = "2"\n}\n',
      'm/main.tf': module,
    };
    assert.deepEqual(await hinted(texts, 'm/main.tf'), ['ops = { namespace = "b", name_prefix = "b" ‹apps: "a"› }']);
  });
  it('can be turned off', async () => {
    assert.equal(await hinted(NEWEST, CLUSTER, { inlayHints: false }), null);
  });
});
