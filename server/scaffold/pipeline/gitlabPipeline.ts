/**
 * The pipeline of a platform for GitLab CI. Every trigger has one job that does everything in order, so that an apply takes the plan of
 * its own run. Resource groups let one job at a time into an environment. Merge requests of forks run in the fork, without our variables.
 */
import {
  commonVariables,
  secretsOf,
  pipelineStages,
  summaryLines,
  tagPrefix,
  type PipelineInput,
} from './pipelineFacts';

export const GITLAB_PIPELINE = '.gitlab-ci.yml';

/** The text of the pipeline. */
export function gitlabPipelineText(facts: PipelineInput): string {
  const { internal, next, tagged } = pipelineStages(facts);
  const { program, mainBranch } = facts;
  const select = (environment: string): string => `${program} workspace select ${environment}`;
  const apply = [`${program} plan --out=tfplan --input=false`, `${program} apply --input=false tfplan`];
  return lines(
    '# What runs when:',
    ...summaryLines(facts),
    'workflow:',
    '  rules:',
    '    - if: $CI_COMMIT_BRANCH',
    ...tagged.map(environment => `    - if: ${isTag(environment)}`),
    '',
    'variables:',
    ...Object.entries(commonVariables(facts)).map(([name, value]) => `  ${name}: "${value}"`),
    '',
    '.platform:',
    '  image: docker:27',
    '  services:',
    '    - docker:27-dind',
    '  before_script:',
    '    - docker build -t "kbst:$CI_COMMIT_SHA" .',
    ...runLines(facts, secretsOf(facts), `${program} init --input=false`),
    '',
    ...job(facts, {
      name: `plan ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != "${mainBranch}"`,
      commands: [select(internal), `${program} plan --out=tfplan --input=false`],
    }),
    '',
    ...job(facts, {
      name: `apply ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH == "${mainBranch}"`,
      commands: [select(internal), ...apply, select(next), `${program} plan --input=false`],
    }),
    ...tagged.flatMap(environment => [
      '',
      ...job(facts, {
        name: `apply ${environment}`,
        environment,
        rule: isTag(environment),
        commands: [select(environment), ...apply],
      }),
    ]),
  );
}

interface Job {
  readonly name: string;
  readonly environment: string;
  readonly rule: string;
  readonly commands: readonly string[];
}

const isTag = (environment: string): string => `$CI_COMMIT_TAG =~ /^${tagPrefix(environment)}/`;

function job(facts: PipelineInput, { name, environment, rule, commands }: Job): string[] {
  return [
    `${name}:`,
    '  extends: .platform',
    '  stage: deploy',
    `  resource_group: ${environment}`,
    '  rules:',
    `    - if: ${rule}`,
    '  script:',
    ...commands.flatMap(command => runLines(facts, [], command)),
  ];
}

/** A command in the image, with the repository mounted; what the credentials became stays in its `.user` folder. */
function runLines(facts: PipelineInput, secrets: readonly string[], command: string): string[] {
  const variables = [...secrets, ...Object.keys(commonVariables(facts))].map(name => ` --env ${name}`).join('');
  return [
    '    - >-',
    `      docker run --rm --volume "$CI_PROJECT_DIR:/infra"${variables}`,
    `      "kbst:$CI_COMMIT_SHA" ${command}`,
  ];
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
