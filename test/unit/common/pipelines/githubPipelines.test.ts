// Realistic workflows, and their commands for each event.
import assert from 'node:assert/strict';
import { doneAt, everythingIn, type Files } from '../../../support/pipelines/pipelineTable';

interface Row {
  readonly name: string;
  readonly files: Files;
  /** The platform's folder. */
  readonly folder?: string;
  readonly at: Readonly<Record<string, readonly string[]>>;
  /** All environments that can be planned, applied or selected. */
  readonly reaches?: readonly string[];
}

/** One workflow. */
const workflow = (text: string, more: Files = {}): Files => ({ '.github/workflows/main.yaml': text, ...more });

/** Steps of one job that runs on every push. */
const steps = (text: string, job = ''): Files =>
  workflow(`on: [push]\njobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps:\n${text.replace(/^/gm, '      ')}`);

const rows: readonly Row[] = [
  {
    name: 'a matrix with conditions, as Kubestack’s starters have it',
    files: workflow(`
on:
  push:
    branches: ["**"]
    tags: ["*"]
jobs:
  deploy:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        environment:
          - ops
          - apps
          # - apps-prod  # uncomment if you have three environments
    env:
      KBST_DOCKER_ARGS: --rm -v \${{ github.workspace }}:/infra -e TF_IN_AUTOMATION=true
      KBST_DOCKER_IMAGE: kbst:\${{ github.sha }}
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t $KBST_DOCKER_IMAGE .
      - run: |
          docker run \\
              $KBST_DOCKER_ARGS \\
              $KBST_DOCKER_IMAGE \\
            terraform workspace select \${{ matrix.environment }}
      - run: docker run $KBST_DOCKER_ARGS $KBST_DOCKER_IMAGE terraform plan --out=tfplan --input=false
      - if: |
          (github.ref == 'refs/heads/main' && matrix.environment == 'ops') ||
          (startsWith(github.ref, 'refs/tags/apps-deploy-') && matrix.environment == 'apps') ||
          (startsWith(github.ref, 'refs/tags/apps-prod-deploy-') && matrix.environment == 'apps-prod')
        run: docker run $KBST_DOCKER_ARGS $KBST_DOCKER_IMAGE terraform apply --input=false tfplan
`),
    at: {
      main: ['plan ops', 'apply ops', 'plan apps'],
      'branch feature/x': ['plan ops', 'plan apps'],
      'tag apps-deploy-1': ['plan ops', 'plan apps', 'apply apps'],
      'tag apps-prod-deploy-1': ['plan ops', 'plan apps'],
      'request main': [],
    },
    reaches: ['apps', 'ops'],
  },
  {
    name: 'a matrix with include and exclude',
    files: workflow(`
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        environment: [ops, apps]
        region: [eu, us]
        exclude:
          - { environment: ops, region: us }
        include:
          - { environment: apps-prod, region: eu }
          - { environment: apps, flags: -lock=false }
    env:
      TF_WORKSPACE: \${{ matrix.environment }}
    steps:
      - run: terraform plan \${{ matrix.flags }}
`),
    at: { main: ['plan ops', 'plan apps', 'plan apps', 'plan apps-prod'] },
    reaches: ['apps', 'apps-prod', 'ops'],
  },
  {
    name: 'TF_WORKSPACE at each level, the nearest first',
    files: workflow(`
on: push
env: { TF_WORKSPACE: ops }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform plan
  b:
    runs-on: ubuntu-latest
    env: { TF_WORKSPACE: apps }
    steps:
      - run: terraform plan
      - run: terraform plan
        env: { TF_WORKSPACE: "\${{ format('{0}-{1}', env.TF_WORKSPACE, 'prod') }}" }
      - run: TF_WORKSPACE=other terraform plan; terraform plan
      - run: env TF_WORKSPACE=last terraform plan
`),
    at: { main: ['plan ops', 'plan apps', 'plan apps-prod', 'plan other', 'plan apps', 'plan last'] },
  },
  {
    name: 'a reusable workflow with inputs, called for one and for several',
    files: workflow(
      `
on: { push: { branches: [main], tags: ["apps-deploy-*"] } }
jobs:
  ops:
    if: github.ref_type == 'branch'
    uses: ./.github/workflows/deploy.yaml
    with: { environment: ops }
    secrets: inherit
  apps:
    if: github.ref_type == 'tag'
    strategy: { matrix: { environment: [apps, apps-prod] } }
    uses: ./.github/workflows/deploy.yaml
    with: { environment: "\${{ matrix.environment }}", apply: "\${{ matrix.environment == 'apps' }}" }
`,
      {
        '.github/workflows/deploy.yaml': `
on:
  workflow_call:
    inputs:
      environment: { type: string, required: true }
      apply: { type: boolean, default: true }
jobs:
  run:
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    steps:
      - run: terraform workspace select -or-create=true "\${{ inputs.environment }}"
      - run: terraform plan
      - if: inputs.apply
        run: terraform apply -auto-approve
`,
      },
    ),
    at: { main: ['plan ops', 'apply ops'], 'tag apps-deploy-1': ['plan apps', 'apply apps', 'plan apps-prod'] },
    reaches: ['apps', 'apps-prod', 'ops'],
  },
  {
    name: 'a reusable workflow of another repository: nobody knows what it does',
    files: workflow(
      `on: push\njobs:\n  a: { uses: acme/workflows/.github/workflows/deploy.yaml@v1, with: { environment: ops } }\n`,
    ),
    at: { main: ['and more'] },
    reaches: ['and more'],
  },
  {
    name: 'an action of the repository',
    files: {
      ...steps(`- uses: ./.github/actions/plan\n  with: { workspace: apps }\n`),
      '.github/actions/plan/action.yml': `
inputs:
  workspace: { required: true }
  folder: { default: . }
runs:
  using: composite
  steps:
    - run: terraform -chdir=\${{ inputs.folder }} workspace select \${{ inputs.workspace }} && terraform plan
      shell: bash
`,
    },
    at: { main: ['plan apps'] },
    reaches: ['apps'],
  },
  {
    name: 'scripts with loops, functions, case and arithmetic, which are not followed',
    files: steps(`- run: |
    for environment in ops apps; do terraform workspace select "$environment" && terraform plan; done
- run: |
    plan() { terraform workspace select "$1" && terraform plan; }
    plan ops
- run: (( count = 1 )) && terraform plan
- run: |
    case "$GITHUB_REF" in
      refs/heads/main) echo TF_WORKSPACE=ops >> "$GITHUB_ENV" ;;
    esac
- run: terraform apply
`),
    at: { main: ['apply ?', 'and more'] },
    reaches: ['?', 'and more'],
  },
  {
    name: 'a loop that runs nothing of terraform, and a trap',
    files: steps(`- run: for attempt in 1 2 3; do curl --fail https://example.com && break; sleep 5; done
- run: |
    trap 'rm -f plan.tfplan' EXIT
    TF_WORKSPACE=ops terraform plan -out plan.tfplan
- run: |
    trap 'terraform force-unlock 1' EXIT
    TF_WORKSPACE=apps terraform plan
`),
    at: { main: ['plan ops', 'plan apps', 'and more'] },
  },
  {
    name: 'a script that decides by the ref',
    files: steps(`- run: |
    set -euo pipefail
    if [[ $GITHUB_REF == refs/heads/main ]]; then
      environment=ops
    elif [[ $GITHUB_REF == refs/tags/*-deploy-* ]]; then
      environment=\${GITHUB_REF_NAME%%-deploy-*}
    else
      echo "nothing to do"; exit 0
    fi
    echo "TF_WORKSPACE=$environment" >> "$GITHUB_ENV"
- run: terraform plan
- run: |
    if [[ $GITHUB_REF_TYPE == tag && "$TF_WORKSPACE" != ops ]] || [ "$GITHUB_REF" = "refs/heads/main" ]; then
      terraform apply -auto-approve
    fi
`),
    at: {
      main: ['plan ops', 'apply ops'],
      'tag apps-deploy-2026-01-31-0': ['plan apps', 'apply apps'],
      'tag apps-prod-deploy-7': ['plan apps-prod', 'apply apps-prod'],
      'branch feature/x': ['plan -'],
      'tag v1': ['plan -', 'maybe apply -'],
    },
    reaches: ['?'],
  },
  {
    name: 'outputs of a step and of a job',
    files: workflow(`
on: { push: { branches: ["**"], tags: ["apps-deploy-*"] } }
jobs:
  choose:
    runs-on: ubuntu-latest
    outputs:
      environment: \${{ steps.choose.outputs.environment }}
    steps:
      - id: choose
        run: |
          if [[ "$GITHUB_REF" == refs/tags/apps-deploy-* ]]; then
            echo "environment=apps" >> $GITHUB_OUTPUT
          else
            echo "environment=ops" >> $GITHUB_OUTPUT
          fi
  deploy:
    needs: choose
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select \${{ needs.choose.outputs.environment }}
      - run: terraform apply -auto-approve
        if: needs.choose.outputs.environment == 'apps' || github.ref_name == 'main'
`),
    at: { main: ['apply ops'], 'branch x': [], 'tag apps-deploy-1': ['apply apps'] },
    reaches: ['apps', 'ops'],
  },
  {
    name: 'folders: of the job, of the step, of the shell, of terraform, of a container',
    folder: 'platform',
    files: workflow(`
on: push
defaults: { run: { working-directory: platform } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select a && terraform plan
      - run: terraform plan
        working-directory: other
      - run: cd .. && terraform -chdir=./platform plan
      - run: (cd ../other && terraform plan); terraform plan -destroy
  b:
    runs-on: ubuntu-latest
    defaults: { run: { working-directory: . } }
    steps:
      - run: terraform plan
      - run: docker run -v "$PWD/platform:/infra" kbst terraform workspace select b
      - run: docker run -v "$(pwd):/src" --workdir=/src/platform kbst terraform plan
      - run: docker run --mount type=bind,src=\${{ github.workspace }}/other,dst=/infra kbst terraform plan
      - run: docker run -v "$SOMEWHERE:/infra" kbst terraform plan
      - run: cd "$DIRECTORY" && terraform plan
`),
    at: {
      main: ['plan a', 'plan a', 'plan a', 'plan b', 'plan ? somewhere', 'plan - somewhere'],
    },
  },
  {
    name: 'a checkout into a folder, and one of another repository',
    folder: 'platform',
    files: steps(`- uses: actions/checkout@v4
  with: { path: source }
- uses: actions/checkout@v4
  with: { repository: acme/tools, path: tools }
- run: terraform plan
  working-directory: source/platform
- run: terraform plan
  working-directory: tools/platform
- run: terraform plan
  working-directory: platform
`),
    at: { main: ['plan -'] },
  },
  {
    name: 'an input with options, chosen by hand',
    files: workflow(`
on:
  workflow_dispatch:
    inputs:
      environment: { type: choice, options: [ops, apps] }
      apply: { type: boolean }
jobs:
  a:
    runs-on: ubuntu-latest
    env: { TF_WORKSPACE: "\${{ github.event.inputs.environment }}" }
    steps:
      - run: terraform plan
      - if: inputs.apply && inputs.environment != 'ops'
        run: terraform apply
`),
    at: { manual: ['plan ops|apps', 'maybe apply ops|apps'], main: [] },
    reaches: ['apps', 'ops'],
  },
  {
    name: 'a choice in an expression',
    files: steps(`- run: terraform plan
  env:
    TF_WORKSPACE: \${{ startsWith(github.ref, 'refs/tags/') && 'apps' || github.ref == 'refs/heads/main' && 'ops' || 'preview' }}
`),
    at: { main: ['plan ops'], 'tag x': ['plan apps'], 'branch y': ['plan preview'] },
    reaches: ['apps', 'ops', 'preview'],
  },
  {
    name: 'filters of branches and tags',
    files: workflow(`
on:
  push:
    branches-ignore: [gh-pages, "dependabot/**"]
    paths: ["platform/**"]
  pull_request:
    branches: [main]
  schedule: [{ cron: "0 0 * * *" }]
jobs:
  a:
    runs-on: ubuntu-latest
    env: { TF_WORKSPACE: "\${{ github.event_name == 'schedule' && 'apps' || 'ops' }}" }
    steps: [{ run: terraform plan }]
`),
    at: {
      main: ['plan ops'],
      'branch gh-pages': [],
      'branch dependabot/x/y': [],
      'tag v1': [],
      'request main': ['plan ops'],
      'request other': [],
      schedule: ['plan apps'],
    },
  },
  {
    name: 'jobs that need others',
    files: workflow(`
on: push
jobs:
  last:
    needs: [second]
    runs-on: ubuntu-latest
    steps: [{ run: TF_WORKSPACE=last terraform apply }]
  second:
    needs: first
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    steps: [{ run: TF_WORKSPACE=second terraform apply }]
  first:
    runs-on: ubuntu-latest
    steps: [{ run: TF_WORKSPACE=first terraform apply }]
  always:
    needs: second
    if: always() && needs.second.result != 'failure'
    runs-on: ubuntu-latest
    steps: [{ run: TF_WORKSPACE=always terraform apply }]
  repair:
    needs: first
    if: failure()
    runs-on: ubuntu-latest
    steps: [{ run: TF_WORKSPACE=repair terraform apply }]
`),
    at: {
      main: ['apply first', 'apply second', 'apply last', 'apply always'],
      'branch x': ['apply first', 'apply always'],
    },
    reaches: ['always', 'first', 'last', 'repair', 'second'],
  },
  {
    name: 'a job that ends itself where the ref is wrong',
    files: steps(`- run: |
    [[ "$GITHUB_REF_NAME" == apps-* ]] || { echo "::error::wrong ref"; exit 1; }
- run: TF_WORKSPACE=apps terraform apply -auto-approve
- if: always()
  run: TF_WORKSPACE=logs terraform apply
`),
    at: { main: ['apply logs'], 'tag apps-1': ['apply apps', 'apply logs'] },
  },
  {
    name: 'a plan whose changes are applied',
    files: steps(`- run: terraform workspace select ops
- id: plan
  run: terraform plan -detailed-exitcode -out=tfplan
  continue-on-error: true
- if: steps.plan.outputs.exitcode == 2 && steps.plan.outcome == 'success'
  run: terraform apply tfplan
`),
    at: { main: ['plan ops', 'apply ops'] },
  },
  {
    name: 'who may run it',
    files: steps(
      `- run: TF_WORKSPACE=ops terraform apply\n`,
      `    if: github.repository == 'acme/platform' && github.actor != 'dependabot[bot]'\n`,
    ),
    at: { main: ['apply ops'] },
  },
  {
    name: 'what only the settings of the repository say',
    files: steps(`- run: terraform workspace select \${{ vars.ENVIRONMENT }}
- run: terraform plan
- if: vars.APPLY == 'yes'
  run: terraform apply
`),
    at: { main: ['plan ?', 'maybe apply ?'] },
    reaches: ['?'],
  },
  {
    name: 'a matrix that a job computes',
    files: workflow(`
on: push
jobs:
  list:
    runs-on: ubuntu-latest
    outputs: { all: "\${{ steps.list.outputs.all }}" }
    steps: [{ id: list, run: 'echo "all=$(ls -1 environments | jq -Rsc .)" >> $GITHUB_OUTPUT' }]
  fixed:
    runs-on: ubuntu-latest
    outputs: { all: '["ops", "apps"]' }
    steps: []
  a:
    needs: list
    strategy: { matrix: { environment: "\${{ fromJSON(needs.list.outputs.all) }}" } }
    runs-on: ubuntu-latest
    steps: [{ run: "TF_WORKSPACE=\${{ matrix.environment }} terraform plan" }]
  b:
    needs: fixed
    strategy: { matrix: { environment: "\${{ fromJSON(needs.fixed.outputs.all) }}" } }
    runs-on: ubuntu-latest
    steps: [{ run: "TF_WORKSPACE=\${{ matrix.environment }} terraform plan" }]
`),
    at: { main: ['maybe plan ?', 'plan ops', 'plan apps'] },
  },
  {
    name: 'scripts and Makefiles',
    files: {
      ...steps(`- run: ./ci/plan.sh ops
- run: bash -eu ci/plan.sh apps
- run: make lint
- run: source ci/environment.sh && terraform plan
- run: sh -c 'terraform workspace select inner && terraform plan'
`),
      'ci/plan.sh':
        '#!/usr/bin/env bash\nset -e\ncd "$(git rev-parse --show-toplevel)"\nterraform workspace select "$1"\nterraform plan\n',
      'ci/environment.sh': 'export TF_WORKSPACE="sourced"\n',
      Makefile: 'lint:\n\ttflint\n',
    },
    at: { main: ['plan ops', 'plan apps', 'plan sourced', 'plan inner'] },
    reaches: ['apps', 'inner', 'ops', 'sourced'],
  },
  {
    name: 'a Makefile that calls terraform, a script that is not there, a tool that wraps it',
    files: { ...steps(`- run: make plan\n`), Makefile: 'plan:\n\tterraform plan\n' },
    at: { main: ['and more'] },
  },
  { name: 'a script that is not there', files: steps(`- run: ./gone.sh\n`), at: { main: ['and more'] } },
  { name: 'a program of which nobody knows the name', files: steps(`- run: $TOOL plan\n`), at: { main: ['and more'] } },
  { name: 'a shell that is none', files: steps(`- run: terraform plan\n  shell: pwsh\n`), at: { main: ['and more'] } },
  {
    name: 'a script that is not understood',
    files: steps(`- run: if true; then terraform plan\n`),
    at: { main: ['and more'] },
  },
  {
    name: 'actions that do not matter, and those that do',
    files: steps(`- uses: hashicorp/setup-terraform@v3
  with: { terraform_version: 1.11.4 }
- uses: terraform-linters/setup-tflint@v4
- uses: actions/cache@v4
  with: { path: .terraform }
- uses: dflook/terraform-plan@v2
  with: { path: ., workspace: ops }
- uses: dflook/tofu-apply@v2
  with: { path: elsewhere, workspace: apps }
`),
    at: { main: ['plan ops'] },
    reaches: ['ops'],
  },
  {
    name: 'an action that calls terraform in its own way',
    files: steps(`- uses: acme/terraform-everything@v1\n`),
    at: { main: ['and more'] },
  },
  {
    name: 'the container of a job',
    files: steps(
      `- run: terraform workspace select ops\n- run: terraform plan\n`,
      `    container:\n      image: ghcr.io/acme/tools:1\n      env: { TF_WORKSPACE: "" }\n`,
    ),
    at: { main: ['plan ops'] },
  },
  {
    name: 'terraform’s own image, and variables that are passed on',
    files: steps(`- run: docker run --rm -v .:/w -w /w -e TF_WORKSPACE=ops hashicorp/terraform:1.11 plan
- run: docker run --rm -v .:/w -w /w -e TF_WORKSPACE ghcr.io/opentofu/opentofu:1.9 plan
  env: { TF_WORKSPACE: apps }
- run: docker run --rm -v .:/w -w /w kbst terraform plan
  env: { TF_WORKSPACE: apps }
- run: docker run --rm -v .:/w -w /w --env-file .env kbst bash -c "terraform plan"
- run: podman run --entrypoint terraform -it -v .:/w -w /w acme/any plan
`),
    at: { main: ['plan ops', 'plan apps', 'plan -', 'plan ?', 'plan -'] },
  },
  {
    name: 'Gitea’s own context',
    files: {
      '.gitea/workflows/a.yml': `
on: { push: { branches: [main] } }
jobs:
  a:
    runs-on: docker
    steps: [{ if: "gitea.ref == 'refs/heads/main'", run: TF_WORKSPACE=ops tofu apply }]
`,
    },
    at: { main: ['apply ops'], 'branch x': [] },
  },
  {
    name: 'comments and names that only look like environments',
    files: steps(`# terraform workspace select a
- name: terraform workspace select b
  run: |
    # terraform workspace select c
    echo "terraform workspace select d"
    cat <<EOF
    terraform workspace select e
    EOF
    terraform workspace select f # g
    terraform plan
`),
    at: { main: ['plan f'] },
    reaches: ['f'],
  },
  {
    name: 'a workspace that is selected in one way or another',
    files: steps(`- run: |
    if grep -q apps changes.txt; then
      terraform workspace select apps
    else
      terraform workspace select ops
    fi
    terraform plan
`),
    at: { main: ['plan apps|ops'] },
  },
];

describe('a GitHub workflow', () => {
  for (const { name, files, folder, at, reaches } of rows)
    describe(name, () => {
      for (const [event, expected] of Object.entries(at))
        it(`on ${event}: ${expected.join(', ') || 'runs nothing'}`, () =>
          assert.deepEqual(doneAt(files, event, folder), expected));
      if (reaches) it(`reaches ${reaches.join(', ')}`, () => assert.deepEqual(everythingIn(files, folder), reaches));
    });
});
