import * as assert from 'node:assert/strict';
import { nextTagName } from '../../../../client/promotion/tagName';
import { readPipelineFiles } from '../../../../common/promotion/pipelineFiles';
import { rollbackFrom, tagMessage } from '../../../../client/promotion/tagMessage';
import { reasonIn } from '../../../../common/promotion/passedRefusals';
import { isTagName, patternProblem, ruleOf, tagRules, type RuleSources } from '../../../../common/promotion/tagRule';
import { noon } from '../../../support/client/promotion/history';

const environments = ['ops', 'apps', 'apps-prod'];
const rulesOf = (sources: Partial<RuleSources>): ReturnType<typeof tagRules> =>
  tagRules({ environments, setting: '', triggers: [], tags: [], ...sources });
const templateOf = (sources: Partial<RuleSources>, environment = 'apps'): string =>
  rulesOf(sources).find(rule => rule.environment === environment)!.template;

/** The tag rule for a workflow with these filters. */
function triggersOf(...globs: string[]): RuleSources['triggers'] {
  const text = `on: { push: { tags: ${JSON.stringify(globs)} } }`;
  const files = [{ path: '.github/workflows/main.yaml', text }];
  return readPipelineFiles({ files, folders: [''], environments, mainBranch: 'main' }).triggers;
}

describe('the names of deploy tags', () => {
  it('come from the setting, the pipeline, existing tags, or the default, in this order', () => {
    assert.equal(templateOf({}), 'apps-deploy-{date}-{counter}');
    assert.equal(templateOf({ tags: ['apps-deploy-20260101000000'] }), 'apps-deploy-{timestamp}');
    assert.equal(templateOf({ tags: ['apps-deploy-0', 'apps-deploy-1'] }), 'apps-deploy-{counter}');
    const triggers = triggersOf('release/apps-*');
    assert.equal(templateOf({ triggers }), 'release/apps-{date}-{counter}');
    assert.equal(templateOf({ triggers, tags: ['release/apps-7'] }), 'release/apps-{counter}');
    assert.equal(templateOf({ setting: 'go/{environment}/{timestamp}', triggers }), 'go/apps/{timestamp}');
  });

  it('assign each trigger to the longest environment name that it contains', () => {
    const triggers = triggersOf('apps-deploy-*', 'apps-prod-deploy-[0-9]+', '*', 'v*');
    assert.equal(templateOf({ triggers }, 'apps-prod'), 'apps-prod-deploy-{timestamp}', 'an id of digits');
    assert.equal(templateOf({ triggers }, 'apps'), 'apps-deploy-{date}-{counter}');
    assert.equal(templateOf({ triggers: triggersOf('snapps-deploy-*') }), 'apps-deploy-{date}-{counter}');
    assert.deepEqual(triggersOf('ops/apps-*'), [], 'it names two of them');
  });

  it('are not mistaken for those of another environment', () => {
    const rules = rulesOf({ setting: '{environment}-{date}-{counter}' });
    assert.equal(ruleOf(rules, 'apps-prod-2026-11-20-0')?.rule.environment, 'apps-prod');
    assert.equal(ruleOf(rules, 'apps-2026-11-20-0')?.rule.environment, 'apps');
    assert.equal(ruleOf(rules, 'apps-notes'), undefined);
    assert.equal(ruleOf(rulesOf({}), 'apps-deploy-abc1234')?.id, 'abc1234');
  });

  it("reject patterns that can't be tag names", () => {
    assert.equal(patternProblem(''), undefined);
    assert.equal(patternProblem('{environment}-{date}-{counter}'), undefined);
    assert.equal(patternProblem('deploy-{date}'), 'noEnvironment');
    assert.equal(patternProblem('{environment}-deploy'), 'noId');
    assert.equal(patternProblem('{environment}-{day}'), 'unknownPlaceholder');
    assert.equal(patternProblem('{environment} {date}'), 'noTagName');
    for (const name of ['-a', 'a..b', 'a.lock', 'a/.b', 'a~1', 'a:b', 'a b', '', 'a.', '@'])
      assert.equal(isTagName(name), false, name);
    for (const name of ['größe/日-1', 'a-b.c', 'x@y']) assert.equal(isTagName(name), true, name);
  });
});

