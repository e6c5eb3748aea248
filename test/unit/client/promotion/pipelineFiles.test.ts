import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentOrder } from '../../../../common/promotion/environmentOrder';
import { readPipelineFiles, type PipelineTriggers } from '../../../../common/promotion/pipelineFiles';
import { readPipelines } from '../../../../client/promotion/readPipelines';
import { tagRules } from '../../../../common/promotion/tagRule';
import { GITHUB_PIPELINE, githubPipelineText } from '../../../../server/scaffold/pipeline/githubPipeline';
import { GITLAB_PIPELINE, gitlabPipelineText } from '../../../../server/scaffold/pipeline/gitlabPipeline';

const environments = ['ops', 'apps', 'apps-prod'];
const factsOf = (texts: Record<string, string>, folders = [''], mainBranch = 'main'): PipelineTriggers =>
  readPipelineFiles({
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    folders,
    environments,
    mainBranch,
  });
const github = (text: string): PipelineTriggers => factsOf({ '.github/workflows/main.yaml': text });
const gitlab = (text: string): PipelineTriggers => factsOf({ '.gitlab-ci.yml': text });
const patterns = ({ triggers }: PipelineTriggers): string[] =>
  triggers.map(({ environment, prefix, suffix }) => `${prefix}*${suffix} ${environment}`);

