/**
 * The GitLab CI pipeline of a platform. Every trigger has one job that does everything in order, so that an apply uses the plan of its own run.
 * Resource groups allow one job at a time per environment. Merge requests of forks run in the fork, without the project's variables.
 */
import { driftReportFileName, reportFileName, reportMarkdownFileName } from '../../../common/plan/reportFiles';
import { noteJob } from './gitlabNote';
import {
  commonVariables,
  convertCommand,
  driftPlan,
  PACKAGE_VARIABLE,
  passedVariables,
  reportCommand,
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
  const run = (command: string): string[] => runLines(facts, [], command);
  const plan = (environment: string): string[] => [
    ...run(select(environment)),
    ...run(`${program} plan --out=tfplan --input=false`),
    ...reportLines(facts, environment),
  ];
  const apply = run(`${program} apply --input=false tfplan`);
  // Without it, a schedule on the main branch would apply.
  const pushed = facts.driftJob ? ' && $CI_PIPELINE_SOURCE != "schedule"' : '';
  return lines(
    '# What runs when:',
    ...summaryLines(facts, ...(facts.driftJob ? [['a schedule', 'checks drift, and changes nothing'] as const] : [])),
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
    '  artifacts:',
    '    when: always',
    '    paths:',
    `      - ${reportFileName('*')}`,
    ...(facts.driftJob ? [`      - ${driftReportFileName('*')}`] : []),
    ...(facts.showsPlans
      ? [`      - ${reportMarkdownFileName('*')}`, '    reports:', `      terraform: ${COUNTS}`]
      : []),
    '',
    ...job({
      name: `plan ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != "${mainBranch}"${pushed}`,
      script: plan(internal),
    }),
    '',
    ...job({
      name: `apply ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH == "${mainBranch}"${pushed}`,
      script: [...plan(internal), ...apply, ...plan(next)],
    }),
    ...tagged.flatMap(environment => [
      '',
      ...job({
        name: `apply ${environment}`,
        environment,
        rule: isTag(environment),
        script: [...plan(environment), ...apply],
      }),
    ]),
    ...(facts.driftJob
      ? facts.environments.flatMap(environment => [
          '',
          `drift ${environment}:`,
          '  extends: .platform',
          '  stage: deploy',
          '  rules:',
          '    - if: $CI_PIPELINE_SOURCE == "schedule"',
          '  script:',
          ...run(select(environment)),
          ...run(driftPlan(facts)),
          ...reportLines(facts, environment, true),
        ])
      : []),
    ...(facts.showsPlans ? ['', ...noteJob(facts, internal)] : []),
  );
}

/** The file from which GitLab shows counts in merge requests. */
const COUNTS = 'plan-counts.json';

interface Job {
  readonly name: string;
  readonly environment: string;
  readonly rule: string;
  /** Lines of YAML. */
  readonly script: readonly string[];
}

const isTag = (environment: string): string => `$CI_COMMIT_TAG =~ /^${tagPrefix(environment)}/`;

function job({ name, environment, rule, script }: Job): string[] {
  return [
    `${name}:`,
    '  extends: .platform',
    '  stage: deploy',
    `  resource_group: ${environment}`,
    '  rules:',
    `    - if: ${rule}`,
    '  script:',
    ...script,
  ];
}

/** A plan is applied even if its report fails. The JSON of a plan contains secrets, so it is never written to a file. */
function reportLines(facts: PipelineInput, environment: string, isDrift = false): string[] {
  const { program } = facts;
  const file = isDrift ? driftReportFileName(environment) : reportFileName(environment);
  const options = `${isDrift ? '--refresh-only ' : ''}--commit "$CI_COMMIT_SHA" --url "$CI_PIPELINE_URL"`;
  const node = 'docker run --rm --interactive --volume "$CI_PROJECT_DIR:/infra" --workdir /infra node:22-alpine';
  const convert = (format: 'markdown' | 'gitlab', target: string): string =>
    `        [ ! -f ${file} ] || ${node} ${convertCommand(file, format)} > ${target} || rm -f ${target}`;
  return [
    '    - |',
    `      if [ -n "\${${PACKAGE_VARIABLE}:-}" ]; then`,
    `        docker run --rm --volume "$CI_PROJECT_DIR:/infra" "kbst:$CI_COMMIT_SHA" ${program} show -json tfplan |`,
    `          ${node} \\`,
    `          ${reportCommand(environment, options)} \\`,
    `          > ${file} || rm -f ${file}`,
    ...(facts.showsPlans && !isDrift
      ? [convert('markdown', reportMarkdownFileName(environment)), convert('gitlab', COUNTS)]
      : []),
    '      fi',
  ];
}

/** A command in the image, with the repository mounted; credentials are decoded into its `.user` folder. */
function runLines(facts: PipelineInput, secrets: readonly string[], command: string): string[] {
  const variables = passedVariables(facts, secrets)
    .map(name => ` --env ${name}`)
    .join('');
  return [
    '    - >-',
    `      docker run --rm --volume "$CI_PROJECT_DIR:/infra"${variables}`,
    `      "kbst:$CI_COMMIT_SHA" ${command}`,
  ];
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
