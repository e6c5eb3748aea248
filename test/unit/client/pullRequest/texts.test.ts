import assert from 'node:assert/strict';
import type { Comparison } from '../../../../common/protocol';
import { branchName, branchProblem } from '../../../../client/pullRequest/branchName';
import { changeTitle } from '../../../../client/pullRequest/changeTitle';
import { checksMarkdown } from '../../../../client/pullRequest/checksMarkdown';
import { draftText, parseDraft } from '../../../../client/pullRequest/draft';
import { newBody, renewedBody } from '../../../../client/pullRequest/pullRequestBody';
import { isRisky } from '../../../../client/pullRequest/riskyFiles';
import { planMarkdown } from '../../../../common/plan/planMarkdown';
import { change, planOf } from '../../../support/client/plan/planOf';

const nothing: Comparison = {
  environments: [],
  addedEnvironments: [],
  removedEnvironments: [],
  modules: [],
  attributes: [],
  problems: [],
};
const attribute = (environment: string, module: string, ...path: string[]) =>
  ({ environment, module, path, change: 'changed', before: 1, after: 2 }) as const;

describe('the title of a pull request', () => {
  const title = (change: Partial<Comparison>, files: string[] = [], subjects: string[] = []) =>
    changeTitle({ ...nothing, ...change }, files, subjects);

  it('is the subject of the only commit', () => {
    assert.equal(title({ attributes: [attribute('ops', 'eks', 'a')] }, [], ['More nodes']), 'More nodes');
  });

  it('is shortened to the limit of Git hosts', () => {
    const found = title({}, [], [`Room for ${'many '.repeat(80)}nodes`]);
    assert.ok(found.length <= 255, String(found.length));
    assert.match(found, /^Room for many .*many…$/);
  });

  it('describes the change', () => {
    const added = (name: string, kind: 'cluster' | 'nodePool' | 'service') =>
      ({ name, kind, change: 'added' }) as const;
    assert.equal(title({ modules: [added('eks', 'cluster'), added('eks_pool', 'nodePool')] }), 'Add cluster eks');
    assert.equal(title({ modules: [added('eks_pool', 'nodePool')] }), 'Add node pool eks_pool');
    assert.equal(title({ modules: [{ name: 'nginx', kind: 'service', change: 'removed' }] }), 'Remove service nginx');
    const version = { name: 'eks', kind: 'cluster', change: 'version', before: 'v0.18.0', after: 'v0.19.0' } as const;
    assert.equal(title({ modules: [version] }), 'Set the version of eks to v0.19.0');
    assert.equal(title({ modules: ['a', 'b', 'c'].map(name => ({ ...version, name })) }), 'Set the version to v0.19.0');
    assert.equal(title({ addedEnvironments: ['staging'] }), 'Add environment staging');
  });

  it('lists attributes, modules and environments if there are few', () => {
    assert.equal(
      title({ attributes: [attribute('apps', 'eks', 'pool', 'max_size')] }),
      'Change pool.max_size of eks in apps',
    );
    const many = ['a', 'b', 'c'].map(name => attribute('apps', 'eks', name));
    assert.equal(title({ attributes: many }), 'Change 3 attributes of eks in apps');
  });

  it('falls back to file names, and to a generic title', () => {
    assert.equal(title({}, ['docs/a.md', 'README.md', 'x.tf']), 'Change a.md, README.md and 1 more');
    assert.equal(title({}), 'Change the platform');
  });
});

