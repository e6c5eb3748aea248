// Findings in realistic pipelines: each row is a platform with its pipelines.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { fixedOnce, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { scaffolded } from '../../../support/scaffold/scaffolded';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { gitIn } from '../../../support/gitIn';

const MAIN = '.github/workflows/main.yaml';
const cluster = (
  environments: readonly string[],
  folder = '',
  ref = 'v0.19.2-beta.0',
  provider = 'aws',
): PlatformTexts => ({
  [`${folder}${provider}_cluster.tf`]: `module "${provider}_gc0" {
  source = "github.com/kbst/terraform-kubestack//${provider}/cluster?ref=${ref}"

  configuration_base_key = "${environments[0]}"

  configuration = {
${environments.map(name => `    ${name} = {}`).join('\n')}
  }
}
`,
});
const two = cluster(['apps', 'ops']);
const three = cluster(['apps-prod', 'apps', 'ops']);

/** A job that runs on every push. */
const job = (steps: string, head = 'on: push'): PlatformTexts => ({
  [MAIN]: `${head}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replace(/^(?=.)/gm, '      ')}`,
});
const planning = (...environments: string[]): string =>
  environments.map(name => `- run: terraform workspace select ${name} && terraform plan\n`).join('');

interface Row {
  readonly name: string;
  readonly texts: PlatformTexts;
  /** `path:line: message` */
  readonly found: readonly string[];
}

