import { strict as assert } from 'node:assert';
import type { LocationLink } from 'vscode-languageserver-types';
import { definition } from '../../../../../server/features/navigation/definition';
import { checkDefinition, checkTypeDefinition } from '../../../../support/features/checkLocations';
import { mark, markedWorkspace, describeLocations } from '../../../../support/features/markedWorkspace';
import { NEWEST } from '../../../../support/features/platformTexts';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const FEATURE = 'gke_ml0_europe-west1_feature_nginx.tf';
const PROVIDERS = 'gke_ml0_europe-west1_providers.tf';

const at = (path: string, marked: string) => mark(NEWEST, path, marked);

describe('definition', () => {
  it('of a source is the installed copy', async () => {
    const manifest = JSON.stringify({
      Modules: [
        {
          Key: 'gke_ml0_europe-west1',
          Source: /source = "(.*)"/.exec(NEWEST[CLUSTER]!)?.[1],
          Dir: '.terraform/modules/gke/google/cluster',
        },
      ],
    });
    const texts = {
      ...NEWEST,
      '.terraform/modules/modules.json': manifest,
      '.terraform/modules/gke/google/cluster/main.tf': 'data "google_client_config" "default" {\n}\n',
      '.terraform/modules/gke/google/cluster/variables.tf':
        'variable "configuration" {\n  type = map(object({ region = optional(string) }))\n}\n',
    };
    await checkDefinition(mark(texts, CLUSTER, 'source = "github│.com'), [
      '.terraform/modules/gke/google/cluster/main.tf:1 data "google_client_config" "default" {',
    ]);
    await checkTypeDefinition(mark(texts, CLUSTER, '      reg│ion'), [
      '.terraform/modules/gke/google/cluster/variables.tf:2 region',
    ]);
  });
  it('includes the range of the name for clients that support links', async () => {
    const { snapshot, here, position } = await markedWorkspace(mark(NEWEST, CLUSTER, 'var.base│_domain'));
    const [link] = definition(snapshot, here, position, true) as LocationLink[];
    assert.deepEqual(link?.originSelectionRange, {
      start: { line: 7, character: 24 },
      end: { line: 7, character: 35 },
    });
  });
  it('still works while another attribute of the block is incomplete', async () => {
    const workspace = await markedWorkspace(mark(NEWEST, CLUSTER, '        max_node│_count = 1'));
    const { here, position, texts } = workspace;
    workspace.workspace.setDocument(here, texts[CLUSTER]!.replace('region      = "europe-west1"', 'region      = '));
    assert.deepEqual(describeLocations(workspace, definition(workspace.snapshot, here, position, false)), [
      `${CLUSTER}:13 max_node_count`,
    ]);
  });
  it("covers only Kubestack's names beside another extension", async () => {
    const alongside = true;
    await checkDefinition(at('locals.tf', 'var.base│_domain'), [], { alongside });
    await checkDefinition(at(FEATURE, '  repl│icas = 2'), [], { alongside });
    await checkDefinition(at(CLUSTER, 'var.base│_domain'), ['locals.tf:7 "base_domain"'], { alongside });
    await checkDefinition(at(PROVIDERS, 'module.gke│_ml0'), [`${CLUSTER}:1 "gke_ml0_europe-west1"`], { alongside });
    await checkDefinition(at(FEATURE, 'kustomization.gke│_ml0'), [`${PROVIDERS}:6 "gke_ml0_europe-west1"`], {
      alongside,
    });
  });
});
