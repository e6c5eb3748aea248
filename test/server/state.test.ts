import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { McpClient } from '../support/server/mcpClient';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sample = resolve(__dirname, '../platforms/three-environments');
const ADDRESS = 'module.scw_web0_fr-par.scaleway_k8s_cluster.current';

interface State {
  platforms: {
    mainBranch: string;
    environments: {
      environment: string;
      committed?: string;
      desired?: { commit: string; tag?: string; at?: string; by?: string };
      acceptedDrift: { inForce: number; expired: number };
    }[];
  }[];
}

describe('kubestack-language-server state', () => {
  const place = TemporaryFolder.ofEachTest({});
  let folder: string;
  const git = (...parameters: string[]): string =>
    execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-11-20T10:00:00Z' },
    }).trim();
  const run = (...parameters: string[]): Ran =>
    runCommand(['state', ...parameters], { cwd: folder, env: { ...process.env, KUBESTACK_DATE: '2026-11-23' } });
  const entry = (environments: string, until: string): string =>
    `drift "${ADDRESS}" {\n  environments = ["${environments}"]\n  reason = "known"\n  until = "${until}"\n}\n`;

  beforeEach(() => {
    // A platform in a folder of its repository.
    folder = place.at('repository');
    mkdirSync(folder);
    cpSync(sample, join(folder, 'infra'), { recursive: true });
    place.write('repository/infra/known.drift.hcl', entry('ops', '2027-01-31') + entry('apps', '2026-11-22'));
    git('init', '--quiet', '--initial-branch=trunk');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'One');
    for (const name of ['apps-deploy-2026-11-20-9', 'apps-deploy-2026-11-20-10', 'v1.0.0'])
      git('tag', '--annotate', '--message', name, name);
    git('commit', '--quiet', '--allow-empty', '--message', 'Two');
    place.write('repository/.vscode/settings.json', '{ "kubestack.mainBranch": "trunk" }');
  });

  it('tells what Git knows of each environment, as JSON', () => {
    const { code, out, error } = run('.', '--format', 'json');
    assert.deepEqual({ code, error }, { code: 0, error: '' });
    const [platform, ...others] = (JSON.parse(out) as State).platforms;
    assert.deepEqual([others.length, platform?.mainBranch], [0, 'trunk']);
    const [one, two] = [git('rev-parse', 'HEAD~'), git('rev-parse', 'HEAD')];
    assert.deepEqual(platform?.environments, [
      {
        environment: 'ops',
        committed: two,
        desired: { commit: two },
        acceptedDrift: { inForce: 1, expired: 0 },
      },
      {
        environment: 'apps',
        committed: two,
        desired: { commit: one, tag: 'apps-deploy-2026-11-20-10', at: '2026-11-20T10:00:00.000Z', by: 'Ada' },
        acceptedDrift: { inForce: 0, expired: 1 },
      },
      { environment: 'apps-prod', committed: two, acceptedDrift: { inForce: 0, expired: 0 } },
    ]);
    const later = JSON.parse(run('infra', '--format', 'json', '--date', '2027-02-01').out) as State;
    assert.equal(later.platforms[0]?.environments[0]?.acceptedDrift.expired, 1);
  });

  it('says that a tag is on a commit outside of the main branch, and takes no person or time from the commit', () => {
    git('checkout', '--quiet', '-b', 'experiment');
    git('commit', '--quiet', '--allow-empty', '--message', 'Three');
    git('tag', 'apps-deploy-2026-11-21-0');
    git('checkout', '--quiet', 'trunk');
    const { platforms } = JSON.parse(run('.', '--format', 'json').out) as State;
    const commit = git('rev-parse', 'experiment');
    assert.deepEqual(platforms[0]?.environments[1]?.desired, {
      commit,
      tag: 'apps-deploy-2026-11-21-0',
      isOnMain: false,
    });
    assert.match(
      run().out,
      /apps\n {2}committed: trunk \w{7}\n {2}desired: apps-deploy-2026-11-21-0 · not on trunk · \w{7} · time unknown\n/,
    );
  });

  it('reads the pipelines of a repository for a platform in a folder with a space', () => {
    const at = 'repository/our infra';
    cpSync(sample, join(place.path, at), { recursive: true });
    const steps = 'terraform init && terraform workspace select';
    place.write(
      'repository/.github/workflows/main.yaml',
      `on:
  push:
    branches: [trunk]
    tags: ["release-apps-*"]
jobs:
  apply:
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: our infra } }
    steps:
      - uses: actions/checkout@v7
      - if: github.ref == 'refs/heads/trunk'
        run: ${steps} ops && terraform apply
      - if: startsWith(github.ref, 'refs/tags/release-apps-')
        run: ${steps} apps && terraform apply
`,
    );
    git('tag', '--annotate', '--message', 'x', 'release-apps-2026-11-22-0', 'HEAD');
    const { platforms } = JSON.parse(run('our infra', '--format', 'json').out) as State;
    assert.equal(platforms[0]?.environments[1]?.desired?.tag, 'release-apps-2026-11-22-0');
  });

  it("doesn't count accepted drift of a module that the platform lacks", () => {
    place.write('repository/infra/gone.drift.hcl', entry('ops', '2027-01-31').replace('scw_web0_fr-par', 'gone'));
    const { platforms } = JSON.parse(run('.', '--format', 'json').out) as State;
    assert.deepEqual(platforms[0]?.environments[0]?.acceptedDrift, { inForce: 1, expired: 0 });
  });

  it('prints text and Markdown, and changes nothing', () => {
    const before = git('for-each-ref') + git('status', '--porcelain');
    assert.match(
      run().out,
      /apps\n {2}committed: trunk \w{7}\n {2}desired: apps-deploy-2026-11-20-10 · \w{7} · 2026-11-20 · Ada\n/,
    );
    assert.match(
      run('--format', 'markdown').out,
      /\| \*\*apps-prod\*\* \| .* \| never promoted \| drift not checked \|/,
    );
    assert.equal(git('for-each-ref') + git('status', '--porcelain'), before);
  });

  it('says why it can tell nothing outside of a repository', () => {
    const outside = new TemporaryFolder({ 'main.tf': '' });
    try {
      const { code, error } = run(outside.path);
      assert.equal(code, 2);
      assert.match(error, / is not in a Git repository\.\n/);
    } finally {
      outside.delete();
    }
  });

  it('is the tool kubestack_get_state for agents', async () => {
    const client = await McpClient.start([folder]);
    try {
      const answer = JSON.stringify(await client.call('kubestack_get_state', { path: 'infra' }));
      assert.match(answer, /apps-deploy-2026-11-20-10/);
      assert.match(answer, /Not at the newest commit of trunk: apps, apps-prod/);
    } finally {
      await client.stop();
    }
  });
});
