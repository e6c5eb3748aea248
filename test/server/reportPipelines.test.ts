// How pipelines store the report of their plan: runs the steps of docs/pipelines.md and of the scaffold's pipelines with the built server. Stand-ins
// for Terraform print a plan; those for Docker and npx run their command.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { readPlanReport } from '../../common/plan/readPlanReport';
import { githubDriftText } from '../../server/scaffold/pipeline/githubDriftWorkflow';
import { githubPipelineText } from '../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../server/scaffold/pipeline/gitlabPipeline';
import { change } from '../support/client/plan/planOf';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = resolve(__dirname, '../..');
const commit = 'a'.repeat(40);

interface Step {
  run?: string;
  bash?: string;
  with?: { name: string; path: string };
  inputs?: { ArtifactName: string; PathtoPublish: string; publishLocation: string };
}
const [, section = ''] = readFileSync(join(project, 'docs/pipelines.md'), 'utf8').split('## Keep plan reports');
const [onGithub, onGitlab, onAzure, onBitbucket, onGitea] = [...section.matchAll(/```yaml\n([^]*?)```/g)].map(
  ([, text = '']) => parse(text) as unknown,
) as [Step[], { script: string[]; artifacts: { paths: string[] } }, Step[], { script: string[] }, Step[]];

const PLAN = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { token: { value: 'sesame-of-a-variable' } },
  resource_changes: [
    change('module.eks_gc0_eu-west-1.terraform_data.a', ['create'], {
      after: { input: 'sesame-input', other: 'shown' },
      after_sensitive: { input: true },
    }),
  ],
  configuration: { root_module: { variables: { token: { sensitive: true } } } },
  timestamp: '2026-01-02T03:04:05Z',
});

