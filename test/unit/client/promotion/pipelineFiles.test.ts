import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentOrder } from '../../../../client/promotion/environmentOrder';
import { readPipelineFiles, type PipelineTriggers } from '../../../../client/promotion/pipelineFiles';
import { readPipelines } from '../../../../client/promotion/readPipelines';
import { tagRules } from '../../../../client/promotion/tagRule';

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
    assert.deepEqual(facts.conflictOf('apps-deploy-2026-01-31-0', 'apps'), {
      environment: 'apps-prod',
      path: '.github/workflows/main.yaml',
    });
    assert.equal(facts.conflictOf('apps-deploy-2026-01-31-0', 'apps-prod'), undefined);
    assert.equal(facts.conflictOf('other-1', 'apps'), undefined, 'what starts nothing applies to nothing');
    assert.deepEqual(patterns(facts), [], 'such a tag is no way to deploy');
  });

  it('exclude tags that certainly start nothing', () => {
    const facts = github(`
on: { push: { tags: ["apps-deploy-*"] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps: [{ run: terraform workspace select apps && terraform apply }]
`);
    assert.equal(facts.startsNothing('apps-deploy-2026-01-31-0'), false);
    assert.equal(facts.startsNothing('apps-prod-deploy-2026-01-31-0'), true);
    const elsewhere = github('on: push\njobs: { a: { uses: acme/workflows/.github/workflows/a.yml@main } }\n');
    assert.equal(elsewhere.startsNothing('apps-deploy-1'), false, 'a workflow of another repository may do anything');
    assert.equal(factsOf({}).startsNothing('apps-deploy-1'), false, 'another system may have pipelines');
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