describe('deploy tags in pipelines', () => {
  it('are read from the triggers of a workflow', () => {
    const facts = github(`
on:
  push:
    branches: [main]
    tags:
      - "apps-deploy-*"
      - "!apps-deploy-test"
      - apps-prod-deploy-*
`);
    assert.deepEqual(patterns(facts), ['apps-deploy-* apps', 'apps-prod-deploy-* apps-prod']);
  });

  it('are read from conditions if any tag starts the workflow, with the environment of the main branch', () => {
    const facts = github(`
on: { push: { branches: ["**"], tags: ["*"] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      # startsWith(github.ref, 'refs/tags/apps-prod-')
      - if: startsWith(github.ref, 'refs/tags/live-apps/') == false
        run: tofu workspace select ops
      - if: startsWith(github.ref, 'refs/tags/live-apps/')
        run: tofu workspace select apps
`);
    assert.deepEqual(patterns(facts), ['live-apps/* apps']);
    assert.equal(facts.mainEnvironment, 'ops');
    const named = github("on: push\nenv:\n  X: ${{ startsWith(github.ref_name, 'apps-deploy-') }}\n");
    assert.deepEqual(patterns(named), ['apps-deploy-* apps']);
  });

  it("are read from GitLab's expressions", () => {
    const facts = gitlab(`
select_ops:
  only: [branches]
  script: terraform workspace select ops
select_apps:
  only:
    - /^apps-deploy-.*/
  script: terraform workspace select apps
select_prod:
  rules:
    - if: $CI_COMMIT_TAG =~ /^apps-prod-deploy-\\d+$/
  script: TF_WORKSPACE=apps-prod terraform apply
`);
    assert.deepEqual(patterns(facts), ['apps-deploy-* apps', 'apps-prod-deploy-* apps-prod']);
    assert.equal(facts.mainEnvironment, 'ops');
    const [, prod] = tagRules({ environments: ['apps', 'apps-prod'], setting: '', triggers: facts.triggers, tags: [] });
    // An ID with a date would not match: the pipeline requires digits.
    assert.equal(prod?.template, 'apps-prod-deploy-{timestamp}');
  });

  it('may have no environment in their name', () => {
    const facts = github(`
on: { push: { tags: ["release-*"], branches: [main] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    env:
      TF_WORKSPACE: \${{ github.ref_type == 'tag' && 'apps' || 'ops' }}
    steps:
      - run: tofu apply -auto-approve
`);
    assert.deepEqual(patterns(facts), ['release-* apps']);
    assert.equal(facts.mainEnvironment, 'ops');
  });

  it('come with the environment that main is applied to, not the one that is selected first', () => {
    const text = `
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select apps && terraform plan
  deploy:
    runs-on: ubuntu-latest
    if: github.ref == format('refs/heads/{0}', github.event.repository.default_branch)
    steps:
      - run: terraform workspace select ops && terraform apply -auto-approve
`;
    assert.equal(github(text).mainEnvironment, 'ops');
    const trunk = factsOf(
      { '.gitea/workflows/a.yml': text.replace('github.event.repository.default_branch', "'trunk'") },
      [''],
      'trunk',
    );
    assert.equal(trunk.mainEnvironment, 'ops');
  });

  it("are read only from pipelines of the platforms' folders", () => {
    const texts = {
      '.github/workflows/main.yaml': `
on: push
jobs:
  dns:
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: dns } }
    steps: [{ run: terraform workspace select apps && terraform apply }]
  platform:
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: platform } }
    steps: [{ run: terraform workspace select ops && terraform apply }]
`,
    };
    assert.equal(factsOf(texts, ['platform']).mainEnvironment, 'ops');
    assert.equal(factsOf(texts, ['dns', 'platform']).mainEnvironment, 'apps');
  });

  it('include tags that are applied to another environment than their name says', () => {
    const facts = github(`
on: { push: { tags: ["apps-deploy-*"] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select apps-prod
      - run: terraform apply -auto-approve
`);
    assert.deepEqual(facts.outcomeOf('apps-deploy-2026-01-31-0', 'apps'), {
      kind: 'appliedElsewhere',
      environment: 'apps-prod',
      path: '.github/workflows/main.yaml',
    });
    assert.equal(facts.outcomeOf('apps-deploy-2026-01-31-0', 'apps-prod').kind, 'applied');
    assert.equal(facts.outcomeOf('other-1', 'apps').kind, 'notStarted', 'what starts nothing applies to nothing');
    assert.deepEqual(patterns(facts), [], 'such a tag is no way to deploy');
  });

  describe('and what happens to a tag', () => {
    const path = '.github/workflows/main.yaml';
    const deploy = (...lines: string[]): string =>
      [
        'on: { push: { tags: ["apps-deploy-*"] } }',
        'jobs:',
        '  deploy:',
        '    runs-on: ubuntu-latest',
        '    steps:',
        ...lines.map(line => `      - run: ${line}`),
      ].join('\n');
    const outcome = (facts: PipelineTriggers, tag = 'apps-deploy-2026-01-31-0', environment = 'apps'): unknown =>
      facts.outcomeOf(tag, environment);

    it('is that it is applied, that no job runs, or that the jobs do not apply it', () => {
      const facts = github(deploy('terraform workspace select apps && terraform apply'));
      assert.deepEqual(outcome(facts), { kind: 'applied', path, isManual: false });
      assert.deepEqual(outcome(facts, 'apps-prod-deploy-2026-01-31-0', 'apps-prod'), { kind: 'notStarted' });
      const planned = github(deploy('terraform workspace select apps', 'terraform plan'));
      assert.deepEqual(outcome(planned), { kind: 'notApplied', path });
      const other = factsOf({ [path]: deploy('terraform workspace select apps && terraform apply') }, ['platform']);
      assert.deepEqual(outcome(other), { kind: 'notApplied', path }, 'another folder');
    });

    it('is that it is applied by the pipelines that we write', () => {
      const input = { mainBranch: 'main', environments, providers: ['aws'], program: 'terraform' } as const;
      for (const [file, text] of [
        [GITHUB_PIPELINE, githubPipelineText(input)],
        [GITLAB_PIPELINE, gitlabPipelineText(input)],
      ] as const) {
        const facts = factsOf({ [file]: text });
        assert.equal(facts.mainEnvironment, 'ops');
        for (const name of ['apps', 'apps-prod'])
          assert.deepEqual(outcome(facts, `${name}-deploy-2026-01-31-0`, name), {
            kind: 'applied',
            path: file,
            isManual: false,
          });
      }
    });

    it('includes that someone has to start the job', () => {
      const facts = gitlab(`
deploy:
  rules:
    - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
      when: manual
  script: TF_WORKSPACE=apps terraform apply
`);
      assert.deepEqual(outcome(facts), { kind: 'applied', path: '.gitlab-ci.yml', isManual: true });
    });

    it('is unknown if a condition, a command, a workflow or another system is', () => {
      const unknown = { kind: 'unknown' };
      assert.deepEqual(outcome(github(deploy('make deploy'))), unknown);
      assert.deepEqual(outcome(github(deploy('terraform workspace select "$WHERE" && terraform apply'))), unknown);
      assert.deepEqual(
        outcome(github(deploy('terraform workspace select apps && test -n "$MAYBE" && terraform apply'))),
        unknown,
      );
      const elsewhere = 'on: push\njobs: { a: { uses: acme/workflows/.github/workflows/a.yml@main } }\n';
      assert.deepEqual(outcome(github(elsewhere)), unknown, 'a workflow of another repository may do anything');
      const checked = 'on: { push: { branches: [main] } }\njobs: { a: { steps: [{ run: terraform fmt }] } }\n';
      assert.deepEqual(outcome(github(checked)), { kind: 'notStarted' });
      assert.deepEqual(outcome(factsOf({ [path]: checked, Jenkinsfile: '' })), unknown);
      assert.deepEqual(outcome(factsOf({ Jenkinsfile: '' })), unknown);
      assert.deepEqual(outcome(factsOf({})), { kind: 'noPipeline' });
      assert.deepEqual(outcome(github('on: [push\n  - : :')), unknown, 'a file that does not parse');
    });
  });

  it('are unknown if a pipeline does not parse', () => {
    assert.deepEqual(github('on: [push\n  - : :').triggers, []);
    assert.deepEqual(gitlab('\t{').triggers, []);
    assert.deepEqual(github('').triggers, []);
  });
});