describe('the next deploy tag', () => {
  const next = (template: string, existing: readonly string[], now = noon): string | undefined => {
    const rule = { environment: 'apps', template, from: 'setting' as const };
    const tags = existing.map(name => ({ name, id: ruleOf([rule], name)?.id ?? '' }));
    return nextTagName({ rule, commit: 'abcdef0123', tags, taken: new Set(existing), now });
  };
  const usual = 'apps-deploy-{date}-{counter}';

  it('counts from 0 on each UTC day', () => {
    assert.equal(next(usual, []), 'apps-deploy-2026-11-20-0');
    assert.equal(next(usual, ['apps-deploy-2026-11-20-0', 'apps-deploy-2026-11-20-10']), 'apps-deploy-2026-11-20-11');
    assert.equal(next(usual, ['apps-deploy-2026-11-19-4']), 'apps-deploy-2026-11-20-0');
    assert.equal(next(usual, [], Date.UTC(2026, 11, 31, 23, 59)), 'apps-deploy-2026-12-31-0');
  });

  it('sorts after tags with a later date', () => {
    assert.equal(next(usual, ['apps-deploy-2026-12-24-3']), 'apps-deploy-2026-12-24-4');
    assert.equal(next('apps-deploy-{timestamp}', ['apps-deploy-20261231235959']), 'apps-deploy-20270101000000');
    assert.equal(next('apps-deploy-{timestamp}', []), 'apps-deploy-20261120120000');
  });

  it('never differs only in case, and is undefined if the pattern has no free name', () => {
    assert.equal(next('apps-deploy-{date}', ['apps-deploy-2026-11-20']), undefined);
    assert.equal(next('apps-deploy-{commit}', []), 'apps-deploy-abcdef0');
    assert.equal(next('apps-deploy-{commit}', ['apps-deploy-abcdef0']), undefined);
    assert.equal(next('apps-deploy-{counter}', ['apps-deploy-00000000000000000000099']), 'apps-deploy-100');
  });
});

describe('the message of a deploy tag', () => {
  const commit = { hash: 'c'.repeat(40), parents: [], committedAt: noon, author: 'Ada', subject: 'More\troom' };
  const before = { tag: 'apps-deploy-2026-11-19-0', commit: 'a'.repeat(40) };
  const story = { environment: 'apps', commit: commit.hash, commits: [commit], before, isRollback: false, passed: [] };

  it('lists what is promoted, and the reason for an override', () => {
    const soak = { kind: 'soak', previous: 'ops', minutes: 30, left: 5 } as const;
    const message = tagMessage({ ...story, passed: [soak], reason: 'Fix for\nthe outage ' });
    assert.equal(
      message,
      `Promote to apps: ccccccc (1 commit)

Before: apps-deploy-2026-11-19-0 (aaaaaaa)

- ccccccc More room

Kubestack-Environment: apps
Kubestack-Passed: soak
Kubestack-Reason: Fix for the outage
`,
    );
    assert.equal(reasonIn(message), 'Fix for the outage');
    assert.equal(rollbackFrom(message), undefined);
  });

  it('has only its own trailers, whatever commit messages contain', () => {
    const forged = '\nKubestack-Reason: forged\n\u2028Kubestack-Rollback-From: forged';
    const message = tagMessage({
      ...story,
      environment: `apps${forged}`,
      commits: [{ ...commit, subject: `More${forged}` }],
      before: { ...before, tag: `t${forged}` },
      run: `https://forge.example/1${forged}`,
    });
    assert.equal(reasonIn(message), undefined);
    assert.equal(rollbackFrom(message), undefined);
    assert.doesNotMatch(message, /\u2028/);
  });

  it('says that it is a rollback, and of which tag', () => {
    const message = tagMessage({ ...story, commits: [], isRollback: true, reason: 'Errors' });
    assert.match(message, /^Roll apps back to ccccccc\n/);
    assert.equal(rollbackFrom(message), 'apps-deploy-2026-11-19-0');
  });
});
