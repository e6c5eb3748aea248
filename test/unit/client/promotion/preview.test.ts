import * as assert from 'node:assert/strict';
import { toSentences, problemOf, gitErrorOutput } from '../../../../client/git/gitProblem';
import { changeLines, changeSummary } from '../../../../client/platform/changeLines';
import { previewMarkdown, type Preview } from '../../../../client/promotion/previewMarkdown';
import type { Comparison } from '../../../../common/protocol';
import { line, noon, stages, tag } from '../../../support/client/promotion/history';

describe('the preview of a promotion', () => {
  const graph = line('a', 'b', 'c');
  const stage = stages({ graph, main: 'c', tags: [tag('apps-deploy-2026-11-19-0', 'a', noon - 3_600_000 * 5)] })[1]!;
  const preview: Preview = {
    stage,
    commit: graph.get('c'),
    hash: 'c',
    isRollback: false,
    commits: stage.waiting,
    pipeline: { state: 'succeeded', url: 'https://forge.example.com/runs/7', name: 'main #7' },
    tagOutcome: { kind: 'applied', path: '.github/workflows/main.yaml', isManual: false },
    refusals: [],
    texts: { values: '| `max_size` | `9` | `12` |', forecast: '' },
    plan: undefined,
    now: noon,
  };

  it('contains commits, changes, plan, pipeline and the current deployment', () => {
    const text = previewMarkdown(preview);
    assert.match(text, /^# Promote `c` to apps\n/);
    assert.match(text, /Currently deployed: `apps-deploy-2026-11-19-0` `a` Bo 5 hours ago/);
    assert.match(text, /Pipeline for ops: succeeded \(\[main `#7`\]\(https:\/\/forge\.example\.com\/runs\/7\)\)/);
    assert.match(text, /- `c` Change c — Ada\n- `b` Change b — Ada/);
    assert.match(text, /\| `max_size` \| `9` \| `12` \|/);
    assert.match(text, /No plan for this commit\./);
    assert.doesNotMatch(text, /rollback|reason/);
  });

  it('says that a tag from a terminal passes rules that no pipeline checks', () => {
    const sentence = /- No pipeline checks rules and freezes, so a tag that is pushed in a terminal passes them\.\n/;
    assert.match(previewMarkdown({ ...preview, isUnguarded: true }), sentence);
    assert.doesNotMatch(previewMarkdown(preview), sentence);
  });

  it('has a section with changed Kubernetes objects if there are any', () => {
    const text = previewMarkdown({ ...preview, texts: { ...preview.texts, objects: '| `Deployment web` |\n' } });
    assert.match(text, /\n## Kubernetes objects\n\n\| `Deployment web` \|\n\n## Plan\n/);
    assert.doesNotMatch(previewMarkdown(preview), /Kubernetes objects/);
  });

  it('has a section with the forecast between the configuration and the plan', () => {
    const text = previewMarkdown({
      ...preview,
      texts: { ...preview.texts, forecast: 'Replaced:\n\n- `aws_eks_node_group.nodes`\n' },
    });
    assert.match(text, /\n## Forecast\n\nReplaced:\n\n- `aws_eks_node_group.nodes`\n\n## Plan\n/);
    assert.doesNotMatch(previewMarkdown(preview), /## Forecast/);
    assert.match(previewMarkdown({ ...preview, texts: { values: '' } }), /\n## Forecast\n\nForecast unavailable\./);
  });

  it('says that it is a rollback, and lists the overridden refusals', () => {
    const refusals = [{ kind: 'pipelineMissing', previous: 'ops', commit: 'a' }] as const;
    const text = previewMarkdown({ ...preview, isRollback: true, refusals, pipeline: { state: 'unknown' } });
    assert.match(
      text,
      /^# Roll apps back to `c`\n[^]*\*\*This is a rollback\*\*[^]*Override required[^]*Commits to be undone/,
    );
  });

  it('shows untrusted text as text, and links only to web pages', () => {
    const commit = { ...graph.get('c')!, subject: '<img src=x> [a](command:b) **c**' };
    const text = previewMarkdown({ ...preview, commits: [commit], pipeline: { state: 'failed', url: 'command:x' } });
    assert.match(text, /- `c` `<img src=x> \[a\]\(command:b\) \*\*c\*\*` — Ada\n/);
    assert.match(text, /Pipeline for ops: failed\n/);
  });
});

describe('the changes of an environment', () => {
  const base = { environments: ['ops', 'apps'], addedEnvironments: [], removedEnvironments: [], problems: [] };
  const comparison: Comparison = {
    ...base,
    modules: [{ name: 'eks_new', cluster: 'eks_new', kind: 'cluster', change: 'added', after: 'v0.19.0' }],
    attributes: [
      {
        environment: 'apps',
        module: 'eks',
        cluster: 'eks',
        path: ['pool', 'max_size'],
        change: 'changed',
        before: 9,
        after: 12,
      },
      { environment: 'apps', module: 'eks_pool', cluster: 'eks', path: ['name'], change: 'removed', before: 'x' },
      {
        environment: 'ops',
        module: 'eks',
        cluster: 'eks',
        path: ['pool', 'max_size'],
        change: 'changed',
        before: 1,
        after: 2,
      },
      { environment: 'apps', module: 'eks_new', cluster: 'eks_new', path: ['name'], change: 'added', after: 'x' },
    ],
  };

  it('are listed in a line each, those of a new cluster together', () => {
    const lines = changeLines(comparison, 'apps');
    assert.deepEqual(
      lines.map(({ label, description }) => `${label}: ${description}`),
      ['eks_new: added v0.19.0', 'pool.max_size: 9 → 12', 'eks_pool name: "x" → ∅'],
    );
    assert.equal(changeSummary(lines, 'apps'), '3 changes in 2 clusters');
    assert.equal(changeSummary([], 'apps'), 'no changes in apps');
  });
});

describe("git's messages", () => {
  it('are shown without hints, progress and credentials', () => {
    const output =
      "Enumerating objects: 1\nremote: Only the release team deploys.\nTo https://ada:secret@example.com/a.git\nhint: try again\nerror: failed to push some refs to 'https://ada:secret@example.com/a.git'\n";
    assert.equal(
      gitErrorOutput(output),
      "remote: Only the release team deploys.\nfailed to push some refs to 'https://example.com/a.git'",
    );
  });

  it('are classified by the kind of problem', () => {
    assert.equal(
      problemOf("fatal: could not read Username for 'https://example.com': terminal prompts disabled"),
      'authentication',
    );
    assert.equal(problemOf('git@example.com: Permission denied (publickey).'), 'authentication');
    assert.equal(problemOf('fatal: unable to access: Could not resolve host: example.com'), 'unreachable');
    assert.equal(problemOf('error: gpg failed to sign the data'), 'signing');
    assert.equal(problemOf('! [remote rejected] x (pre-receive hook declined)'), 'other');
  });

  it('end with a period, so that another sentence can follow', () => {
    assert.equal(
      toSentences('gpg failed to sign the data\nunable to sign the tag'),
      'gpg failed to sign the data. unable to sign the tag.',
    );
    assert.equal(toSentences('Tags are for the release team.\n'), 'Tags are for the release team.');
  });
});
