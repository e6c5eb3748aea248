import * as assert from 'node:assert/strict';
import { environmentOrder } from '../../../../client/promotion/environmentOrder';
import { isPipelineFile, readPipelineFiles } from '../../../../client/promotion/pipelineFiles';

const environments = ['ops', 'apps', 'apps-prod'];
const github = (text: string): ReturnType<typeof readPipelineFiles> =>
  readPipelineFiles([{ path: '.github/workflows/main.yaml', text }], environments);
const gitlab = (text: string): ReturnType<typeof readPipelineFiles> =>
  readPipelineFiles([{ path: '.gitlab-ci.yml', text }], environments);

describe('pipeline files', () => {
  it('tell which tags deploy: triggers of a workflow', () => {
    const facts = github(`
on:
  push:
    branches: [main]
    tags:
      - "apps-deploy-*"
      - "!apps-deploy-test"
      - apps-prod-deploy-*
`);
    assert.deepEqual(facts.triggers, ['apps-deploy-*', 'apps-prod-deploy-*']);
  });

  it('tell it by conditions where any tag starts the workflow, and what main applies to', () => {
    const facts = github(`
on: { push: { branches: ["**"], tags: ["*"] } }
jobs:
  deploy:
    steps:
      - if: startsWith(github.ref, 'refs/tags/live-apps/') == false
        run: tofu workspace select ops
      - if: startsWith(github.ref, 'refs/tags/live-apps/')
        run: tofu workspace select apps
`);
    assert.deepEqual(facts, { triggers: ['live-apps/*'], mainEnvironment: 'ops' });
    assert.equal(
      github("on: push\nenv:\n  X: ${{ startsWith(github.ref_name, 'apps-deploy-') }}\n").triggers[0],
      'apps-deploy-*',
    );
  });

  it('tell it by the expressions of GitLab', () => {
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
    assert.deepEqual(facts, { triggers: ['apps-deploy-*', 'apps-prod-deploy-*'], mainEnvironment: 'ops' });
  });

  it('tell nothing where they do not parse', () => {
    assert.deepEqual(github('on: [push\n  - : :').triggers, []);
    assert.deepEqual(gitlab('\t{').triggers, []);
    assert.deepEqual(github('').triggers, []);
  });

  it('are found where forges look for them', () => {
    const paths = [
      '.github/workflows/a.yml',
      '.gitea/workflows/a.yaml',
      '.gitlab-ci.yml',
      'docs/.gitlab-ci.yml',
      '.github/a.yml',
    ];
    assert.deepEqual(paths.filter(isPipelineFile), paths.slice(0, 3));
  });
});

describe('the order of environments', () => {
  it('is that of the platform, with what main applies to first', () => {
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