describe('the name of a new branch', () => {
  it("consists of the title's words, and is not in use", () => {
    assert.equal(
      branchName('Größe: max_size of eks_gc0 → 12!', new Set()),
      'grosse-max-size-of-eks-gc0-12'.replace('grosse', 'große'),
    );
    assert.equal(branchName('Change x', new Set(['change-x', 'change-x-2'])), 'change-x-3');
    assert.equal(branchName('Change x', new Set(), 'ada/'), 'ada/change-x');
    // Git does not allow both `ada` and `ada/change-x`.
    assert.equal(branchName('ada', new Set(['ada/change-x'])), 'ada-2');
    assert.equal(branchName('…', new Set()), 'change');
    assert.ok(branchName('word '.repeat(100), new Set()).length <= 60);
  });

  it('is validated as git does', () => {
    const taken = new Set(['main']);
    for (const name of [
      'a b',
      '-a',
      'a..b',
      'a.lock',
      'a/.b',
      'a~1',
      'a^',
      'a:b',
      'a//b',
      'a/',
      '@',
      'a@{b',
      'HEAD',
      'a\\b',
    ])
      assert.equal(branchProblem(name, taken), 'invalid', name);
    assert.equal(branchProblem('main', taken), 'taken');
    assert.equal(branchProblem('', taken), 'empty');
    for (const name of ['a', 'feature/ä', 'a-b_c.d', 'größe'])
      assert.equal(branchProblem(name, taken), undefined, name);
  });
});

