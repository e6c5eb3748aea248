import assert from 'node:assert/strict';
import { Hidden } from '../../../../../common/plan/plan';
import { changedAttributePaths } from '../../../../../common/plan/changedPaths';
import { planComparisonText } from '../../../../../client/plan/ui/tree/comparisonText';
import { mergedProblems } from '../../../../../client/plan/ui/tree/mergedProblems';
import { planTarget, planUri } from '../../../../../client/plan/ui/planUri';
import { elapsedText, progressText } from '../../../../../client/plan/ui/tree/progressText';
import { change, planOf } from '../../../../support/client/plan/planOf';

describe('changedAttributePaths()', () => {
  it('returns paths of attributes at any depth, up to a limit', () => {
    const before = { a: { b: 1, c: 2 }, d: [1], e: 'x' };
    const after = { a: { b: 1, c: 3 }, d: [1, 2], e: 'y' };
    assert.deepEqual(changedAttributePaths({ before, after }, 5), { paths: ['a.c', 'd', 'e'], more: false });
    assert.deepEqual(changedAttributePaths({ before, after }, 2), { paths: ['a.c', 'd'], more: true });
  });

  it('treats unchanged secrets as equal, and changed secrets and unknown values as different', () => {
    const before = { same: Hidden.sensitive, other: Hidden.sensitive, later: 'x', nothing: null };
    const after = { same: Hidden.sensitive, other: Hidden.sensitiveChanged, later: Hidden.unknown };
    assert.deepEqual(changedAttributePaths({ before, after }, 5).paths, ['other', 'later']);
  });
});

describe('the text of a plan for comparison', () => {
  it('lists changes by address, so that equal changes have equal text', async () => {
    const create = change('terraform_data.one', ['create']);
    const left = await planOf({ changes: [create, change('terraform_data.two', ['delete'])] });
    const grown = { before: { size: 1 }, after: { size: 2 } };
    const right = await planOf(
      { changes: [change('terraform_data.two', ['update'], grown), create] },
      { environment: 'apps' },
    );
    assert.equal(
      planComparisonText(left, right),
      '# Planned changes in ops\n# 1 identical, 1 different\n\nadd terraform_data.one\ndestroy terraform_data.two\n',
    );
    assert.equal(
      planComparisonText(right, left),
      '# Planned changes in apps\n# 1 identical, 1 different\n\nadd terraform_data.one\nchange terraform_data.two\n  size\n',
    );
  });
});

describe('mergedProblems()', () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } };
  const diagnostic = { severity: 'error' as const, summary: 'Wrong', detail: '', file: '/a.tf', range };

  it('merges problems that several plans report, and names the plans', () => {
    const merged = mergedProblems([
      { name: 'plan ops', diagnostics: [diagnostic, { severity: 'error', summary: 'No place', detail: '' }] },
      { name: 'plan apps', diagnostics: [diagnostic] },
    ]);
    assert.deepEqual([...merged.keys()], ['/a.tf']);
    assert.deepEqual(
      merged.get('/a.tf')?.map(({ names }) => names),
      [['plan ops', 'plan apps']],
    );
  });

  it('are outdated only if no run since the change reports them', () => {
    const outdated = { name: 'plan ops', diagnostics: [diagnostic], isOutdated: true };
    const merged = (runs: Parameters<typeof mergedProblems>[0]) =>
      mergedProblems(runs)
        .get('/a.tf')
        ?.map(({ isOutdated }) => isOutdated);
    assert.deepEqual(merged([outdated]), [true]);
    assert.deepEqual(merged([outdated, { name: 'validate', diagnostics: [diagnostic] }]), [false]);
  });
});

describe('the URI of a plan document', () => {
  it('can be parsed', () => {
    const target = { kind: 'log', platform: 'file:///a', environment: 'ops' } as const;
    const uri = planUri(target, 'module.a["x/y"]', 'tf');
    assert.deepEqual(planTarget(uri), target);
    assert.equal(uri.path, '/module.a_x_y_.tf');
  });

  it('is distinguished from other URIs', () => {
    assert.equal(planTarget({ scheme: 'file', query: '' }), undefined);
    assert.equal(planTarget({ scheme: 'kubestack-plan', query: '{' }), undefined);
    assert.equal(planTarget({ scheme: 'kubestack-plan', query: 'null' }), undefined);
  });
});

describe('the progress of a plan', () => {
  const state = { phase: 'refreshing', refreshed: 12, planned: 0, startedAt: 0, cancelling: false } as const;

  it('shows the phase and counts', () => {
    assert.equal(progressText(state), 'Read 12 resources');
    assert.equal(progressText({ ...state, phase: 'waiting' }), 'Waiting for another run to finish');
    assert.match(progressText({ ...state, cancelling: true }), /^Stopping/);
  });

  it('shows minutes and seconds', () => {
    assert.deepEqual([0, 5_400, 754_000].map(elapsedText), ['0:00', '0:05', '12:34']);
  });
});
