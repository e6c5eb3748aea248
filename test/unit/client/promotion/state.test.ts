import assert from 'node:assert/strict';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import type { PlanEntry } from '../../../../client/plan/model/planEntry';
import { appliedBy } from '../../../../client/promotion/appliedBy';
import { driftState, driftText, UNCHECKED, type DriftState } from '../../../../client/promotion/driftState';
import { promotionBoard } from '../../../../client/promotion/board';
import { refusalText } from '../../../../client/promotion/refusalText';
import { promotionTree } from '../../../../client/promotion/promotionTree';
import { evaluatePolicy } from '../../../../client/promotion/promotionPolicy';
import { stateMarkdown } from '../../../../client/promotion/stateMarkdown';
import { durationText } from '../../../../client/promotion/stageStates';
import { statusText } from '../../../../client/promotion/stageText';
import { facts, line, noon, rules, stages, tag, type History } from '../../../support/client/promotion/history';
import { change, planOf } from '../../../support/client/plan/planOf';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUN = 'https://forge.example.com/runs/7';
const tags = [tag('apps-deploy-2026-11-19-0', 'a', noon - 2 * HOUR), tag('apps-deploy-2026-11-20-0', 'b', noon - HOUR)];
const failed: PipelineState = {
  state: 'failed',
  url: RUN,
  startedAt: noon - HOUR,
  finishedAt: noon - HOUR + 4 * MINUTE,
};
const history = (state: PipelineState): History => ({
  graph: line('a', 'b', 'c'),
  main: 'c',
  tags,
  pipelines: { 'b refs/tags/apps-deploy-2026-11-20-0': state },
});
const repository = (of: History) => ({ root: '/w', name: 'w', facts: facts(of), stages: stages(of) });
const drifted: DriftState = { kind: 'checked', open: 2, accepted: 1, at: noon - 3 * HOUR };

