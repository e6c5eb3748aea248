// Realistic GitLab pipelines, and their commands for each event.
import assert from 'node:assert/strict';
import { gitlabTruth, parseGitlabExpression } from '../../../../common/pipelines/gitlab/expression';
import { nothing, anyOf, scalar, unknownValue, type PipelineValue } from '../../../../common/pipelines/values/value';
import { doneAt, everythingIn, type Files } from '../../../support/pipelines/pipelineTable';

interface Row {
  readonly name: string;
  readonly files: Files;
  readonly folder?: string;
  readonly at: Readonly<Record<string, readonly string[]>>;
  readonly reaches?: readonly string[];
}

const pipeline = (text: string, more: Files = {}): Files => ({ '.gitlab-ci.yml': text, ...more });

const rows: readonly Row[] = [
  {
    name: 'only and except, with names, kinds and expressions',
    files: pipeline(`
ops:
  only: [main]
  script: [terraform workspace select ops, terraform apply]
apps:
  only: [/^apps-deploy-.*$/]
  except: [branches]
  script: [terraform workspace select apps, terraform apply]
preview:
  only:
    refs: [merge_requests, schedules]
  script: TF_WORKSPACE=preview terraform plan
tags:
  only: [tags]
  except:
    variables: ['$CI_COMMIT_TAG =~ /^apps/']
  script: TF_WORKSPACE=tags terraform plan
everywhere:
  script: TF_WORKSPACE=everywhere terraform plan
`),
    at: {
      main: ['apply ops', 'plan everywhere'],
      'branch apps-deploy-x': ['plan everywhere'],
      'tag apps-deploy-1': ['apply apps', 'plan everywhere'],
      'tag v1': ['plan tags', 'plan everywhere'],
      'request main': ['plan preview'],
      schedule: ['maybe apply ops', 'plan preview', 'plan everywhere'],
    },
    reaches: ['apps', 'everywhere', 'ops', 'preview', 'tags'],
  },
  {
    name: 'rules: the first that holds decides',
    files: pipeline(`
apply:
  script: [terraform workspace select $ENVIRONMENT, terraform apply]
  variables: { ENVIRONMENT: preview }
  rules:
    - if: $CI_COMMIT_TAG =~ /^(?:apps|apps-prod)-deploy-\\d+$/ && $CI_COMMIT_TAG !~ /^apps-prod/
      variables: { ENVIRONMENT: apps }
    - if: $CI_COMMIT_TAG
      when: never
    - if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'
      variables: { ENVIRONMENT: ops }
      when: manual
    - if: ($CI_PIPELINE_SOURCE == "merge_request_event" || $CI_PIPELINE_SOURCE == 'schedule') && !($CI_COMMIT_TAG)
      when: on_success
`),
    at: {
      main: ['apply ops by hand'],
      'branch x': ['maybe apply ops by hand'],
      'tag apps-deploy-20260131': ['apply apps'],
      'tag apps-prod-deploy-1': [],
      'request main': ['apply preview'],
    },
    reaches: ['apps', 'ops', 'preview'],
  },
  {
    name: 'rules of the whole pipeline',
    files: pipeline(`
workflow:
  rules:
    - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
      variables: { TF_WORKSPACE: apps }
    - if: $CI_COMMIT_BRANCH == "main"
      variables: { TF_WORKSPACE: ops }
plan:
  script: terraform plan
`),
    at: { main: ['plan ops'], 'branch x': [], 'tag apps-deploy-1': ['plan apps'], 'tag v1': [], 'request main': [] },
  },
  {
    name: 'extends, anchors, merge keys, references and defaults',
    files: pipeline(`
default:
  before_script:
    - terraform workspace select $ENVIRONMENT
variables:
  ENVIRONMENT: ops
.setup:
  script: &setup
    - cd platform
    - - terraform init
.plan:
  extends: .setup
  variables: { MODE: plan }
  script:
    - !reference [.setup, script]
    - terraform $MODE
ops:
  extends: .plan
apps: &apps
  extends: [.plan]
  variables: { ENVIRONMENT: apps }
prod:
  <<: *apps
  variables: { ENVIRONMENT: apps-prod }
  before_script: [cd platform]
  script:
    - cd ..
    - *setup
    - terraform workspace select $ENVIRONMENT
    - terraform plan
`),
    folder: 'platform',
    at: { main: ['plan -', 'plan -', 'plan apps-prod'] },
  },
  {
    name: 'files of the repository that it includes, with inputs',
    files: pipeline(
      `
include:
  - local: /ci/plan.yml
    inputs: { environment: ops }
  - ci/common.yml
apps:
  extends: .common
  script: terraform apply
  variables: { TF_WORKSPACE: apps }
`,
      {
        'ci/plan.yml': `
spec:
  inputs:
    environment:
    command: { default: plan }
---
"$[[ inputs.command ]] $[[ inputs.environment ]]":
  script:
    - terraform workspace select $[[ inputs.environment ]]
    - terraform $[[ inputs.command ]]
`,
        'ci/common.yml': `.common:\n  only: [main]\n`,
      },
    ),
    at: { main: ['plan ops', 'apply apps'], 'branch x': ['plan ops'] },
    reaches: ['apps', 'ops'],
  },
  {
    name: 'files that are elsewhere: there may be more',
    files: pipeline(`
include:
  - remote: https://example.com/ci.yml
  - { project: acme/ci, file: plan.yml }
  - template: Terraform.gitlab-ci.yml
plan: { script: TF_WORKSPACE=ops terraform plan }
`),
    at: { main: ['plan ops', 'and more'] },
    reaches: ['and more', 'ops'],
  },
  {
    name: 'a job that extends what is elsewhere may have conditions',
    files: pipeline(`plan:\n  extends: .gone\n  script: TF_WORKSPACE=ops terraform plan\n`),
    at: { main: ['maybe plan ops', 'and more'] },
  },
  {
    name: 'a parallel matrix',
    files: pipeline(`
plan:
  parallel:
    matrix:
      - ENVIRONMENT: [ops, apps]
        REGION: eu
      - ENVIRONMENT: apps-prod
  environment: $ENVIRONMENT
  script:
    - terraform workspace select \${ENVIRONMENT}
    - terraform plan
  rules:
    - if: $CI_COMMIT_TAG =~ /^apps-deploy-/ && $ENVIRONMENT != "apps"
      when: never
    - when: always
`),
    at: { main: ['plan ops', 'plan apps', 'plan apps-prod'], 'tag apps-deploy-1': ['plan apps'] },
    reaches: ['apps', 'apps-prod', 'ops'],
  },
  {
    name: 'a child pipeline of the repository, and one that is elsewhere',
    files: pipeline(
      `
child:
  variables: { TF_WORKSPACE: ops }
  trigger: { include: ci/child.yml }
  rules: [{ if: $CI_COMMIT_BRANCH }]
`,
      {
        'ci/child.yml':
          'plan:\n  script: terraform plan\n  rules: [{ if: $CI_PIPELINE_SOURCE == "parent_pipeline" }]\n',
      },
    ),
    at: { main: ['plan ops'], 'tag x': [] },
  },
  {
    name: 'a pipeline of another project',
    files: pipeline(`a: { trigger: acme/other }\nb: { script: TF_WORKSPACE=ops terraform plan }\n`),
    at: { main: ['plan ops', 'and more'] },
  },
  {
    name: 'the tag in a variable',
    files: pipeline(`
deploy:
  variables: { PREFIX: apps, TF_WORKSPACE: "$PREFIX-prod" }
  rules: [{ if: '$CI_COMMIT_TAG' }]
  script:
    - terraform plan
    - export TF_WORKSPACE="\${CI_COMMIT_TAG%-deploy-*}"
    - terraform apply
`),
    at: { 'tag ops-deploy-1': ['plan apps-prod', 'apply ops'] },
    reaches: ['?', 'apps-prod'],
  },
  {
    name: 'the image of a job, and its folder',
    folder: 'platform',
    files: pipeline(`
image: { name: hashicorp/terraform:1.11, entrypoint: [""] }
before_script: [cd platform]
plan:
  script: [terraform workspace select ops, terraform plan]
after:
  script: [terraform workspace select apps]
  after_script: [terraform plan, cd platform, terraform plan]
`),
    at: { main: ['plan ops', 'plan apps'] },
  },
  {
    name: 'what another job has left',
    files: pipeline(`
cache: { paths: [.terraform] }
plan: { script: terraform plan }
`),
    at: { main: ['plan ?'] },
    reaches: ['?'],
  },
  {
    name: 'a choice by hand',
    files: pipeline(`
variables:
  TF_WORKSPACE:
    value: ops
    options: [ops, apps]
plan: { script: terraform plan }
`),
    at: { main: ['plan ops'], manual: ['plan ops|apps'] },
    reaches: ['apps', 'ops'],
  },
  {
    name: 'keywords and hidden jobs are no jobs',
    files: pipeline(`
stages: [plan]
.hidden: { script: TF_WORKSPACE=hidden terraform plan }
default: { retry: 1 }
pages: { script: TF_WORKSPACE=pages terraform plan }
`),
    at: { main: ['plan pages'] },
    reaches: ['pages'],
  },
];

