import type { Review } from '../../common/review/review';
import * as assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import type { Upgrades } from '../../common/upgrades/upgrades';
import { LanguageServer } from '../support/server/languageServer';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const MAIN = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v9.9.9"
  configuration = {
    apps = { cluster_version = "1.34" }
    ops  = {}
  }
}
`;

describe('versions of Kubernetes on a day', () => {
  const folder = TemporaryFolder.ofEachTest({ 'main.tf': MAIN });

  const run = (...parameters: string[]): Ran => runCommand(parameters, { cwd: folder.path });

  it('are checked on the command line, by default as of today', () => {
    assert.match(run('check', '--date', '2026-12-03').out, /KS801/);
    assert.doesNotMatch(run('check', '--date', '2026-10-02').out, /KS801/);
    assert.doesNotMatch(run('check').out, /KS801/);
    const { code, error } = run('check', '--date', 'tomorrow');
    assert.equal(code, 2);
    assert.match(error, /"tomorrow" is not a day, such as 2026-11-30\./);
  });

  it('are listed with the steps to the next one, as text, Markdown and JSON', () => {
    const { code, out } = run('upgrades', '--date', '2026-11-23', '--format', 'json');
    assert.equal(code, 0);
    const { clusters } = JSON.parse(out) as Upgrades;
    assert.deepEqual(clusters[0]?.environments['ops'], {
      version: '1.34',
      support: 'ending',
      ends: '2026-12-02',
      extendedEnds: '2027-12-02',
      next: '1.35',
    });
    assert.match(run('upgrades', '--date', '2026-11-23').out, /1\. Set cluster_version = "1\.35" in ops/);
    assert.match(run('upgrades', '--format', 'markdown').out, /^\| Cluster \| Environment \|/);
    folder.write('main.tf', '');
    assert.equal(run('upgrades').out, 'There is no cluster.\n');
  });

  it('are answered by the language server', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    try {
      const workspace = { kind: 'workspace' };
      const { upgrades, markdown } = await server.request<Review>('kubestack/review', {
        ...{ uri: folder.uri(), before: workspace, after: workspace, sections: ['upgrades'], markdown: 'text' },
      });
      assert.equal(upgrades?.clusters[0]?.environments['apps']?.support, 'supported');
      assert.match(markdown?.upgrades ?? '', /All known versions are supported/);
    } finally {
      await server.stop();
    }
  });

  it('are checked again at midnight, without an edit', async () => {
    const main = folder.uri('main.tf');
    const outside = new TemporaryFolder({ day: '2026-10-02' });
    const server = await LanguageServer.start({
      folder: folder.path,
      settings: { checks: { KS801: 'warning' } },
      dayFile: outside.at('day'),
    });
    try {
      await server.open(main, MAIN);
      const codes = (found: Diagnostic[]): unknown[] => found.map(({ code }) => code);
      assert.ok(!codes(await server.diagnostics(main)).includes('KS801'));
      outside.write('day', '2026-10-03');
      await server.diagnostics(main, found => codes(found).includes('KS801'));
      outside.write('day', '2026-10-02');
      await server.diagnostics(main, found => !codes(found).includes('KS801'));
    } finally {
      await server.stop();
      outside.delete();
    }
  });
});