const rows: Readonly<Record<string, readonly Row[]>> = {
  KS516: [
    {
      name: 'a pipeline that is too long',
      texts: { ...two, ...job(`${planning('ops')}# ${'a'.repeat(50_000)}`) },
      found: [`${MAIN}:1: This pipeline is not checked completely. The YAML is longer than 50,000 characters. (KS516)`],
    },
    {
      name: 'a pipeline with an action that uses itself',
      texts: {
        ...two,
        ...job(`${planning('ops')}- uses: ./x\n- run: terraform plan\n`),
        'x/action.yml': 'runs:\n  using: composite\n  steps: [{ uses: ./x }, { uses: ./x }, { uses: ./x }]\n',
      },
      found: [`${MAIN}:1: This pipeline is not checked completely. It has too many jobs or commands. (KS516)`],
    },
    { name: 'a long pipeline', texts: { ...two, ...job(`${planning('ops')}# ${'a'.repeat(49_000)}`) }, found: [] },
  ],
  KS701: [
    {
      name: 'a list that covers every branch in another way',
      texts: { ...two, ...job(planning('ops'), 'on: { push: { branches: ["*", "*/**"] } }') },
      found: [],
    },
    {
      name: 'a list whose exclusions come last',
      texts: { ...two, ...job(planning('ops'), 'on: { push: { branches: ["*", "!gh-pages"] } }') },
      found: [`${MAIN}:1: * doesn't match branches with a slash (feature/x); use **. (KS701)`],
    },
    {
      name: 'a workflow that has nothing to do with terraform',
      texts: {
        ...two,
        ...job(planning('ops')),
        '.github/workflows/docs.yaml':
          'on: { push: { branches: ["*"] } }\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n',
      },
      found: [],
    },
    {
      name: 'a comment',
      texts: { ...two, ...job(planning('ops'), 'on:\n  push:\n    branches:\n      - "**" # not "*"') },
      found: [],
    },
  ],
  KS702: [
    {
      name: 'an environment that only a condition names',
      texts: {
        ...three,
        ...job(`- run: terraform workspace select \${{ matrix.environment }}
- run: terraform plan
- if: matrix.environment == 'apps-prod' || startsWith(github.ref, 'refs/tags/apps-prod-deploy-')
  run: terraform apply
`),
        [MAIN]: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { matrix: { environment: [ops, apps] } }
    steps:
      - run: terraform workspace select \${{ matrix.environment }}
      - run: terraform plan
      - if: matrix.environment == 'apps-prod'
        run: terraform apply
`,
      },
      found: [`${MAIN}:5: No pipeline plans apps-prod: it is missing here. (KS702)`],
    },
    {
      name: 'an environment in a comment',
      texts: { ...three, ...job(`# terraform workspace select apps-prod\n${planning('ops', 'apps')}# - apps-prod\n`) },
      found: [`${MAIN}:8: No pipeline plans apps-prod: it is missing here. (KS702)`],
    },
    {
      name: 'an environment that a filter never lets in',
      texts: {
        ...three,
        ...job(
          `${planning('ops', 'apps')}- if: startsWith(github.ref, 'refs/tags/apps-prod-deploy-')\n  run: terraform workspace select apps-prod && terraform plan\n`,
          'on: { push: { branches: ["**"], tags: ["apps-deploy-*"] } }',
        ),
      },
      found: [`${MAIN}:7: No pipeline plans apps-prod: it is missing here. (KS702)`],
    },
    {
      name: 'matrix.include',
      texts: {
        ...three,
        [MAIN]: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include:
          - { environment: ops }
          - { environment: apps }
          - { environment: apps-prod }
    steps:
      - run: terraform workspace select \${{ matrix.environment }}
      - run: terraform plan
`,
      },
      found: [],
    },
    {
      name: 'TF_WORKSPACE alone',
      texts: {
        ...two,
        ...job('- run: terraform plan\n  env: { TF_WORKSPACE: ops }\n- run: TF_WORKSPACE=app terraform plan\n'),
      },
      found: [`${MAIN}:8: No cluster has the environment app. Did you mean apps? (KS702)`],
    },
    {
      name: 'a reusable workflow, also where its input is misspelt',
      texts: {
        ...three,
        [MAIN]: `on: push
jobs:
  ops: { uses: ./.github/workflows/deploy.yaml, with: { environment: ops } }
  apps: { uses: ./.github/workflows/deploy.yaml, with: { environment: apps } }
  prod: { uses: ./.github/workflows/deploy.yaml, with: { environment: app-prod } }
`,
        '.github/workflows/deploy.yaml': `on:
  workflow_call:
    inputs: { environment: { type: string } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select \${{ inputs.environment }} && terraform plan
`,
      },
      found: [`${MAIN}:5: No cluster has the environment app-prod. Did you mean apps-prod? (KS702)`],
    },
    {
      name: 'another folder beside the platform, and the platform’s own',
      texts: {
        ...cluster(['apps', 'ops'], 'platform/'),
        ...job(`- run: terraform workspace select production && terraform plan
  working-directory: dns
- run: cd other && terraform workspace select staging
- run: docker run -v "$PWD/dns:/infra" x terraform workspace select production
- run: cd platform && terraform workspace select ops && terraform plan && terraform workspace select prod && terraform plan
`),
      },
      found: [
        `${MAIN}:10: No pipeline plans apps: it is missing here. (KS702)`,
        `${MAIN}:10: No cluster has the environment prod. (KS702)`,
      ],
    },
    {
      name: 'two platforms in one repository, each with its jobs',
      texts: {
        ...cluster(['apps', 'ops'], 'one/'),
        ...cluster(['prod', 'ops'], 'two/'),
        [MAIN]: `on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include:
          - { platform: one, environment: ops }
          - { platform: one, environment: apps }
          - { platform: two, environment: ops }
          - { platform: two, environment: prod }
    defaults: { run: { working-directory: "\${{ matrix.platform }}" } }
    steps:
      - run: terraform workspace select \${{ matrix.environment }}
      - run: terraform plan
`,
      },
      found: [],
    },
    {
      name: 'what is not known: a script, an action, an include, a variable, another system',
      texts: { ...three, ...job(`${planning('ops')}- run: ./plan-the-rest.sh\n`) },
      found: [],
    },
    {
      name: 'an action of somebody else',
      texts: { ...three, ...job(`${planning('ops')}- uses: acme/terraform-plan-all@v1\n`) },
      found: [],
    },
    {
      name: 'a variable of the repository',
      texts: { ...three, ...job(`${planning('ops')}- run: terraform workspace select \${{ vars.NEXT }}\n`) },
      found: [],
    },
    {
      name: 'an include from elsewhere',
      texts: {
        ...three,
        '.gitlab-ci.yml':
          'include: { project: acme/ci, file: a.yml }\na: { script: [terraform workspace select ops, terraform plan] }\n',
      },
      found: [],
    },
    {
      name: 'a pipeline of another system beside it',
      texts: {
        ...three,
        ...job(planning('ops')),
        'azure-pipelines.yml': 'steps: [{ bash: terraform workspace select apps }]',
      },
      found: [],
    },
    {
      name: 'a loop over environments, which is not followed',
      texts: {
        ...three,
        ...job('- run: for e in ops apps; do terraform workspace select "$e"; terraform plan; done\n'),
      },
      found: [],
    },
    {
      name: 'choices of an input',
      texts: {
        ...three,
        ...job(
          '- run: terraform workspace select ${{ inputs.environment }} && terraform plan\n',
          'on:\n  workflow_dispatch:\n    inputs:\n      environment: { type: choice, options: [ops, apps] }',
        ),
      },
      found: [`${MAIN}:4: No pipeline plans apps-prod: it is missing here. (KS702)`],
    },
    {
      name: 'names in echo and in documents',
      texts: {
        ...two,
        ...job(
          `${planning('ops', 'apps')}- run: |\n    echo "terraform workspace select prod"\n    cat <<EOF\n    terraform workspace select staging\n    EOF\n`,
        ),
      },
      found: [],
    },
    {
      name: 'Forgejo’s workflows',
      texts: {
        ...two,
        '.forgejo/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: docker\n    steps:\n      - run: tofu workspace select op && tofu plan\n',
      },
      found: ['.forgejo/workflows/a.yml:6: No cluster has the environment op. Did you mean ops? (KS702)'],
    },
  ],
  KS703: [
    {
      name: 'a condition that is about something else',
      texts: {
        ...two,
        ...job(
          `${planning('ops')}- if: github.ref == 'refs/heads/main' && inputs.color != 'master'\n  run: terraform apply # master\n- if: contains(fromJSON('["main", "master"]'), github.ref_name)\n  run: terraform apply\n`,
        ),
      },
      found: [],
    },
    {
      name: 'a script',
      texts: {
        ...two,
        ...job(
          `- run: |\n    terraform workspace select ops\n    if [ "$GITHUB_REF" = "refs/heads/master" ]; then terraform apply; fi\n`,
          'on: { push: { branches: [main, "feature/**"] } }',
        ),
      },
      found: [`${MAIN}:8: This condition says master, others say main; only one can be the main branch. (KS703)`],
    },
    {
      name: 'rules of GitLab in another file than the workflow',
      texts: {
        ...two,
        ...job(planning('ops'), 'on: { push: { branches: [main] } }'),
        '.gitlab-ci.yml':
          'a:\n  script: TF_WORKSPACE=ops terraform apply\n  rules:\n    - if: $CI_COMMIT_BRANCH == "master"\n',
      },
      found: [
        '.gitlab-ci.yml:4: This condition says master, others say main; only one can be the main branch. (KS703)',
      ],
    },
    {
      name: 'a workflow without terraform',
      texts: {
        ...two,
        ...job(planning('ops'), 'on: { push: { branches: [main] } }'),
        '.github/workflows/docs.yaml':
          'on: { push: { branches: [master] } }\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }\n',
      },
      found: [],
    },
  ],
  KS704: [
    {
      name: 'the container of a job, by the name that another job gives the image',
      texts: {
        ...cluster(['apps', 'ops'], '', 'e70912c'),
        Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c\n',
        [MAIN]: `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with: { context: ., push: true, tags: "ghcr.io/acme/infra:\${{ github.sha }}" }
  plan:
    needs: build
    runs-on: ubuntu-latest
    container: { image: "ghcr.io/acme/infra:\${{ github.sha }}" }
    steps:
      - run: terraform plan
      - run: docker run other/image terraform plan
`,
      },
      found: [`${MAIN}:13: This image has tofu, not terraform; call tofu. (KS704)`],
    },
    {
      name: 'an image that nobody knows, and the machine itself',
      texts: {
        ...cluster(['apps', 'ops'], '', 'e70912c'),
        Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c\n',
        '.gitlab-ci.yml':
          'a:\n  image: $IMAGE\n  script: terraform plan\nb:\n  image: docker:27\n  script: [docker build -t x ., docker run x tofu plan, docker run $Y terraform plan, terraform plan]\n',
      },
      found: [],
    },
    {
      name: 'a job of GitLab in the image that the pipeline builds',
      texts: {
        ...cluster(['apps', 'ops'], '', 'e70912c'),
        Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c\n',
        '.gitlab-ci.yml':
          'build:\n  image: docker:27\n  script: docker build --push -t "$CI_REGISTRY_IMAGE:$CI_COMMIT_SHA" .\nplan:\n  image: ${CI_REGISTRY_IMAGE}:$CI_COMMIT_SHA\n  script:\n    - terraform plan\n',
      },
      found: ['.gitlab-ci.yml:7: This image has tofu, not terraform; call tofu. (KS704)'],
    },
  ],
  KS705: [
    {
      name: 'a variable that only a comment names',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        ...job(`# KBST_AUTH_AZ: later
- run: docker run -v "$PWD:/infra" -e KBST_AUTH_AWS kbst terraform init # -e KBST_AUTH_AZ
  env:
    KBST_AUTH_AWS: \${{ secrets.KBST_AUTH_AWS }}
`),
      },
      found: [`${MAIN}:7: KBST_AUTH_AZ is not passed, but the platform has a cluster there. (KS705)`],
    },
    {
      name: 'a variable that is passed on and never set',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        ...job(`- run: docker run -v "$PWD:/infra" -e KBST_AUTH_AWS -e KBST_AUTH_AZ kbst terraform init
  env:
    KBST_AUTH_AWS: \${{ secrets.KBST_AUTH_AWS }}
`),
      },
      found: [`${MAIN}:6: KBST_AUTH_AZ is not passed, but the platform has a cluster there. (KS705)`],
    },
    {
      name: 'a variable that is set and not passed on',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        ...job(`- run: docker run -v "$PWD:/infra" --env KBST_AUTH_AWS kbst terraform init
  env:
    KBST_AUTH_AWS: \${{ secrets.KBST_AUTH_AWS }}
    KBST_AUTH_AZ: \${{ secrets.KBST_AUTH_AZ }}
`),
      },
      found: [`${MAIN}:6: KBST_AUTH_AZ is not passed, but the platform has a cluster there. (KS705)`],
    },
    {
      name: 'a container that a GitLab job with an image starts',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        '.gitlab-ci.yml':
          'plan:\n  image: docker:27\n  script:\n    - docker run -v "$CI_PROJECT_DIR:/infra" -e KBST_AUTH_AWS kbst terraform init\n',
      },
      found: ['.gitlab-ci.yml:4: KBST_AUTH_AZ is not passed, but the platform has a cluster there. (KS705)'],
    },
    {
      name: 'a GitLab job in the image, which the project may give more variables',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        '.gitlab-ci.yml':
          'variables:\n  KBST_AUTH_AWS: $AWS_AUTH\nplan:\n  image: example.com/kbst:v1\n  script:\n    - terraform init\nother:\n  image: example.com/kbst:v1\n  inherit: { variables: false }\n  script: terraform init\n',
      },
      found: [
        ".gitlab-ci.yml:2: This job doesn't set KBST_AUTH_AZ. Unless the GitLab project does, the cloud's provider can't log in. (KS705)",
      ],
    },
    {
      name: 'variables of a runner of one’s own, of a project, of a script, of options that are not known',
      texts: {
        ...two,
        ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
        [MAIN]: `on: push
jobs:
  own:
    runs-on: self-hosted
    steps: [{ run: docker run -v "$PWD:/infra" -e KBST_AUTH_AWS -e KBST_AUTH_AZ kbst terraform init }]
  options:
    runs-on: ubuntu-latest
    steps: [{ run: docker run $MORE -v "$PWD:/infra" -e KBST_AUTH_AWS kbst terraform init }]
  written:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "KBST_AUTH_AWS=x" >> $GITHUB_ENV
          echo "KBST_AUTH_AZ=$(cat key | base64)" >> $GITHUB_ENV
      - run: docker run -v "$PWD:/infra" -e KBST_AUTH_AWS -e KBST_AUTH_AZ kbst terraform init
`,
        '.gitlab-ci.yml':
          'a:\n  script: docker run -v $PWD:/infra -e KBST_AUTH_AWS -e KBST_AUTH_AZ kbst terraform init\n',
      },
      found: [],
    },
  ],
  KS706: [
    {
      name: 'a condition with ||',
      texts: {
        ...three,
        ...job(
          `- if: startsWith(github.ref, 'refs/tags/apps-deploy-') || startsWith(github.ref, 'refs/tags/apps-prod-deploy-')
  run: terraform workspace select apps-prod
- run: terraform apply -auto-approve
`,
          'on: { push: { tags: ["apps-deploy-*", "apps-prod-deploy-*"] } }',
        ),
      },
      found: [`${MAIN}:7: Deploy tags for apps (apps-deploy-*) are applied to apps-prod here. (KS706)`],
    },
    {
      name: 'matrix.environment',
      texts: {
        ...three,
        [MAIN]: `on: { push: { tags: ["apps-deploy-*"] } }
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { matrix: { environment: [ops, apps, apps-prod] } }
    steps:
      - run: terraform workspace select \${{ matrix.environment }}
      - if: contains(github.ref, 'apps') && startsWith(matrix.environment, 'apps')
        run: terraform apply -auto-approve
`,
      },
      found: [`${MAIN}:9: Deploy tags for apps (apps-deploy-*) are also applied to apps-prod here. (KS706)`],
    },
    {
      name: 'a wrong condition of a step, for the right names of a matrix',
      texts: {
        ...three,
        [MAIN]: `on: { push: { tags: ["*-deploy-*"] } }
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { matrix: { environment: [apps, apps-prod] } }
    steps:
      - run: terraform workspace select \${{ matrix.environment }}
      - if: startsWith(github.ref_name, 'apps-deploy-')
        run: terraform apply
`,
      },
      found: [`${MAIN}:8: Deploy tags for apps (apps-deploy-*) are also applied to apps-prod here. (KS706)`],
    },
    {
      name: 'the trigger of the workflow',
      texts: {
        ...three,
        ...job(
          '- run: terraform workspace select apps-prod\n- run: terraform apply\n',
          'on: { push: { tags: ["apps-deploy-*"] } }',
        ),
      },
      found: [`${MAIN}:6: Deploy tags for apps (apps-deploy-*) are applied to apps-prod here. (KS706)`],
    },
    {
      name: 'a reusable workflow with a wrong input',
      texts: {
        ...three,
        [MAIN]: `on: { push: { tags: ["apps-deploy-*"] } }
jobs:
  a:
    uses: ./.github/workflows/deploy.yaml
    with:
      environment: apps-prod
`,
        '.github/workflows/deploy.yaml': `on:
  workflow_call:
    inputs: { environment: { type: string } }
jobs:
  a:
    runs-on: ubuntu-latest
    env: { TF_WORKSPACE: "\${{ inputs.environment }}" }
    steps: [{ run: terraform apply -auto-approve }]
`,
      },
      found: [`${MAIN}:6: Deploy tags for apps (apps-deploy-*) are applied to apps-prod here. (KS706)`],
    },
    {
      name: 'a selection that a later step replaces, a plan, a condition that is false',
      texts: {
        ...three,
        ...job(
          `- run: terraform workspace select apps-prod
- if: startsWith(github.ref_name, 'apps-deploy')
  run: terraform workspace select apps
- run: terraform apply
- run: terraform workspace select apps-prod && terraform plan
- if: "!startsWith(github.ref, 'refs/tags/')"
  run: terraform apply
`,
          'on: { push: { tags: ["apps-deploy-*"], branches: [main] } }',
        ),
      },
      found: [],
    },
    {
      name: 'what is not known',
      texts: {
        ...three,
        ...job(
          `- run: terraform workspace select apps-prod
- if: vars.TARGET == 'prod'
  run: terraform apply
- run: terraform workspace select "$TARGET" && terraform apply
- run: cd "$ELSEWHERE" && terraform workspace select ops && terraform apply
`,
          'on: { push: { tags: ["apps-deploy-*"] } }',
        ),
      },
      found: [],
    },
    {
      name: 'who may run it is nothing that tells environments apart',
      texts: {
        ...three,
        ...job(
          `- if: github.actor != 'dependabot[bot]'\n  run: terraform workspace select apps-prod && terraform apply\n`,
          'on: { push: { tags: ["apps-deploy-*"] } }',
        ),
      },
      found: [`${MAIN}:7: Deploy tags for apps (apps-deploy-*) are applied to apps-prod here. (KS706)`],
    },
    {
      name: 'jobs of GitLab: by hand after the right one, and by hand instead of it',
      texts: {
        ...three,
        '.gitlab-ci.yml': `apps:
  rules: [{ if: $CI_COMMIT_TAG =~ /^apps-deploy-/ }]
  script: [terraform workspace select apps, terraform apply]
prod:
  needs: [apps]
  rules: [{ if: $CI_COMMIT_TAG =~ /^apps-deploy-/, when: manual }]
  script: [terraform workspace select apps-prod, terraform apply]
ops:
  rules: [{ if: $CI_COMMIT_TAG =~ /^apps-prod-deploy-/, when: manual }]
  script: [terraform workspace select ops, terraform apply]
`,
      },
      found: ['.gitlab-ci.yml:10: Deploy tags for apps-prod (apps-prod-deploy-*) are applied to ops here. (KS706)'],
    },
    {
      name: 'tags that name no environment',
      texts: {
        ...three,
        ...job('- run: terraform workspace select apps-prod && terraform apply\n', 'on: { push: { tags: ["v*"] } }'),
      },
      found: [],
    },
  ],
  KS712: [
    {
      name: 'a misspelt job and a stage that is not listed',
      texts: {
        ...two,
        '.gitlab-ci.yml': `stages: [validate, deploy]
.base:
  rules: [{ if: $CI_COMMIT_TAG =~ /^apps-deploy-/ }]
check apps:
  stage: validate
  script: [terraform validate]
apps:
  extends: .base
  stage: deploy
  needs: [chek apps, { job: lint, optional: true }, { pipeline: $PARENT, job: other }]
  script: [terraform workspace select apps, terraform apply]
ops:
  extends: .base
  script: [terraform workspace select ops, terraform apply]
`,
      },
      found: [
        '.gitlab-ci.yml:10: The pipeline has no job "chek apps", so the whole pipeline is refused. Did you mean "check apps"? (KS712)',
        '.gitlab-ci.yml:12: The pipeline has no stage "test", so the whole pipeline is refused. (KS712)',
      ],
    },
    {
      name: 'stages and jobs of a file that is included from elsewhere',
      texts: {
        ...two,
        '.gitlab-ci.yml': `include: [{ remote: 'https://example.com/ci.yml' }]
apps:
  stage: release
  needs: [build]
  script: [terraform workspace select apps, terraform apply]
`,
      },
      found: [],
    },
    {
      name: 'default stages, instances of a matrix, and jobs of an included file',
      texts: {
        ...two,
        'ci/base.yml': 'build:\n  stage: .pre\n  parallel: { matrix: [{ A: [x] }] }\n  script: [terraform validate]\n',
        '.gitlab-ci.yml': `include: ci/base.yml
apps:
  stage: deploy
  needs: ['build: [x]', build]
  script: [terraform workspace select apps, terraform apply]
`,
      },
      found: [],
    },
  ],
};

