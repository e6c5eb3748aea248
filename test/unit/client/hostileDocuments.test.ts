// Untrusted text in plans, commits, tags, pipelines, diagnostics and templates stays text in the documents for reviewers.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { planMarkdown, type PlanSummary } from '../../../common/plan/planMarkdown';
import { previewMarkdown } from '../../../client/promotion/previewMarkdown';
import { changeTitle } from '../../../client/pullRequest/changeTitle';
import { checksMarkdown } from '../../../client/pullRequest/checksMarkdown';
import { newBody, renewedBody } from '../../../client/pullRequest/pullRequestBody';
import { pagesFolder, TRANSLATED_LANGUAGES } from '../../../common/assets';
import { visibleText } from '../../../common/visibleText';
import { hostileText } from '../../support/hostileText';
import { assertHarmless, renderings, textOf } from '../../support/renderedMarkdown';
import { change, planOf } from '../../support/client/plan/planOf';
import { line, noon, stages, tag } from '../../support/client/promotion/history';

const runs = { numRuns: 200, seed: 12 };
/** The element that collapses non-destructive changes. */
const folds = /^(?:<details><summary>[\w ]+ \(\d+\)<\/summary>|<\/details>)\s*$/;
const commitUrl = 'https://kubestack.example/runs/7';

describe('documents with untrusted text', function () {
  it('a plan summary shows every address and output unchanged', async () => {
    const planned = await planOf({
      changes: [
        change('t.gone', ['delete'], { before: {} }),
        change('t.new', ['create'], { after: {} }),
        change('t.changed', ['update'], { before: { size: 1 }, after: { size: 2 } }),
      ],
    });
    const names = fc.tuple(hostileText, hostileText, hostileText);
    const property = fc.property(
      names,
      names,
      hostileText,
      hostileText,
      (addresses, [key, cluster, output], environment, failure) => {
        const changes = planned.changes.map((resource, index) => ({
          ...resource,
          address: addresses[index] ?? '',
          owner: { ...resource.owner, cluster },
          ...(resource.action === 'update' ? { before: { [key]: 1 }, after: { [key]: 2 } } : {}),
        }));
        const checks = [
          { address: addresses[0], kind: 'check', status: 'fail', problems: [failure] },
        ] as unknown as typeof planned.checks;
        const outputs = [{ name: output, action: 'create' }] as unknown as typeof planned.outputs;
        const summaries: PlanSummary[] = [
          { environment, platform: cluster, plan: { ...planned, changes, checks, outputs }, isStale: true },
          { environment: output, isStale: false, failure },
        ];
        assertHarmless(planMarkdown(summaries), {
          html: folds,
          whole: [...addresses, output, environment],
          rows: [3, 2],
        });
      },
    );
    fc.assert(property, runs);
  });

  it('the preview of a promotion shows commits, people, tags and the pipeline as text, and links only to the run', () => {
    const property = fc.property(
      fc.tuple(hostileText, hostileText, hostileText),
      fc.tuple(hostileText, hostileText, hostileText),
      ([subject, author, environment], [tagName, pipeline, reason]) => {
        const graph = line('a', 'b', 'c');
        const stage = stages({
          graph,
          main: 'c',
          tags: [tag('apps-deploy-2026-11-19-0', 'a', noon - 3_600_000 * 5)],
        })[1]!;
        const there = { ...stage.there!, by: author, tag: { ...stage.there!.tag!, name: tagName } };
        const commit = { ...graph.get('c')!, subject, author };
        const text = previewMarkdown({
          stage: { ...stage, environment, there, previous: environment },
          commit,
          hash: 'c',
          isRollback: false,
          commits: [commit],
          pipeline: { state: 'unknown', reason, url: commitUrl, name: pipeline },
          tagOutcome: { kind: 'applied', path: reason, isManual: false },
          refusals: [{ kind: 'environmentsUnknown', commit: 'c', problem: reason }],
          texts: { values: '', forecast: '' },
          plan: undefined,
          now: noon,
        });
        assertHarmless(text, {
          links: target => target === commitUrl,
          whole: [environment, tagName],
          rows: [],
          isInEditor: true,
        });
      },
    );
    fc.assert(property, runs);
  });

  it('the preview of a promotion links only to web pages', () => {
    for (const url of [
      'command:x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'vscode://x.y/z',
      'https:evil) [x](command:y',
    ]) {
      const stage = stages({ graph: line('a', 'b'), main: 'b', tags: [] })[1]!;
      const text = previewMarkdown({
        stage,
        commit: undefined,
        hash: 'b',
        isRollback: false,
        commits: [],
        pipeline: { state: 'failed', url },
        tagOutcome: { kind: 'unknown' },
        refusals: [],
        texts: { values: '', forecast: '' },
        plan: undefined,
        now: noon,
      });
      assertHarmless(text, { links: target => target.startsWith('https:evil') });
    }
  });

  it('the list of checks shows file names unchanged and messages as text', () => {
    const problem = fc.record({
      file: hostileText,
      line: fc.integer({ min: 1, max: 99 }),
      severity: fc.constant('error' as const),
      code: hostileText,
      message: hostileText,
    });
    const property = fc.property(fc.array(problem, { minLength: 1, maxLength: 4 }), problems => {
      const text = checksMarkdown(problems, 0);
      assertHarmless(text, {
        whole: problems.flatMap(({ file, line: at, code }) => [`${file}:${at}`, code]),
        rows: [],
      });
      assert.equal(text.split('\n').length, problems.length + 2);
    });
    fc.assert(property, runs);
  });

  it('the body of a pull request shows subjects of commits as text', () => {
    const property = fc.property(fc.array(hostileText, { minLength: 2, maxLength: 5 }), subjects => {
      const body = newBody({ subjects, texts: { values: '' }, checks: '## Checks\n\nNone.' }, 60_000);
      assertHarmless(body, { rows: [] });
      for (const [engine, rendered] of renderings(body))
        assert.match(textOf(rendered), /Effective configuration.*Checks/s, engine);
    });
    fc.assert(property, runs);
  });

  it('the title of a pull request is one line of visible characters', () => {
    fc.assert(
      fc.property(hostileText, subject => {
        const title = changeTitle(undefined, [], [subject]);
        assert.equal(title, visibleText(title));
      }),
      runs,
    );
  });
});

