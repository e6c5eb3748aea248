import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import type { Comparison } from '../../server/protocol';
import { clusterText } from './clusterText';
import { LanguageServer, serverBundle } from './languageServer';
import { TemporaryFolder } from './temporaryFolder';

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

describe('comparing configurations', () => {
  let folder: TemporaryFolder;

  const git = (...parameters: string[]): string =>
    execFileSync('git', [...identity, ...parameters], { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
  const compare = (...parameters: string[]): { code: number | null; out: string; error: string } => {
    const command = [serverBundle, 'compare', ...parameters];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder.path, encoding: 'utf8' });
    return { code: status, out: stdout, error: stderr };
  };

  beforeEach(() => {
    folder = new TemporaryFolder({ 'größe/eks.tf': clusterText('name_prefix = "gc0"\ncluster_max_size = 9') });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'nine');
    folder.write('größe/eks.tf', clusterText('name_prefix = "gc0"\ncluster_max_size = 12'));
    git('commit', '--quiet', '--all', '--message', 'twelve');
    git('tag', 'apps-deploy-2026-11-20-0');
  });

  afterEach(() => folder.delete());

  const change = (from: string, to: string): string =>
    ['ops', 'apps']
      .map(name => `${name}\n  größe: eks_gc0_eu-west-1\n      ~ cluster_max_size: "${from}" → "${to}"\n`)
      .join('\n');

  it('compares two revisions and leaves the working tree alone', () => {
    folder.write('größe/eks.tf', 'half typed {');
    assert.deepEqual(compare('.', 'HEAD~1', 'apps-deploy-2026-11-20-0'), {
      code: 0,
      out: change('9', '12'),
      error: '',
    });
    assert.deepEqual(compare('HEAD..HEAD~1'), { code: 0, out: change('12', '9'), error: '' });
    assert.equal(git('status', '--short', '-z'), ' M größe/eks.tf\0');
    assert.equal(folder.read('größe/eks.tf'), 'half typed {');
  });

  it('compares HEAD, or one revision, with the working tree', () => {
    assert.equal(compare().out, 'No environment changes.\n');
    folder.write('größe/eks.tf', clusterText('name_prefix = "gc0"\ncluster_max_size = 15'));
    assert.equal(compare().out, change('12', '15'));
    assert.equal(compare('größe', 'HEAD~1').out, change('9', '15').replaceAll('größe: ', ''));
  });

  it('prints JSON and Markdown', () => {
    const comparison = JSON.parse(compare('.', 'HEAD~1', 'HEAD', '--format', 'json').out) as Comparison;
    assert.deepEqual(
      comparison.attributes.map(({ environment, before, after }) => [environment, before, after]),
      [
        ['ops', '9', '12'],
        ['apps', '9', '12'],
      ],
    );
    assert.match(
      compare('.', 'HEAD~1', 'HEAD', '--format', 'markdown').out,
      /\| `cluster_max_size` \| `"9"` \| `"12"` \|/,
    );
  });

  it('says what is wrong with its arguments, with status 2', () => {
    const refused = (parameters: string[], message: RegExp): void => {
      const { code, out, error } = compare(...parameters);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(error, message);
    };
    refused(['.', 'no-such-branch'], /^There is no revision "no-such-branch"\.\nSee/);
    refused(['.', '--output=x'], /Unknown option '--output'/);
    refused(['.', 'a', 'b', 'c'], /Two revisions are enough: "c" is too much/);
    refused(['.', '--format', 'hcl'], /"hcl" is not a format: text, json or markdown/);
    refused(['größe/eks.tf'], /größe\/eks\.tf: compare takes a folder/);
    refused(['/'], /is in no git repository/);
  });

  it('ends with status 1 where a side is not understood', () => {
    folder.write('größe/eks.tf', clusterText('name_prefix = nothing.here', 'x = local.missing'));
    const { code, error } = compare();
    assert.equal(code, 1);
    assert.match(error, /^after: eks_gc0_eu-west-1: /);
  });

  it('answers kubestack/compareConfigurations with texts and with the workspace', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const before = { kind: 'files', files: { 'eks.tf': clusterText('name_prefix = "gc0"\ncluster_max_size = 9') } };
    const parameters = { uri: folder.uri('größe'), before, after: { kind: 'workspace' }, markdown: true };
    const comparison = await server.request<Comparison>('kubestack/compareConfigurations', parameters);
    assert.deepEqual(
      comparison.attributes.map(({ environment, path, before: from, after }) => [environment, path, from, after]),
      [
        ['ops', ['cluster_max_size'], '9', '12'],
        ['apps', ['cluster_max_size'], '9', '12'],
      ],
    );
    assert.match(comparison.markdown ?? '', /^\*\*ops\*\* · 1 attribute/);
    const nonsense = { ...parameters, before: { kind: 'files', files: { a: 1 } } };
    await assert.rejects(server.request('kubestack/compareConfigurations', nonsense), /"before" is no side/);
    assert.equal(await server.stop(), 0);
  });
});