for (const [code, table] of Object.entries(rows))
  describe(`${code} in real pipelines`, () => {
    for (const { name, texts, found } of table)
      it(`${found.length === 0 ? 'does not report' : 'reports'} ${name}`, async () =>
        assert.deepEqual(await linesWith(code, texts), found));
  });

describe('KS707 with the files of a real repository', () => {
  const applying = (condition: string): PlatformTexts => ({
    ...two,
    ...job(`${planning('ops')}- if: ${condition}\n  run: terraform apply\n`),
  });
  const ON_MAIN = applying("github.ref == 'refs/heads/main'");

  /** The files of Git that the check reads, after commands in a new repository. */
  function gitFiles(branch: string, ...commands: readonly (readonly string[])[]): PlatformTexts {
    const folder = new TemporaryFolder({});
    const git = (...parameters: string[]): string => gitIn(folder.path, ...parameters);
    git('init', '--quiet', '--initial-branch', branch);
    for (const command of commands) git(...command);
    const files = readdirSync(folder.at('.git'), { recursive: true, encoding: 'utf8' })
      .map(path => `.git/${path.split(sep).join('/')}`)
      .filter(path => /\/(?:HEAD|packed-refs|refs\/.*)$/.test(path) && statSync(folder.at(path)).isFile())
      .map(path => [path, readFileSync(folder.at(path), 'utf8')] as const);
    folder.delete();
    return Object.fromEntries(files);
  }

  const COMMIT = ['commit', '--quiet', '--allow-empty', '--message=a'];
  const report = (named: string, actual: string): string[] => [
    `${MAIN}:7: The repository's branch is ${actual}. It has no branch ${named}, so what the pipeline does on ${named} never runs. (KS707)`,
  ];
  const found = (git: PlatformTexts, texts = ON_MAIN) => linesWith('KS707', { ...texts, ...git });

  it('reports a branch before the first commit, after it, and when it is packed', async () => {
    assert.deepEqual(await found(gitFiles('master')), report('main', 'master'));
    assert.deepEqual(await found(gitFiles('master', COMMIT)), report('main', 'master'));
    assert.deepEqual(await found(gitFiles('master', COMMIT, ['pack-refs', '--all'])), report('main', 'master'));
    const onMaster = applying("github.ref == 'refs/heads/master'");
    assert.deepEqual(await found(gitFiles('main', COMMIT), onMaster), report('master', 'main'));
  });

  it('reports nothing once the branch exists, in the repository or in a remote, packed or not', async () => {
    const renamed = ['branch', '--move', 'main'];
    assert.deepEqual(await found(gitFiles('main')), []);
    assert.deepEqual(await found(gitFiles('master', COMMIT, renamed)), []);
    assert.deepEqual(await found(gitFiles('master', COMMIT, ['branch', 'main'], ['pack-refs', '--all'])), []);
    const fetched = ['update-ref', 'refs/remotes/origin/main', 'HEAD'];
    assert.deepEqual(await found(gitFiles('master', COMMIT, fetched, ['pack-refs', '--all'])), []);
  });

  it('reports nothing for a detached commit, another branch, and another repository format', async () => {
    const detached = gitFiles('change', COMMIT, ['checkout', '--quiet', '--detach']);
    assert.deepEqual(await found(detached), []);
    assert.deepEqual(await found(gitFiles('change', COMMIT)), []);
    assert.deepEqual(await found({ '.git': 'gitdir: /elsewhere/.git/worktrees/a\n' }), []);
    assert.deepEqual(await found({ ...gitFiles('master'), '.git/reftable/tables.list': '' }), []);
  });
});