describe('the three states of an environment', () => {
  it('are a row of the document, with the run that applied the commit', () => {
    const drift = (_: string, environment: string): DriftState => (environment === 'apps' ? drifted : UNCHECKED);
    const rows = stateMarkdown([repository(history(failed))], drift, noon).split('\n');
    const row = (name: string): string => rows.find(each => each.includes(`**${name}**`)) ?? '';
    assert.equal(
      row('apps'),
      '| ❌ **apps** | main c, 1 commit ahead | apps-deploy-2026-11-20-0 · b · apply failed after 4 minutes · 1 hours ago · Bo ([pipeline run](https://forge.example.com/runs/7)) | 2 resources drifted · 1 accepted · checked 3 hours ago |'.replace(
        '1 hours',
        '60 minutes',
      ),
    );
    assert.match(row('apps-prod'), /main c \| never promoted \| drift not checked/);
    assert.match(rows.join('\n'), /Edits of Kubernetes objects by hand are not found/);
  });

  it('say once for all environments why results are unknown', () => {
    const noHost: PipelineState = { state: 'unknown', reason: "The remote isn't on a supported Git host." };
    const pipelines = { 'c refs/heads/main': noHost, 'b refs/tags/apps-deploy-2026-11-20-0': noHost };
    const shown = repository({ graph: line('a', 'b', 'c'), main: 'c', tags, pipelines });
    const text = stateMarkdown([shown, { ...shown, name: 'v', root: '/v' }], () => UNCHECKED, noon);
    assert.equal(text.split("The remote isn't on a supported Git host.").length - 1, 1);
    assert.match(text, /· result unknown ·/);
  });

  it('say that a deploy tag is on a commit outside of the main branch, which is not promoted further', () => {
    const stray: History = { graph: line('a', 'b', 'c'), main: 'b', tags: [tag('apps-deploy-2026-11-20-0', 'c')] };
    const shown = repository(stray);
    const nothing = { changes: () => [], losses: () => [], staged: () => [] };
    const context = { now: noon, drift: () => UNCHECKED, ...nothing, time: String };
    const rows = stateMarkdown([shown], () => UNCHECKED, noon);
    assert.match(rows, /\| \*\*apps\*\* \| .* \| apps-deploy-2026-11-20-0 · not on main · c · /);
    const [, apps] = promotionTree([shown], { ...context, refresh: () => undefined });
    assert.match(apps?.description ?? '', /^not on main · apps-deploy/);
    const [board] = promotionBoard([shown], context);
    assert.deepEqual(board?.columns[1]?.there?.remarks, ['This commit is not on main.']);
    assert.deepEqual(shown.stages[2]?.refusals, [{ kind: 'notOnMain', branch: 'main', commit: 'c' }]);
    const onMain = repository({ ...stray, main: 'c' });
    assert.doesNotMatch(
      stateMarkdown([onMain], () => UNCHECKED, noon),
      /not on main/,
    );
  });

  it('say that a lightweight tag tells neither who promoted nor when, and never count it as long ago', () => {
    const unknown = { taggedAt: 0, committedAt: noon - 9 * HOUR, tagger: '' };
    const light: History = {
      graph: line('a', 'b'),
      main: 'b',
      tags: [tag('apps-deploy-2026-11-20-0', 'b', 0, unknown)],
      soakMinutes: 60,
    };
    const shown = repository(light);
    assert.match(
      stateMarkdown([shown], () => UNCHECKED, noon),
      /apps-deploy-2026-11-20-0 · b · applied · time unknown \|/,
    );
    const [refusal] = shown.stages[2]?.refusals ?? [];
    assert.equal(refusal?.kind, 'soak');
    assert.equal(
      refusal && refusalText(refusal, 'apps-prod'),
      'A commit must stay in apps for 60 minutes before it can be promoted, and its tag does not say since when it has been there.',
    );
  });

  it('say in red that an apply has failed, in the view and the status bar', () => {
    const { stages: found, ...shown } = repository(history(failed));
    const context = { now: noon, drift: () => drifted, changes: () => [], refresh: () => undefined };
    const [, apps] = promotionTree([{ ...shown, stages: found }], context);
    assert.deepEqual([apps?.icon, apps?.color, apps?.url], ['error', 'testing.iconFailed', RUN]);
    assert.match(apps?.description ?? '', /^apply failed · 2 drifted · 1 commit waiting · apps-deploy/);
    assert.match(apps?.details.join('\n') ?? '', /Desired: .*apply failed after 4 minutes/);
    assert.match(apps?.details.join('\n') ?? '', /Current: 2 resources drifted/);
    assert.equal(statusText(found, 'main'), 'ops ✓ main · apply to apps failed · 1 commit to promote to apps');
    assert.equal(
      statusText(found, 'main', environment => (environment === 'ops' ? 2 : 0)),
      'ops ✓ main · apply to apps failed · 2 drifted in ops · 1 commit to promote to apps',
    );
    const [, running] = promotionTree([repository(history({ state: 'running' }))], context);
    assert.deepEqual([running?.icon, running?.color], ['sync', undefined]);
  });

  it('are green only if the apply is known to have succeeded', () => {
    const context = { now: noon, drift: () => UNCHECKED, changes: () => [], refresh: () => undefined };
    // The newest commit is deployed, so nothing waits.
    const iconOf = (state: PipelineState) => {
      const tags = [tag('apps-deploy-2026-11-20-0', 'c', noon - HOUR)];
      const pipelines = { 'c refs/tags/apps-deploy-2026-11-20-0': state };
      const [, apps] = promotionTree([repository({ graph: line('a', 'b', 'c'), main: 'c', tags, pipelines })], context);
      return [apps?.icon, apps?.color];
    };
    assert.deepEqual(iconOf({ state: 'succeeded' }), ['pass', 'testing.iconPassed']);
    assert.deepEqual(iconOf({ state: 'unknown' }), ['tag', undefined]);
  });

  it('ask before a promotion on top of a failed apply, but not before a rollback', () => {
    const kinds = (state: PipelineState, purpose: 'promote' | 'rollback', commit: string): string[] => {
      const of = history(state);
      const [previous, stage] = stages(of);
      const pipelines = new Map([['c refs/heads/main', { state: 'succeeded' } as const]]);
      const input = { stage: stage!, previous: previous!, facts: facts(of), rules, pipelines, now: noon };
      return evaluatePolicy({ ...input, purpose, commit }).map(({ kind }) => kind);
    };
    assert.deepEqual(kinds(failed, 'promote', 'c'), ['applyFailed']);
    assert.deepEqual(kinds(failed, 'rollback', 'a'), []);
    assert.deepEqual(kinds({ state: 'succeeded' }, 'promote', 'c'), []);
    assert.deepEqual(kinds({ state: 'unknown' }, 'promote', 'c'), []);
  });

  it('come from the pipeline that applies the tag, if that is certain', () => {
    const path = '.github/workflows/apply.yml';
    const tagOutcomes = new Map([
      ['apps', { kind: 'applied', path, isManual: false }],
      ['apps-prod', { kind: 'unknown' }],
    ] as const);
    const fileOf = (ref: string) => appliedBy({ ...rules, tagOutcomes }, ref);
    assert.deepEqual(fileOf('refs/tags/apps-deploy-2026-11-20-0'), { file: path });
    for (const ref of [
      'refs/tags/apps-prod-deploy-2026-11-20-0',
      'refs/tags/v1',
      'refs/heads/main',
      'refs/heads/apps-deploy-1',
    ])
      assert.deepEqual(fileOf(ref), {}, ref);
    assert.deepEqual(appliedBy(rules, 'refs/tags/apps-deploy-2026-11-20-0'), {});
  });

  it('leave out a duration that clocks contradict', () => {
    assert.equal(durationText(failed, noon), '4 minutes');
    assert.equal(durationText({ ...failed, finishedAt: noon - 2 * HOUR }, noon), '');
    assert.equal(durationText({ state: 'running', startedAt: noon - 3 * MINUTE }, noon), '3 minutes');
    assert.equal(durationText({ state: 'failed' }, noon), '');
  });
});