describe('pipeline files in a work tree', () => {
  let root: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'pipelines-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are read with the files that they include', async () => {
    write('.gitlab-ci.yml', 'include: /ci/deploy.yml\n');
    write('ci/deploy.yml', 'deploy:\n  script:\n    - ./ci/apply.sh ops\n');
    write('ci/apply.sh', 'terraform workspace select "$1"\nterraform apply\n');
    write('.forgejo/workflows/other.yml', 'on: push\njobs: {}\n');
    write('docs/.gitlab-ci.yml', 'x: { script: a }');
    const files = await readPipelines(root);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['.forgejo/workflows/other.yml', '.gitlab-ci.yml', 'ci/deploy.yml', 'ci/apply.sh'],
    );
    const question = { files, folders: [''], environments, mainBranch: 'main' };
    assert.equal(readPipelineFiles(question).mainEnvironment, 'ops');
  });

  it('are not read outside of the repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'secret.yml'), 'a: { script: terraform apply }');
    mkdirSync(join(root, '.github/workflows'), { recursive: true });
    symlinkSync(join(outside, 'secret.yml'), join(root, '.github/workflows/a.yml'));
    write('.gitlab-ci.yml', `include: [../../secret.yml, "${outside}/secret.yml"]\na: { script: ../../x.sh }\n`);
    assert.deepEqual(
      (await readPipelines(root)).map(({ path }) => path),
      ['.gitlab-ci.yml'],
    );
    rmSync(outside, { recursive: true });
  });
});

describe('the order of environments in promotion', () => {
  it('is that of the platform, starting with the environment that main is applied to', () => {
    assert.deepEqual(environmentOrder([['apps', 'dev']], 'dev', false), ['dev', 'apps']);
    assert.deepEqual(environmentOrder([['apps', 'dev']], 'dev', true), ['apps', 'dev']);
    const local = [['ops', 'loc', 'apps']];
    assert.deepEqual(environmentOrder(local, undefined, false), ['ops', 'apps'], 'nothing is promoted to loc');
    assert.deepEqual(environmentOrder(local, 'loc', false), ['ops', 'apps']);
    assert.deepEqual(environmentOrder(local, undefined, true), ['ops', 'loc', 'apps'], 'but where that is set');
    assert.deepEqual(
      environmentOrder(
        [
          ['ops', 'apps'],
          ['ops', 'apps', 'apps-prod'],
        ],
        undefined,
        false,
      ),
      environments,
    );
  });
});