describe('pipelines that keep plan reports', () => {
  const place = TemporaryFolder.ofEachTest({ 'plan.json': PLAN, 'temp/.keep': '' });

  beforeEach(() => {
    cpSync(join(project, 'test/platforms/multi-cloud'), place.at('platform'), { recursive: true });
    execFileSync('git', ['init', '--quiet'], { cwd: place.at('platform') });
    const show = `[ "$*" = "show -json tfplan" ] && cat '${place.at('plan.json')}'`;
    program('terraform', show);
    program('tofu', show);
    program('kubestack-language-server', `exec '${process.execPath}' '${join(project, 'dist/server.js')}' "$@"`);
    // A committed package of the same name, and committed reports.
    const forged = place.at('forged');
    for (const path of ['node_modules/.bin/kubestack-language-server', 'node_modules/kubestack/index.js'])
      place.write(`platform/${path}`, `#!/bin/sh\ntouch '${forged}'\n`);
    // `npm install … --prefix FOLDER … PACKAGE`, and the command after the image.
    program(
      'npm',
      `for last; do :; done
[ "$last" = kubestack.tgz ] || exit 9
while [ "$1" != --prefix ]; do shift; done
case "$2" in "$PWD"*) exit 9 ;; esac
[ "\${2#/opt}" = "$2" ] || exit 0
mkdir -p "$2/bin" && cp '${place.at('bin/kubestack-language-server')}' "$2/bin/"`,
    );
    program(
      'docker',
      `while [ "\${1#kbst:}" = "$1" ] && [ "\${1#node:}" = "$1" ]; do shift; done
shift
name="\${1#/opt/kubestack/bin/}"; shift
exec "$name" "$@"`,
    );
    program('curl', `printf '%s\\n' "$@" > '${place.at('curl')}'`);
  });

  function program(name: string, script: string): void {
    place.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(place.at(`bin/${name}`), 0o755);
  }

  function run(
    script: string | undefined,
    environment: Record<string, string>,
    shell = ['-e', '-o', 'pipefail'],
  ): void {
    assert.ok(script);
    const env = { ...process.env, PATH: `${place.at('bin')}:${process.env['PATH']}`, ...environment };
    const options = { cwd: place.at('platform'), env, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('bash', [...shell, '-c', script], options);
    assert.equal(status, 0, stderr);
  }

  /** The report in a file, with its environment, commit and page. */
  function reported(file: string): (string | undefined)[] {
    const text = place.read(file);
    assert.ok(!text.includes('sesame'));
    const report = readPlanReport(text);
    assert.ok('plan' in report, JSON.stringify(report));
    // The checked-out code of the platform.
    assert.deepEqual(
      report.plan.changes.map(({ owner }) => owner.kind),
      ['cluster'],
    );
    const { environment, commit: planned, url } = report.origin;
    return [environment, planned, url];
  }

  it('as documented for GitHub, Gitea and Forgejo', () => {
    for (const steps of [onGithub, onGitea]) {
      const [report, keep] = steps;
      run(report?.run, { COMMIT: commit, RUN: 'https://example.com/runs/1', RUNNER_TEMP: place.at('temp') });
      assert.deepEqual(reported('temp/plan-report-ops.json'), ['ops', commit, 'https://example.com/runs/1']);
      assert.deepEqual(keep?.with, { name: 'plan-reports', path: '${{ runner.temp }}/plan-report-*.json' });
    }
  });

  it('as documented for GitLab', () => {
    place.write('platform/plan-report-apps.json', 'forged');
    run(onGitlab.script.join('\n'), { CI_COMMIT_SHA: commit, CI_PIPELINE_URL: 'https://gitlab.example/p/1' });
    assert.throws(() => place.read('platform/plan-report-apps.json'), { code: 'ENOENT' });
    assert.deepEqual(reported('platform/plan-report-ops.json'), ['ops', commit, 'https://gitlab.example/p/1']);
    assert.deepEqual(onGitlab.artifacts.paths, ['plan-report-*.json']);
  });

  it('as documented for Azure DevOps, for pull requests and branches', () => {
    const [report, keep] = onAzure;
    const build = {
      ...{ SYSTEM_COLLECTIONURI: 'https://dev.azure.com/acme/', SYSTEM_TEAMPROJECTID: 'id', BUILD_BUILDID: '7' },
      ...{ BUILD_SOURCEVERSION: 'b'.repeat(40), AGENT_TEMPDIRECTORY: place.at('temp') },
    };
    const page = 'https://dev.azure.com/acme/id/_build/results?buildId=7';
    run(report?.bash, { ...build, SYSTEM_PULLREQUEST_SOURCECOMMITID: commit }, []);
    assert.deepEqual(reported('temp/reports/plan-report-ops.json'), ['ops', commit, page]);
    run(report?.bash, build, []);
    assert.deepEqual(reported('temp/reports/plan-report-ops.json'), ['ops', build.BUILD_SOURCEVERSION, page]);
    const { ArtifactName, PathtoPublish, publishLocation } = keep?.inputs ?? assert.fail();
    assert.deepEqual(
      [ArtifactName, PathtoPublish, publishLocation],
      ['plan-reports', '$(Agent.TempDirectory)/reports', 'Container'],
    );
  });

  it('as documented for Bitbucket, which uploads it with the commit in its name', () => {
    const environment = {
      ...{ BITBUCKET_COMMIT: commit, BITBUCKET_REPO_FULL_NAME: 'acme/platform', BITBUCKET_BUILD_NUMBER: '7' },
      KUBESTACK_TOKEN: 'token',
    };
    run(onBitbucket.script.join('\n'), { ...environment, TMPDIR: place.at('temp') });
    const sent = place.read('curl').split('\n');
    const path = sent.find(each => each.startsWith('files=@'))?.slice('files=@'.length) ?? '';
    assert.equal(basename(path), `plan-report-ops-${commit}.json`);
    assert.ok(path.startsWith(place.at('temp')), path);
    assert.deepEqual(reported(relative(place.path, path)), [
      'ops',
      commit,
      'https://bitbucket.org/acme/platform/pipelines/results/7',
    ]);
    assert.ok(sent.includes('https://api.bitbucket.org/2.0/repositories/acme/platform/downloads'));
  });

  const facts = {
    mainBranch: 'main',
    environments: ['ops', 'apps', 'apps-prod'],
    providers: ['aws' as const],
    program: 'tofu' as const,
    showsPlans: true,
  };

  it('as the scaffold writes them for GitHub Actions', () => {
    const { jobs } = parse(githubPipelineText(facts)) as { jobs: { platform: { steps: Step[] } } };
    const steps = jobs.platform.steps.flatMap(step =>
      /plan-report|npm install/.test(step.run ?? '') ? [step.run] : [],
    );
    const environment = {
      ...{ KUBESTACK_PACKAGE: 'kubestack.tgz', GITHUB_SHA: commit, GITHUB_WORKSPACE: place.at('platform') },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/platform', GITHUB_RUN_ID: '7' },
      ...{ PLANNED: 'ops', GITHUB_STEP_SUMMARY: place.at('summary'), RUNNER_TEMP: place.at('temp') },
    };
    for (const step of steps) run(step, environment);
    const page = 'https://github.com/acme/platform/actions/runs/7';
    assert.deepEqual(reported('temp/plan-reports/plan-report-ops.json'), ['ops', commit, page]);
    assert.deepEqual(reported('temp/plan-reports/plan-report-apps.json'), ['apps', commit, page]);
    assert.throws(() => place.read('forged'), { code: 'ENOENT' });
    const keep = jobs.platform.steps.find(step => step.with?.name === 'plan-reports');
    assert.equal(keep?.with?.path, '${{ runner.temp }}/plan-reports');
    const [ops, apps] = ['ops', 'apps'].map(name => place.read(`temp/plan-reports/plan-report-${name}.md`));
    assert.match(ops ?? '', /^\[\/\/\]: # \(kubestack-plan\)[^]*`ops`[^]*runs\/7/);
    assert.equal(place.read('summary'), `${ops}${apps}`);
  });

  it('as the scaffold writes them for GitLab CI; without the variable, or if the report fails, the pipeline continues', () => {
    const jobs = parse(gitlabPipelineText(facts)) as Record<string, { script?: string[]; before_script?: string[] }>;
    const prepare = jobs['.platform']?.before_script ?? [];
    for (const name of ['plan-report-ops.json', `plan-report-ops-${commit}.md`, 'plan-counts.json'])
      place.write(`platform/${name}`, 'forged');
    run(prepare[0], {});
    run(
      prepare.find(command => command.includes('npm install')),
      { KUBESTACK_PACKAGE: 'kubestack.tgz', CI_JOB_ID: '1' },
    );
    for (const name of ['plan-report-ops.json', `plan-report-ops-${commit}.md`, 'plan-counts.json'])
      assert.throws(() => place.read(`platform/${name}`), { code: 'ENOENT' });
    const reports = jobs['apply ops']?.script?.filter(command => command.includes('plan-report -')) ?? [];
    assert.equal(reports.length, 2);
    const environment = { CI_COMMIT_SHA: commit, CI_PIPELINE_URL: 'https://gitlab.example/p/1', CI_PROJECT_DIR: '/' };
    const withPackage = { ...environment, KUBESTACK_PACKAGE: 'kubestack.tgz' };
    for (const report of reports) run(report, withPackage);
    assert.deepEqual(reported('platform/plan-report-ops.json'), ['ops', commit, 'https://gitlab.example/p/1']);
    assert.deepEqual(reported('platform/plan-report-apps.json'), ['apps', commit, 'https://gitlab.example/p/1']);
    assert.match(place.read(`platform/plan-report-ops-${commit}.md`), /^\[\/\/\]: # \(kubestack-plan\)/);
    assert.deepEqual(JSON.parse(place.read('platform/plan-counts.json')), { create: 1, update: 0, delete: 0 });
    program('tofu', 'exit 1');
    run(reports[0], withPackage);
    assert.throws(() => place.read('platform/plan-report-ops.json'), { code: 'ENOENT' });
    program('docker', 'exit 9');
    run(reports[1], environment);
    assert.deepEqual(reported('platform/plan-report-apps.json')[0], 'apps');
  });

  it('of nightly drift checks, as the scaffold writes them', () => {
    const drift = [
      change('module.eks_gc0_eu-west-1.terraform_data.a', ['update'], {
        before: { input: 'sesame-input', size: 1 },
        after: { input: 'sesame-input', size: 2 },
        before_sensitive: { input: true },
        after_sensitive: { input: true },
      }),
    ];
    const nothing = change('module.eks_gc0_eu-west-1.terraform_data.a', ['no-op'], { after: { size: 2 } });
    const plan = { ...(JSON.parse(PLAN) as object), resource_changes: [nothing], resource_drift: drift };
    place.write('plan.json', JSON.stringify(plan));
    const drifted = (file: string): (string | undefined)[] => {
      const text = place.read(file);
      assert.ok(!text.includes('sesame'));
      const report = readPlanReport(text);
      assert.ok('plan' in report && report.plan.refreshOnly === true && report.plan.changes.length === 0);
      return [report.origin.environment, report.plan.drift[0]?.owner.kind];
    };
    const github = parse(githubDriftText(facts)) as { jobs: { drift: { steps: Step[] } } };
    const step = github.jobs.drift.steps.find(({ run: script }) => script?.includes('plan-report -'));
    const install = github.jobs.drift.steps.find(({ run: script }) => script?.includes('npm install'));
    run(install?.run, { KUBESTACK_PACKAGE: 'kubestack.tgz', RUNNER_TEMP: place.at('temp') });
    run(step?.run, {
      ...{ KUBESTACK_PACKAGE: 'kubestack.tgz', GITHUB_SHA: commit, GITHUB_WORKSPACE: place.at('platform') },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/platform', GITHUB_RUN_ID: '7' },
      ...{ ENVIRONMENT: 'ops', RUNNER_TEMP: place.at('temp') },
    });
    assert.deepEqual(drifted('temp/plan-reports/drift-report-ops.json'), ['ops', 'cluster']);
    const gitlab = parse(gitlabPipelineText({ ...facts, driftJob: true })) as Record<string, { script?: string[] }>;
    const script = gitlab['drift apps']?.script?.find(command => command.includes('plan-report -'));
    const variables = { CI_COMMIT_SHA: commit, CI_PIPELINE_URL: 'https://gitlab.example/p/1', CI_PROJECT_DIR: '/' };
    run(script, { ...variables, KUBESTACK_PACKAGE: 'kubestack.tgz' });
    assert.deepEqual(drifted('platform/drift-report-apps.json'), ['apps', 'cluster']);
  });
});
