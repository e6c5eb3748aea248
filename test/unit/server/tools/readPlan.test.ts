import * as assert from 'node:assert/strict';
import { PlanInput } from '../../../../common/plan/planInput';
import { planReportText } from '../../../../common/plan/planReport';
import { platformTexts } from '../../../support/agents/exam';
import { toolsOn } from '../../../support/agents/testHost';
import { change } from '../../../support/client/plan/planOf';

const CLUSTER = 'module.scw_web0_fr-par.module.cluster.scaleway_k8s_cluster.current';
const POOL = 'module.scw_web0_fr-par_node_pool_batch.scaleway_k8s_pool.current';

const PLAN = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  resource_changes: [
    change(POOL, ['update'], {
      type: 'scaleway_k8s_pool',
      before: { max_size: 3, token: 'sesame-before' },
      after: { max_size: 6, token: 'sesame-after' },
      before_sensitive: { token: true },
      after_sensitive: { token: true },
    }),
    change(CLUSTER, ['delete', 'create'], {
      type: 'scaleway_k8s_cluster',
      action_reason: 'replace_because_cannot_update',
      replace_paths: [['cni']],
      before: { cni: 'cilium', version: '1.31' },
      after: { cni: 'calico', version: '1.31' },
    }),
  ],
  resource_drift: [change(POOL, ['update'], { before: { size: 1 }, after: { size: 2 } })],
  checks: [
    {
      address: { kind: 'check', to_display: 'check.dns' },
      status: 'fail',
      instances: [{ address: { to_display: 'check.dns' }, status: 'fail', problems: [{ message: 'No name server.' }] }],
    },
  ],
  output_changes: { name: { actions: ['update'], before: 'sesame', after: 'open' } },
  timestamp: '2026-01-02T03:04:05Z',
});

describe('reading a plan for coding agents', () => {
  const read = async (files: Readonly<Record<string, string>>, input: object = { path: 'plan.json' }) => {
    const tools = await toolsOn({ ...platformTexts('three-environments'), ...files });
    const result = await tools.call('kubestack_read_plan', input);
    return 'answer' in result ? result.answer : result.error;
  };
  const problemOf = async (...given: Parameters<typeof read>): Promise<string> => {
    const problem = await read(...given);
    return typeof problem === 'string' ? problem : assert.fail(JSON.stringify(problem));
  };

  const expected = {
    summary: 'Replaces 1 cluster in this plan.',
    planned_at: '2026-01-02T03:04:05Z',
    counts: { replace: 1, update: 1 },
    resources: [
      {
        action: 'replace',
        address: CLUSTER,
        cluster: 'scw_web0_fr-par',
        reason: 'replace_because_cannot_update',
        forced_by: ['cni'],
        attributes: ['cni'],
      },
      { action: 'update', address: POOL, cluster: 'scw_web0_fr-par', attributes: ['max_size', 'token'] },
    ],
    failed_checks: [{ address: 'check.dns', problems: ['No name server.'] }],
    outputs: [{ name: 'name', action: 'update' }],
    drift: [{ action: 'update', address: POOL, cluster: 'scw_web0_fr-par', attributes: ['size'] }],
    truncated: false,
  };

  it('lists what it replaces and changes, without values', async () => {
    assert.deepEqual(await read({ 'plan.json': PLAN }), expected);
  });

  it('reads the report of a pipeline, also in another folder', async () => {
    const input = new PlanInput();
    input.push(Buffer.from(PLAN));
    const { plan, origin } = await input.read({ environment: 'ops' });
    const report = [...planReportText(plan, { ...origin, environment: 'ops' })].join('');
    const answer = await read({ 'plans/ops.json': report }, { path: 'plans/ops.json', platform: '.' });
    assert.deepEqual(answer, {
      ...expected,
      summary: 'Replaces 1 cluster in ops.',
      environment: 'ops',
      resources: [
        { ...expected.resources[0], cluster: undefined },
        { ...expected.resources[1], cluster: undefined },
      ].map(each => JSON.parse(JSON.stringify(each)) as unknown),
      drift: [{ action: 'update', address: POOL, attributes: ['size'] }],
    });
  });

  it('says what is wrong with a file, without quoting it', async () => {
    for (const [text, problem] of [
      ['{"sesame": tru', /not JSON|ends in the middle/],
      [JSON.stringify({ version: 4, terraform_version: '1.11.4', resources: [] }), /not the JSON of a plan/],
      [PLAN.slice(0, -30), /ends in the middle/],
      [
        JSON.stringify({ ...(JSON.parse(PLAN) as object), resource_changes: [{ address: 7, sesame: 1 }] }),
        /not as Terraform writes them/,
      ],
      ['{"format": "kubestack-plan-report", "version": 99}', /not a plan report that this version can read/],
    ] as const) {
      const answer = await problemOf({ 'plan.json': text });
      assert.match(answer, problem);
      assert.doesNotMatch(answer, /sesame/);
    }
    assert.match(await problemOf({}), /There is no file or folder plan\.json/);
    assert.match(await problemOf({}, { path: '.' }), /Pass the file of a plan/);
    assert.match(await problemOf({}, { path: '/etc/passwd' }), /outside of what may be read/);
  });

  it('says that nothing changes', async () => {
    const plan = { ...(JSON.parse(PLAN) as object), resource_changes: [] };
    const answer = await read({ 'plan.json': JSON.stringify(plan) });
    assert.equal((answer as { summary: string }).summary, 'No resource changes; 1 were changed outside of Terraform.');
  });
});