describe('a GitLab pipeline', () => {
  for (const { name, files, folder, at, reaches } of rows)
    describe(name, () => {
      for (const [event, expected] of Object.entries(at))
        it(`on ${event}: ${expected.join(', ') || 'runs nothing'}`, () =>
          assert.deepEqual(doneAt(files, event, folder), expected));
      if (reaches) it(`reaches ${reaches.join(', ')}`, () => assert.deepEqual(everythingIn(files, folder), reaches));
    });
});

describe('an expression in GitLab rules', () => {
  const values: Readonly<Record<string, PipelineValue>> = {
    CI_COMMIT_BRANCH: scalar('main'),
    CI_COMMIT_TAG: nothing,
    EMPTY: scalar(''),
    PATTERN: scalar('/^ma/'),
    EITHER: anyOf([scalar('a'), scalar('b')]),
    FILLED: { kind: 'unknown', isNonEmpty: true },
  };
  const truth = (text: string): unknown =>
    gitlabTruth(parseGitlabExpression(text), name => (Object.hasOwn(values, name) ? values[name]! : unknownValue));

  const table: readonly [text: string, holds: boolean | undefined][] = [
    ['$CI_COMMIT_BRANCH', true],
    ['$CI_COMMIT_TAG', false],
    ['!$CI_COMMIT_TAG', true],
    ['$EMPTY', false],
    ['$EMPTY == ""', true],
    ['$EMPTY == null', false],
    ['$CI_COMMIT_TAG == null', true],
    ['$CI_COMMIT_TAG == ""', false],
    ['$CI_COMMIT_TAG != "x"', true],
    ['$CI_COMMIT_BRANCH == "main"', true],
    ['"main" == $CI_COMMIT_BRANCH', true],
    ["$CI_COMMIT_BRANCH == 'Main'", false],
    ['$CI_COMMIT_BRANCH =~ /^MA/', false],
    ['$CI_COMMIT_BRANCH =~ /^MA/i', true],
    ['$CI_COMMIT_BRANCH =~ /ai/', true],
    ['$CI_COMMIT_BRANCH !~ /^ma/', false],
    ['$CI_COMMIT_TAG =~ /./', false],
    ['$CI_COMMIT_TAG !~ /./', true],
    ['$CI_COMMIT_BRANCH =~ $PATTERN', true],
    ['$CI_COMMIT_BRANCH == "x" || $CI_COMMIT_BRANCH == "main" && $CI_COMMIT_TAG', false],
    ['$CI_COMMIT_BRANCH == "main" || $CI_COMMIT_BRANCH == "x" && $CI_COMMIT_TAG', true],
    ['($CI_COMMIT_BRANCH == "main" || $UNKNOWN) && $CI_COMMIT_TAG', false],
    ['$UNKNOWN == "yes"', undefined],
    ['$UNKNOWN == "yes" && $CI_COMMIT_TAG', false],
    ['$UNKNOWN == "yes" || $CI_COMMIT_BRANCH', true],
    ['!($UNKNOWN == "yes")', undefined],
    ['$EITHER == "a"', undefined],
    ['$EITHER == "c"', false],
    ['$EITHER =~ /^[ab]$/', true],
    ['$FILLED', true],
    ['$FILLED == null', false],
    ['$FILLED == ""', false],
    // The result depends on GitLab's release.
    ['$EMPTY && $CI_COMMIT_BRANCH', undefined],
    ['$EMPTY || $CI_COMMIT_BRANCH', true],
    ['$EMPTY && $CI_COMMIT_TAG', false],
    ['$CI_COMMIT_BRANCH =~ /(?!x)main/', undefined],
    ['true', true],
  ];
  for (const [text, holds] of table)
    it(`${text} ${holds === undefined ? 'is unknown' : holds ? 'is true' : 'is false'}`, () =>
      assert.equal(truth(text), holds));

  it('is undefined if GitLab rejects it', () => {
    for (const text of ['', '$A ==', '&& $A', '$A $B', '($A', '$A)', '$A = "b"', '"open', '/open', '$A == "b" ||'])
      assert.equal(parseGitlabExpression(text), undefined, text);
    assert.equal(parseGitlabExpression('$A && '.repeat(60) + '$A'), undefined, 'too many tokens');
  });
});
