import * as assert from 'node:assert/strict';
import { lossesOf, stagedRevisions, type StagedRevision } from '../support/forecast/judgeReplacements';
import { planInOrder, type AppliedRevisions, type Planned } from '../support/forecast/forecastCase';
import { stubProvider } from '../support/forecast/stubProvider';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { skipWithout } from '../support/skipWithout';

const NAME = 'eks_gc0_eu-west-1_node_pool_batch';
/** The modules of this platform have triggers like those of the framework's node pools. */
const KEPT =
  /^(?:vendor\/|locals\.tf|variables\.tf|config\.auto\.tfvars|eks_gc0_eu-west-1_(?:cluster|node_pool_batch)\.tf)/;

describe('replacing a node pool in stages', function () {
  const files = Object.fromEntries(
    Object.entries(readSamplePlatform('multi-cloud')).filter(([path]) => KEPT.test(path)),
  );
  const each = {
    title: '',
    before: files,
    direct: { ...files, [`${NAME}.tf`]: files[`${NAME}.tf`]!.replace('"c6i.4xlarge"', '"m6i.large"') },
    name: NAME,
    part: 'nodePool' as const,
    values: { instance_types: ['m6i.large'] },
    environments: ['ops', 'apps-prod'],
    facts: { resources: {}, dataSources: {} },
  };
  let program: string;
  let revisions: StagedRevision[] = [];
  const plan = (applied: AppliedRevisions): Promise<Planned[]> => planInOrder(applied, program);

  before(async function () {
    skipWithout(this, 'terraform');
    program = await stubProvider(this);
    revisions = await stagedRevisions(each);
  });

  it('loses no nodes before their replacement is applied, in any environment', async () => {
    assert.deepEqual(
      revisions.map(({ stage }) => stage),
      ['before', 'add', 'move', 'remove'],
    );
    assert.deepEqual(await lossesOf(each, revisions, plan), []);
  });

  it('loses them if the change is made directly, or if two stages are swapped', async () => {
    const [first, added, , removed] = revisions;
    const direct = [first!, { stage: 'direct', files: each.direct }];
    assert.match(
      (await lossesOf(each, direct, plan)).join('\n'),
      /direct in apps-prod: replace module\.eks_gc0_eu-west-1_node_pool_batch\./,
    );
    const swapped = [first!, removed!, added!];
    assert.match(
      (await lossesOf(each, swapped, plan)).join('\n'),
      /remove in ops: destroy module\.eks_gc0_eu-west-1_node_pool_batch\./,
    );
  });
});