describe('the body of a pull request', () => {
  const parts = {
    subjects: ['One', 'Two'],
    texts: { values: '| a | b |\n| --- | --- |\n| `1` | `2` |\n' },
    checks: '## Checks\n\nNo problems found.',
  };

  it('contains the commits, the change, the checks, the plan and the template', () => {
    const body = newBody({ ...parts, template: '## Why\n', plan: () => '## Plan\n\nNo changes.\n' }, 60_000);
    assert.match(
      body,
      /^- One\n- Two\n\n\[\/\/\]: # \(kubestack: begin\)\n\n## Effective configuration\n\n\| a[^]*## Checks[^]*## Plan[^]*\[\/\/\]: # \(kubestack: end\)\n\n## Why$/,
    );
  });

  it('is updated in place and keeps text of the user', () => {
    const body = newBody(parts, 60_000);
    const edited = `Please look.\n\n${body}\n\ncc @grace`;
    const renewed = renewedBody(edited, { ...parts, texts: { values: '' } }, 60_000);
    assert.match(renewed, /^Please look\.\n\n- One\n- Two[^]*No environment changes\.[^]*\n\ncc @grace$/);
    assert.doesNotMatch(renewed, /\| a \|/);
    assert.equal(renewedBody('Only mine', parts, 60_000), 'Only mine');
  });

  it('stays within the limit of Git hosts, says so, and closes its markup', () => {
    const rows = Array.from({ length: 500 }, (_, index) => `| \`attribute_${index}\` | \`1\` | \`2\` |`).join('\n');
    const comparison = `| attribute | before | after |\n| --- | --- | --- |\n${rows}`;
    const body = newBody({ ...parts, texts: { values: comparison } }, 3_900);
    assert.ok(body.length <= 3_900, String(body.length));
    assert.match(body, /Shortened[^]*kubestack: end\)$/);
    const folded = `<details><summary>a</summary>\n\n${'- x\n'.repeat(2_000)}\n</details>`;
    const withChecks = newBody({ ...parts, checks: folded }, 3_900);
    assert.ok(withChecks.length <= 3_900, String(withChecks.length));
    assert.equal(withChecks.split('<details>').length, withChecks.split('</details>').length);
  });

  it('keeps what a plan destroys, and its run, however long the comparison is', async () => {
    const gone = Array.from({ length: 90 }, (_, index) => change(`t.gone${index}`, ['delete'], { before: {} }));
    const origin = { file: 'plan-report-ops.json', url: 'https://example.com/run/1' };
    const plan = { ...(await planOf({ changes: gone })), origin };
    const comparison = `| attribute |\n| --- |\n${'| `a` |\n'.repeat(20_000)}`;
    for (const length of [3_900, 31_000, 60_000]) {
      const input = {
        ...parts,
        texts: { values: comparison },
        plan: (room: number) => planMarkdown([{ environment: 'ops', plan, isStale: false }], { length: room }),
      };
      const body = newBody(input, length);
      assert.ok(body.length <= length, `${body.length} of ${length}`);
      const [, ofPlan = ''] = body.split('## Plan');
      assert.match(body, /Shortened[^]*## Plan/);
      assert.match(ofPlan, /\| 90 \|[^]*- destroy `t\.gone0`/);
      assert.match(ofPlan, /https:\/\/example\.com\/run\/1/);
      assert.match(ofPlan, /kubestack: end\)$/);
    }
  });

  it('explains why there is no comparison', () => {
    assert.match(
      newBody({ subjects: [], texts: {}, problem: 'The server is not running.', checks: '' }, 60_000),
      /_The server is not running\._/,
    );
  });

  it('begins with the forecast', () => {
    const body = newBody(
      {
        ...parts,
        texts: { ...parts.texts, forecast: 'Replaced:\n\n- `aws_eks_node_group.nodes`\n' },
      },
      60_000,
    );
    assert.match(body, /\n## Forecast\n\nReplaced:\n\n- `aws_eks_node_group.nodes`\n\n## Effective configuration\n/);
    assert.doesNotMatch(newBody(parts, 60_000), /## Forecast/);
  });

  it('lists changed Kubernetes objects between the configuration and the checks', () => {
    const body = newBody({ ...parts, texts: { ...parts.texts, objects: '| `Deployment web` |\n' } }, 60_000);
    assert.match(body, /## Effective configuration\n[^]*\n## Kubernetes objects\n\n\| `Deployment web` \|\n\n/);
    assert.ok(body.indexOf('## Kubernetes objects') < body.indexOf(parts.checks));
    assert.doesNotMatch(newBody(parts, 60_000), /Kubernetes objects/);
  });
});

describe('the list of checks for reviewers', () => {
  it('is sorted by severity and contains locations', () => {
    const problem = { file: 'a.tf', line: 3, message: 'Value *differs* <b>', code: 'KS208' } as const;
    const text = checksMarkdown(
      [
        { ...problem, severity: 'warning' },
        { ...problem, severity: 'error', line: 9 },
      ],
      0,
    );
    assert.match(text, /^## Checks\n\n- \*\*error\*\* KS208 `a\.tf:9`: Value `\*differs\* <b>`\n- \*\*warning\*\*/);
    assert.match(checksMarkdown([], 0), /No problems found/);
  });

  it('only counts what existed before the change', () => {
    const problem = { file: 'a.tf', line: 3, message: 'Value differs', code: 'KS208', severity: 'warning' } as const;
    assert.match(
      checksMarkdown([problem], 12),
      /^## Checks\n\n- \*\*warning\*\* [^\n]*\n\n12 problems existed before this change\.$/,
    );
    assert.equal(
      checksMarkdown([], 1),
      '## Checks\n\nThis change brings no problems. 1 problem existed before this change.',
    );
  });
});

describe('the pull request draft', () => {
  it('has the title in its first line', () => {
    const draft = { title: 'Title', body: 'Body\n\nmore' };
    assert.deepEqual(parseDraft(draftText(draft)), draft);
    assert.deepEqual(parseDraft('\r\n# Title\r\n\r\nBody\r\n'), { title: 'Title', body: 'Body' });
    assert.deepEqual(parseDraft(' \n'), { title: '', body: '' });
  });
});

describe('files that should not be committed', () => {
  it('are recognized by their names', () => {
    for (const path of [
      'terraform.tfstate',
      'a/terraform.tfstate.backup',
      '.terraform/modules/modules.json',
      'key.pem',
      '.env',
      'plan.tfplan',
    ])
      assert.equal(isRisky(path), true, path);
    for (const path of ['main.tf', '.terraform.lock.hcl', 'README.md', 'environment.tf'])
      assert.equal(isRisky(path), false, path);
  });
});
