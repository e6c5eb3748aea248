import type { Review } from '../../common/review/review';
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import type { Comparison } from '../../common/protocol';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer } from '../support/server/languageServer';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { gitIn } from '../support/gitIn';

describe('kubestack-language-server compare', () => {
  const folder = TemporaryFolder.ofEachTest({
    'größe/eks.tf': clusterText('name_prefix = "gc0"\ncluster_max_size = 9'),
  });

  const git = (...parameters: string[]): string => gitIn(folder.path, ...parameters);
  const compare = (...parameters: string[]): Ran => runCommand(['compare', ...parameters], { cwd: folder.path });

  beforeEach(() => {
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'nine');
    folder.write('größe/eks.tf', clusterText('name_prefix = "gc0"\ncluster_max_size = 12'));
    git('commit', '--quiet', '--all', '--message', 'twelve');
    git('tag', 'apps-deploy-2026-11-20-0');
  });

  const change = (from: string, to: string): string =>
    ['ops', 'apps']
      .map(name => `${name}\n  größe: eks_gc0_eu-west-1\n      ~ cluster_max_size: "${from}" → "${to}"\n`)
      .join('\n');

  it('compares two revisions and does not change the work tree', () => {
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

  it('compares HEAD, or one revision, with the work tree', () => {
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

  it('exits with 2 for invalid arguments', () => {
    const refused = (parameters: string[], message: RegExp): void => {
      const { code, out, error } = compare(...parameters);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(error, message);
    };
    refused(
      ['.', 'no-such-branch'],
      /^Unknown revision "no-such-branch"\. Pass a branch, a tag or a commit of the repository\.\nSee/,
    );
    refused(['.', '--output=x'], /Unknown option "--output"/);
    refused(['.', 'a', 'b', 'c'], /Unexpected argument "c": only two revisions are allowed/);
    refused(['.', '--format', 'hcl'], /"hcl" is not a supported format: use text, json or markdown/);
    refused(['größe/eks.tf'], /größe\/eks\.tf: compare takes a folder/);
    refused(['/'], /is not in a Git repository/);
  });

  it('reads .tfvars files that git ignores on both sides', () => {
    folder.write('.gitignore', '*.auto.tfvars\nnode_modules/\n');
    folder.write('größe/variables.tf', 'variable "size" {\n  default = 1\n}\n');
    folder.write('größe/eks.tf', clusterText('name_prefix = "gc0"\ncluster_max_size = var.size'));
    git('add', '.');
    git('commit', '--quiet', '--message', 'variable');
    folder.write('größe/mine.auto.tfvars', 'size = 7\n');
    assert.deepEqual(compare(), { code: 0, out: 'No environment changes.\n', error: '' });
    folder.write('größe/variables.tf', 'variable "size" {\n  default = 2\n}\n');
    assert.deepEqual(compare(), { code: 0, out: 'No environment changes.\n', error: '' });
    folder.write('größe/eks.tf', clusterText('name_prefix = "gc0"\ncluster_max_size = var.size + 1'));
    assert.match(compare().out, /~ cluster_max_size: "?7"? → "?8"?/);
    assert.match(compare('HEAD', 'HEAD~1').out, /~ cluster_max_size: "?1"? → "?12"?/);
  });

  if (process.platform !== 'win32') {
    it('starts no program of the repository or of a bare repository in it', () => {
      const marker = folder.at('was-run');
      folder.write('evil.sh', `#!/bin/sh\ntouch ${marker}\n`);
      chmodSync(folder.at('evil.sh'), 0o755);
      git('config', 'core.fsmonitor', folder.at('evil.sh'));
      // Git would use this folder as a repository with the surrounding folder as work tree.
      gitIn(folder.path, 'init', '--quiet', '--bare', 'größe/bare');
      gitIn(folder.at('größe/bare'), 'config', 'core.fsmonitor', folder.at('evil.sh'));
      gitIn(folder.at('größe/bare'), 'config', 'core.bare', 'false');
      gitIn(folder.at('größe/bare'), 'config', 'core.worktree', '..');
      assert.deepEqual(compare(), { code: 0, out: 'No environment changes.\n', error: '' });
      assert.match(compare('größe/bare').error, /cannot use bare repository/);
      assert.equal(existsSync(marker), false);
    });

    it('starts no program of the repository to fetch an object that a partial clone lacks', () => {
      folder.write('größe/eks.tf', clusterText('name_prefix = trimspace(file("prefix.txt"))'));
      folder.write('größe/prefix.txt', 'gc0\n');
      git('add', '.');
      git('commit', '--quiet', '--message', 'prefix in a file');
      const marker = folder.at('was-run');
      folder.write('evil.sh', `#!/bin/sh\ntouch ${marker}\n`);
      chmodSync(folder.at('evil.sh'), 0o755);
      for (const [name, value] of [
        ['core.repositoryFormatVersion', '1'],
        ['extensions.partialClone', 'origin'],
        ['remote.origin.promisor', 'true'],
        ['remote.origin.url', `ext::${folder.at('evil.sh')}`],
        ['protocol.ext.allow', 'always'],
      ] as const)
        git('config', name, value);
      for (const path of ['größe/prefix.txt', 'größe/eks.tf']) {
        const hash = git('rev-parse', `HEAD:${path}`).trim();
        folder.delete(`.git/objects/${hash.slice(0, 2)}/${hash.slice(2)}`);
        const { code, out, error } = compare();
        assert.deepEqual({ code, out }, { code: 2, out: '' });
        assert.match(error, new RegExp(`^The object ${hash} is missing\\. In a partial clone, run git fetch`));
      }
      assert.equal(existsSync(marker), false);
    });

    it('reads only the given folder if the repository around it is the home folder', () => {
      folder.write('größe/eks.tf', clusterText('name_prefix = trimspace(file("../.token"))'));
      folder.write('.token', 's3cr3t');
      const home = process.env['HOME'];
      process.env['HOME'] = folder.path;
      try {
        const { out } = compare('größe', '--format', 'json');
        assert.match(out, /cluster_max_size/);
        assert.doesNotMatch(out, /s3cr3t/);
      } finally {
        process.env['HOME'] = home;
      }
    });
  }

  describe('with a submodule', () => {
    const service = (count: number): string => `module "web" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { apps = { replicas = [{ name = "web", count = ${count} }] }, ops = {} }
}
`;
    const module = TemporaryFolder.ofEachTest({ 'web/main.tf': service(1) });
    beforeEach(() => {
      gitIn(module.path, 'init', '--quiet', '--initial-branch', 'main');
      gitIn(module.path, 'add', '.');
      gitIn(module.path, 'commit', '--quiet', '--message', 'one');
      git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.path, 'modules');
      folder.write('größe/web.tf', 'module "eks_gc0_eu-west-1_service_web" {\n  source = "../modules/web"\n}\n');
      git('add', '.');
      git('commit', '--quiet', '--message', 'submodule');
    });

    it('finds no change in a clean work tree', () => {
      assert.deepEqual(compare('.', 'HEAD'), { code: 0, out: 'No environment changes.\n', error: '' });
    });

    it('finds changes in the submodule, and its commit in a revision', () => {
      folder.write('modules/web/main.tf', service(2));
      assert.match(compare('.', 'HEAD').out, /"count":1.* → .*"count":2/);
      gitIn(folder.at('modules'), 'commit', '--quiet', '--all', '--message', 'two');
      git('commit', '--quiet', '--all', '--message', 'newer submodule');
      assert.equal(compare('.', 'HEAD').out, 'No environment changes.\n');
      assert.match(compare('.', 'HEAD~1', 'HEAD').out, /"count":1.* → .*"count":2/);
    });

    it('finds no change if the submodule is not checked out', () => {
      git('submodule', '--quiet', 'deinit', '--force', 'modules');
      assert.equal(compare('.', 'HEAD').out, 'No environment changes.\n');
    });

    it('does not read the submodule if its .git file refers to a repository elsewhere', () => {
      const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder.at('modules'), encoding: 'utf8' });
      assert.equal(stdout.trim(), gitIn(module.path, 'rev-parse', 'HEAD').trim());
      folder.write('modules/.git', `gitdir: ${module.at('.git')}\n`);
      assert.deepEqual(compare('.', 'HEAD'), {
        code: 2,
        out: '',
        error:
          "The submodule modules can't be read: its repository is outside this one.\nSee kubestack-language-server --help.\n",
      });
    });

    it('reports a missing commit of the submodule', () => {
      const other = gitIn(folder.at('modules'), 'rev-parse', 'HEAD').trim().replace(/./g, 'a');
      git('update-index', '--cacheinfo', `160000,${other},modules`);
      git('commit', '--quiet', '--message', 'lost');
      assert.deepEqual(compare('.', 'HEAD'), {
        code: 2,
        out: '',
        error: `The submodule modules has no commit ${other}: run git submodule update --init.\nSee kubestack-language-server --help.\n`,
      });
    });
  });

  if (process.platform !== 'win32') {
    it('follows symbolic links in a revision as in the work tree, and none that lead outside', () => {
      folder.write('shared/locals.tf', 'locals {\n  prefix = "gc1"\n}\n');
      symlinkSync('../shared/locals.tf', folder.at('größe/locals.tf'));
      symlinkSync('größe', folder.at('linked'));
      folder.write('größe/more.tf', clusterText('name_prefix = local.prefix', '', 'eks_gc1_eu-west-1'));
      git('add', '.');
      git('commit', '--quiet', '--message', 'links');
      assert.deepEqual(compare('.', 'HEAD'), { code: 0, out: 'No environment changes.\n', error: '' });
      folder.write('shared/locals.tf', 'locals {\n  prefix = "gc2"\n}\n');
      assert.match(compare('.', 'HEAD').out, /~ name_prefix: "gc1" → "gc2"/);
      const outside = new TemporaryFolder({ 'locals.tf': 'locals {\n  secret = "s3cr3t"\n}\n' });
      symlinkSync(outside.at('locals.tf'), folder.at('größe/outside.tf'));
      folder.write('größe/more.tf', clusterText('name_prefix = local.secret', '', 'eks_gc1_eu-west-1'));
      git('add', '.');
      git('commit', '--quiet', '--message', 'outside');
      const { code, out, error } = compare('.', 'HEAD');
      assert.equal(code, 1);
      assert.match(
        out,
        /^Forecast\n {2}Unknown\n {4}größe\/outside.tf: This file can't be read: it is outside the workspace.\n/,
      );
      assert.match(error, /^before: größe\/outside.tf: .*\nafter: größe\/outside.tf: .*\n$/);
      assert.doesNotMatch(compare('.', 'HEAD~1').out, /s3cr3t/);
      outside.delete();
    });
  }

  it("exits with 1 if one side can't be evaluated", () => {
    folder.write('größe/eks.tf', clusterText('name_prefix = nothing.here', 'x = local.missing'));
    const { code, error } = compare();
    assert.equal(code, 1);
    assert.match(error, /^after: eks_gc0_eu-west-1: /);
  });

  it('answers kubestack/review with the diagnostics of given texts and of the workspace', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const problemsOf = async (side: unknown): Promise<string[]> => {
      const question = { uri: folder.uri(''), before: side, after: side, sections: ['problems'] };
      const { problems } = await server.request<Review>('kubestack/review', question);
      return problems!.before.filter(({ code }) => code === 'KS003').map(({ path, message }) => `${path}: ${message}`);
    };
    const broken = clusterText('name_prefix = nothing.here', 'x = local.missing');
    assert.deepEqual(await problemsOf({ kind: 'workspace' }), []);
    const found = await problemsOf({ kind: 'files', files: { 'größe/eks.tf': broken } });
    assert.match(found.join('\n'), /^größe\/eks\.tf: /);
    await assert.rejects(problemsOf({ kind: 'other' }), /"before" is not a valid side/);
    assert.equal(await server.stop(), 0);
  });

  it('answers kubestack/review for given texts and for the workspace', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const before = { kind: 'files', files: { 'eks.tf': clusterText('name_prefix = "gc0"\ncluster_max_size = 9') } };
    const parameters = { uri: folder.uri('größe'), before, after: { kind: 'workspace' }, sections: ['values'] };
    const review = await server.request<Review>('kubestack/review', { ...parameters, markdown: 'text' });
    const comparison = review.values!;
    assert.deepEqual(
      comparison.attributes.map(({ environment, path, before: from, after }) => [environment, path, from, after]),
      [
        ['ops', ['cluster_max_size'], '9', '12'],
        ['apps', ['cluster_max_size'], '9', '12'],
      ],
    );
    assert.match(review.markdown?.values ?? '', /^\*\*ops\*\* · 1 attribute/);
    const nonsense = { ...parameters, before: { kind: 'files', files: { a: 1 } } };
    await assert.rejects(server.request('kubestack/review', nonsense), /"before" is not a valid side/);
    assert.equal(await server.stop(), 0);
  });

  it('keeps the files of a revision, and asks for those that it does not have', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const question = { uri: folder.uri('größe'), after: { kind: 'workspace' }, sections: ['values'] };
    const files = { 'eks.tf': clusterText('name_prefix = "gc0"\ncluster_max_size = 9') };
    const ask = (before: object): Promise<Review> =>
      server.request<Review>('kubestack/review', { ...question, before });
    assert.deepEqual(await ask({ kind: 'sent', id: 'c1' }), { needs: ['c1'] });
    const whole = await ask({ kind: 'files', id: 'c1', files });
    assert.equal(whole.values?.attributes.length, 2);
    assert.deepEqual(await ask({ kind: 'sent', id: 'c1' }), whole);
    const partial = { 'eks.tf': { refusal: 'missingObject' } };
    assert.ok((await ask({ kind: 'files', id: 'c2', files: partial })).values);
    assert.deepEqual(await ask({ kind: 'sent', id: 'c2' }), { needs: ['c2'] });
    assert.equal(await server.stop(), 0);
  });
});
