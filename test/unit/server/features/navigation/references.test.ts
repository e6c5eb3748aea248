import { checkHighlights, checkReferences } from '../../../../support/features/checkLocations';
import { mark } from '../../../../support/features/markedWorkspace';
import { NEWEST } from '../../../../support/features/platformTexts';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';
const POOL = 'gke_ml0_europe-west1_node_pool_gpu.tf';

/** The references to the environment ops. */
const OPS = [`${CLUSTER}:18 ops`, `${POOL}:14 ops`, 'locals.tf:4 "ops"', 'modules/nginx/main.tf:11 ops'];

const at = (path: string, marked: string) => mark(NEWEST, path, marked);

describe('references', () => {
  it("cover only Kubestack's names beside another extension", async () => {
    const alongside = true;
    await checkReferences(at('locals.tf', 'variable "base│_domain"'), [], { alongside });
    await checkReferences(at(CLUSTER, '    op│s = {'), OPS, { alongside });
  });
});

describe('document highlight', () => {
  it('of an environment covers its key and the base key', async () => {
    await checkHighlights(at(POOL, 'configuration_base_key = "apps│-prod"'), [
      '7 "apps-prod" read',
      '9 apps-prod write',
    ]);
  });
  it('of an attribute covers every environment that sets it', async () => {
    await checkHighlights(at(CLUSTER, 'max_node│_count = 9'), ['13 max_node_count write', '20 max_node_count write']);
  });
  it('of a module works in other files, too', async () => {
    await checkHighlights(at(POOL, 'module.gke_ml0│_europe-west1.cluster\n'), [
      '4 gke_ml0_europe-west1 read',
      '5 gke_ml0_europe-west1 read',
      '11 gke_ml0_europe-west1 read',
    ]);
  });
});