describe('the pages that explain diagnostics', () => {
  const project = join(__dirname, '../../..');
  const folders = [undefined, ...TRANSLATED_LANGUAGES].map(pagesFolder);
  for (const path of folders.flatMap(folder => readdirSync(join(project, folder)).map(name => `${folder}/${name}`))) {
    it(`${path} has no image, and no HTML except for its first line`, () => {
      for (const [engine, { images, html }] of renderings(readFileSync(join(project, path), 'utf8'))) {
        assert.equal(images, 0, engine);
        for (const text of html) assert.match(text, /^<!-- Generated from [^>]*-->\s*$/, engine);
      }
    });
  }
});

describe('the generated part of a pull request', () => {
  const comparison =
    '| attribute | before | after |\n| --- | --- | --- |\n| `cidrs` | `["10.0.0.0/8"]` | `["0.0.0.0/0"]` |\n';
  const parts = { subjects: [], texts: { values: comparison }, checks: '## Checks\n\nNone.' };

  for (const template of [
    '## Why\n\n<!-- not closed',
    '```\nnot closed',
    '<details><summary>More</summary>',
    '~~~',
    '<table><tr><td>',
    '<script>',
    `${'x'.repeat(70_000)}`,
  ]) {
    it(`is not hidden by the template ${JSON.stringify(template.slice(0, 30))}`, () => {
      const body = newBody({ ...parts, template }, 60_000);
      assert.ok(body.length <= 60_000);
      for (const [engine, { tables, html, pieces }] of renderings(body)) {
        assert.deepEqual(tables, [[3, 3]], engine);
        const at = pieces.findIndex(({ text }) => text === '["0.0.0.0/0"]');
        assert.ok(at >= 0, engine);
        // The template must not leave an element open.
        assert.ok(
          html.every(text => body.indexOf(text) > body.indexOf('0.0.0.0/0')),
          engine,
        );
      }
    });
  }

  it('is replaced completely, whatever its values contain', () => {
    const fake = comparison.replace('cidrs', '[//]: # (kubestack: end)');
    const body = newBody({ ...parts, texts: { values: fake } }, 60_000);
    const renewed = renewedBody(`${body}\n\ncc`, { ...parts, texts: { values: '' } }, 60_000);
    assert.doesNotMatch(renewed, /0\.0\.0\.0/);
    assert.match(renewed, /No environment changes\.[^]*\n\ncc$/);
  });

  it('is found after the Git host has changed line endings', () => {
    const body = newBody(parts, 60_000).replaceAll('\n', '\r\n');
    assert.doesNotMatch(renewedBody(body, { ...parts, texts: { values: '' } }, 60_000), /0\.0\.0\.0/);
  });
});
