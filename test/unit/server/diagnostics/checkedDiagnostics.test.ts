import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import type { Settings } from '../../../../server/semantics/settings';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { countPauses } from '../../../support/countPauses';
import { lines } from '../../../worstCases/worstCase';
import { workspaceOf } from '../../../support/testWorkspace';

const cluster = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;
const pool = (line: string) => `module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
  ${line}
    apps = { name = "extra" }
  }
}
`;

async function diagnosticsOf(texts: Record<string, string>, path = 'pool.tf', checks: Settings['checks'] = {}) {
  const { snapshot, uri } = await workspaceOf(texts, { checks: { ...onlyCheck('KS202'), ...checks } });
  return now(allDiagnostics(snapshot, uri(path)));
}

describe('diagnostics', () => {
  it('contain the code, severity, documentation page and related locations of a finding, and data for its fix', async () => {
    const [found, ...rest] = await diagnosticsOf({ 'cluster.tf': cluster, 'pool.tf': pool('configuration = {') });
    assert.deepEqual(rest, []);
    assert.equal(found?.code, 'KS202');
    assert.equal(found.source, 'kubestack');
    assert.equal(found.severity, DiagnosticSeverity.Error);
    assert.match(found.codeDescription?.href ?? '', /docs\/checks\/KS202\.md$/);
    assert.deepEqual(found.range, { start: { line: 2, character: 2 }, end: { line: 2, character: 15 } });
    assert.deepEqual(found.relatedInformation, [
      {
        message: '"ops" of a cluster',
        location: {
          uri: 'file:///w/cluster.tf',
          range: { start: { line: 4, character: 4 }, end: { line: 4, character: 7 } },
        },
      },
    ]);
    assert.deepEqual(found.data, { environment: 'ops', call: 'module.eks_gc0_eu-west-1_node_pool_extra' });
  });

  it('have the severity from the settings, or are turned off', async () => {
    const texts = { 'cluster.tf': cluster, 'pool.tf': pool('configuration = {') };
    assert.deepEqual(
      (await diagnosticsOf(texts, 'pool.tf', { KS202: 'hint' })).map(each => each.severity),
      [DiagnosticSeverity.Hint],
    );
    assert.deepEqual(await diagnosticsOf(texts, 'pool.tf', { KS202: 'off' }), []);
  });

  it('change when another file is edited', async () => {
    const { snapshot, uri, workspace } = await workspaceOf(
      { 'cluster.tf': cluster, 'pool.tf': pool('configuration = {') },
      { checks: onlyCheck('KS202') },
    );
    assert.equal(now(allDiagnostics(snapshot, uri('pool.tf'))).length, 1);
    workspace.setDocument(uri('cluster.tf'), cluster.replace('    ops  = {}\n', ''));
    assert.deepEqual(now(allDiagnostics(snapshot, uri('pool.tf'))), []);
  });

  it('report only the syntax error of a block that does not parse', async () => {
    const found = await diagnosticsOf({ 'cluster.tf': cluster, 'pool.tf': pool('configuration = {{') });
    assert.deepEqual(new Set(found.map(each => each.code)), new Set(['syntax']));
  });

  it('count the unused suppressions that are left out', async () => {
    const comments = '# kubestack:ignore KS202\n'.repeat(700);
    const { snapshot, uri } = await workspaceOf({ 'cluster.tf': comments + cluster }, { checks: onlyCheck('KS202') });
    const [summary, ...shown] = now(allDiagnostics(snapshot, uri('cluster.tf')));
    assert.match(summary?.message as string, /the first 500 are shown, 200 are hidden/);
    assert.equal(shown.length, 500);
    assert.equal(shown.at(-1)?.range.start.line, 499);
  });

  it('of many problems pause after every few of them', async () => {
    const same = lines(1000, index => `      a${index} = 1`);
    const text = cluster.replace('{ name_prefix = "gc0" }', `{\n${same}\n    }`).replace('{}', `{\n${same}\n    }`);
    const { snapshot, uri } = await workspaceOf({ 'cluster.tf': text }, { checks: onlyCheck('KS210') });
    assert.equal(now(allDiagnostics(snapshot, uri('cluster.tf'))).length, 501);
    // The checks have already run.
    const { pauses } = countPauses(allDiagnostics(snapshot, uri('cluster.tf')));
    assert.ok(pauses > 60, String(pauses));
  });

  describe('suppressed by comments', () => {
    for (const [where, line] of [
      ['on the line', 'configuration = { # kubestack:ignore KS202 it comes next week'],
      ['on the line above', '# kubestack:ignore KS202\n  configuration = {'],
      [
        'further up among other comments',
        '// kubestack:ignore KS301, KS202 later\n  # and more\n\n  configuration = {',
      ],
    ] as const) {
      it(`are not reported with a comment ${where}`, async () => {
        const found = await diagnosticsOf({ 'cluster.tf': cluster, 'pool.tf': pool(line) }, 'pool.tf', {
          KS007: 'off',
        });
        assert.deepEqual(found, []);
      });
    }

    it('KS007 reports comments that suppress nothing or name an unknown check', async () => {
      const texts = { 'cluster.tf': `# kubestack:ignore KS202\n${cluster}\n# kubestack:ignore KS999 misspelt\n` };
      const found = await diagnosticsOf(texts, 'cluster.tf');
      assert.deepEqual(
        found.map(({ code, message, severity, tags, range }) => [code, message, severity, tags, range.start]),
        [
          [
            'KS007',
            'Unused suppression: KS202 is not reported here.',
            DiagnosticSeverity.Information,
            [DiagnosticTag.Unnecessary],
            { line: 0, character: 19 },
          ],
          [
            'KS007',
            'Unused suppression: there is no check KS999.',
            DiagnosticSeverity.Information,
            [DiagnosticTag.Unnecessary],
            { line: 9, character: 19 },
          ],
        ],
      );
    });

    it('are still reported if the comment is part of a string', async () => {
      const text = cluster.replace('"gc0"', '"# kubestack:ignore KS202"');
      assert.deepEqual(await diagnosticsOf({ 'cluster.tf': text }, 'cluster.tf'), []);
    });

    it('KS007 accepts a comment for a check that is turned off', async () => {
      assert.deepEqual(
        await diagnosticsOf({ 'cluster.tf': `# kubestack:ignore KS202\n${cluster}` }, 'cluster.tf', { KS202: 'off' }),
        [],
      );
    });
  });
});