describe('the fix of KS702', () => {
  it('adds a missing environment to the options of an input', async () => {
    const input = {
      ...three,
      ...job(
        '- run: terraform workspace select ${{ inputs.environment }} && terraform plan\n',
        'on:\n  workflow_dispatch:\n    inputs:\n      environment:\n        type: choice\n        options:\n          - ops\n          - "apps"',
      ),
    };
    assert.match((await fixedOnce('KS702', input))?.[MAIN] ?? '', /- ops\n {10}- "apps"\n {10}- apps-prod\n/);
  });
});

describe('a list of environments with a comment for the next one', () => {
  const matrix = (entries: string): PlatformTexts => ({
    [MAIN]: `on:
  push:
    branches: ["**"]
    tags: ["apps-deploy-*", "apps-prod-deploy-*"]

jobs:
  deploy:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        environment:
${entries}
    steps:
      - run: terraform init
      - run: terraform workspace select \${{ matrix.environment }}
      - run: terraform plan -out=tfplan
      - if: startsWith(github.ref, format('refs/tags/{0}-deploy-', matrix.environment))
        run: terraform apply tfplan
`,
  });
  const before = `          - ops
          - apps # the applications
          # Production:
          # - apps-prod  # uncomment for three environments
          # Ends here.`;
  const after = `          - ops
          - apps # the applications
          - apps-prod
          # Production:
          # Ends here.`;

  it('gets the environment in place of the comment by the fix of KS702', async () => {
    const fixed = await fixedOnce('KS702', { ...three, ...matrix(before) });
    assert.equal(fixed?.[MAIN], matrix(after)[MAIN]);
    const crlf = (texts: PlatformTexts): PlatformTexts => ({ [MAIN]: (texts[MAIN] ?? '').replaceAll('\n', '\r\n') });
    const inCrlf = await fixedOnce('KS702', { ...three, ...crlf(matrix(before)) });
    assert.equal(inCrlf?.[MAIN], crlf(matrix(after))[MAIN]);
  });

  it('gets it in the same way from Convert to Three Environments and Add Environment', async () => {
    const platform = { ...two, ...matrix(before) };
    const converted = await scaffolded(platform, 'threeEnvironments', {});
    assert.equal(converted.texts[MAIN], matrix(after)[MAIN]);
    assert.ok(
      converted.notes.every(note => !note.includes(MAIN)),
      converted.notes.join(' '),
    );
    const added = await scaffolded(platform, 'environment', { env: 'edge', position: 1 });
    assert.match(added.texts[MAIN] ?? '', /- apps # the applications\n {10}- edge\n {10}# Production:/);
    // No deploy tag of the new environment starts the pipeline yet.
    assert.ok(added.notes.some(note => note.includes(MAIN)));
  });
});

describe('the fix of KS705', () => {
  it('adds each missing variable once to docker run and to env, and ignores comments', async () => {
    const texts = {
      ...two,
      ...cluster(['apps', 'ops'], '', 'v0.19.2-beta.0', 'azurerm'),
      ...job(`- run: docker run -v "$PWD:/infra" -e KBST_AUTH_AWS kbst terraform init # KBST_AUTH_AWS
  env:
    # KBST_AUTH_AWS: not this one
    KBST_AUTH_AWS: \${{ secrets.KBST_AUTH_AWS }}
`),
    };
    const fixed = (await fixedOnce('KS705', texts))?.[MAIN] ?? '';
    assert.match(fixed, /-e KBST_AUTH_AWS -e KBST_AUTH_AZ kbst terraform init # KBST_AUTH_AWS\n/);
    assert.equal(fixed.match(/KBST_AUTH_AZ: \$\{\{ secrets\.KBST_AUTH_AZ \}\}/g)?.length, 1);
  });
});
