import * as assert from 'node:assert/strict';
import { changeSources, countSources } from '../../../../../client/plan/model/changeSources';
import type { Forecast, ForecastAction, ForecastEnvironment } from '../../../../../common/forecast/forecast';
import type { JsonResourceChange } from '../../../../../common/plan/planJson';
import { change, planOf } from '../../../../support/client/plan/planOf';

function forecast(
  actions: Record<string, ForecastAction>,
  rest: Partial<ForecastEnvironment> = {},
  whole: Partial<Forecast> = {},
): Forecast {
  const resources = Object.entries(actions).map(([address, action]) => ({
    address,
    type: 'terraform_data',
    action,
    reasons: [],
    module: '',
  }));
  return { environments: { ops: { resources, ...rest } }, ...whole };
}

const changes = () => [
  change('terraform_data.a', ['update']),
  change('terraform_data.b', ['delete', 'create']),
  change('terraform_data.c', ['create']),
];

async function sourcesOf(
  edits: Forecast | undefined,
  planned: JsonResourceChange[] = changes(),
  drift: JsonResourceChange[] = [],
): Promise<string[]> {
  const sources = changeSources(await planOf({ changes: planned, drift }), edits);
  return [...sources].map(([id, source]) => `${id}: ${source}`).sort();
}

describe('the sources of planned changes', () => {
  it('are the edits for what the forecast of the edits changes in the same way, and commits otherwise', async () => {
    assert.deepEqual(await sourcesOf(forecast({ 'terraform_data.a': 'update' })), [
      'terraform_data.a: edit',
      'terraform_data.b: commits',
      'terraform_data.c: commits',
    ]);
  });

  it('are commits if nothing was edited, also for Kubernetes objects', async () => {
    const object = change('kustomization_resource.x', ['create'], { type: 'kustomization_resource' });
    assert.deepEqual(await sourcesOf(undefined, [object, change('terraform_data.a', ['create'])]), [
      'kustomization_resource.x: commits',
      'terraform_data.a: commits',
    ]);
  });

  it('are commits for a new resource that an edit only updates', async () => {
    assert.deepEqual(
      await sourcesOf(forecast({ 'terraform_data.c': 'update' }), [change('terraform_data.c', ['create'])]),
      ['terraform_data.c: commits'],
    );
  });

  it('are outside of Terraform for drift that no edit causes', async () => {
    const drift = [change('terraform_data.a', ['update']), change('terraform_data.b', ['update'])];
    assert.deepEqual(await sourcesOf(forecast({ 'terraform_data.b': 'replace' }), changes(), drift), [
      'terraform_data.a: outside',
      'terraform_data.b: edit',
      'terraform_data.c: commits',
    ]);
  });

  it('are unknown where the forecast is unknown, differs, or leaves a resource out', async () => {
    const planned = [
      ...changes(),
      change('kustomization_resource.x', ['create'], { type: 'kustomization_resource' }),
      change('terraform_data.m', ['no-op'], { previous_address: 'terraform_data.n' }),
    ];
    assert.deepEqual(
      await sourcesOf(forecast({ 'terraform_data.a': 'unknown', 'terraform_data.b': 'update' }), planned),
      [
        'kustomization_resource.x: unknown',
        'terraform_data.a: unknown',
        'terraform_data.b: unknown',
        'terraform_data.c: commits',
        'terraform_data.m: unknown',
      ],
    );
  });

  it('are unknown for all other resources if the forecast has not read everything', async () => {
    for (const edits of [
      forecast({ 'terraform_data.a': 'update' }, { unknown: ['Something was not evaluated.'] }),
      forecast({ 'terraform_data.a': 'update' }, {}, { skipped: ['clusters.tf is too large.'] }),
      forecast({ 'terraform_data.a': 'update' }, {}, { missingModules: ['module.x'] }),
      forecast({ 'terraform_data.a': 'update' }, {}, { missingVersions: ['v0.19.2-beta.0'] }),
    ])
      assert.deepEqual(await sourcesOf(edits), [
        'terraform_data.a: edit',
        'terraform_data.b: unknown',
        'terraform_data.c: unknown',
      ]);
  });

  it('are counted in one line', async () => {
    const plan = await planOf({ changes: changes() });
    assert.deepEqual(countSources(changeSources(plan, forecast({ 'terraform_data.a': 'update' }))), [
      '1 from your edit',
      '2 from commits that were not applied',
    ]);
    assert.deepEqual(
      countSources(changeSources(plan, forecast({ 'terraform_data.a': 'unknown' }, { unknown: ['x'] }))),
      ['3 from an unknown source'],
    );
  });
});