describe('drift of an environment in several platforms', () => {
  const entry = (rest: Partial<PlanEntry> = {}): PlanEntry => ({
    ...{ platform: 'file:///p', environment: 'ops', purpose: 'drift' as const, arguments: [], changedFiles: [] },
    ...rest,
  });
  const checked = async (finishedAt: number, drift: string[] = [], accepted: string[] = []): Promise<PlanEntry> => {
    const changes = drift.map(address => change(address, ['update'], { before: { a: 1 }, after: { a: 2 } }));
    const plan = await planOf({ drift: changes }, { finishedAt, refreshOnly: true });
    const until = { reason: 'known', until: '2027-01-31' };
    return entry({ plan, outcome: { kind: 'planned', plan }, accepted: new Map(accepted.map(id => [id, until])) });
  };

  it('is the sum of all checks, as old as the oldest one', async () => {
    const one = await checked(noon - HOUR, ['terraform_data.a', 'terraform_data.b'], ['terraform_data.a']);
    const none = await checked(noon - 5 * HOUR);
    assert.equal(driftText(driftState([one, none]), noon), '1 resource drifted · 1 accepted · checked 5 hours ago');
    assert.equal(driftText(driftState([none]), noon), 'no drift · checked 5 hours ago');
  });

  it('is not "no drift" while a platform is not checked, was not reachable, or is being checked', async () => {
    const none = await checked(noon);
    assert.equal(driftText(driftState([none, entry()]), noon), 'drift not checked');
    const cancelled = entry({ outcome: { kind: 'cancelled', lockMayRemain: false } });
    assert.equal(driftText(driftState([none, cancelled]), noon), 'drift check failed');
    const missing = entry({ outcome: { kind: 'workspaceMissing', workspaces: [] } });
    assert.equal(driftText(driftState([missing]), noon), 'nothing applied yet');
    const running = { phase: 'checking', refreshed: 0, planned: 0, startedAt: 0, cancelling: false } as const;
    assert.equal(driftText(driftState([none, entry({ running })]), noon), 'checking drift');
    assert.equal(driftText(driftState([]), noon), 'drift not checked');
    const found = await checked(noon, ['terraform_data.a']);
    assert.match(driftText(driftState([found, entry()]), noon), /^1 resource drifted/);
  });
});
