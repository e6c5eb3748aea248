/**
 * The GitLab CI pipeline of a platform. Every trigger has one job that does everything in order, so that an apply uses the plan of its own run.
 * Resource groups allow one job at a time per environment. Merge requests of forks run in the fork, without the project's variables.
 */
import { driftReportFileName, reportFileName, reportMarkdownFileName } from '../../../common/plan/reportFiles';
import { plainWord } from '../../../common/yaml/plainWord';
import { noteJob } from './gitlabNote';
import {
  commonVariables,
  convertCommand,
  driftPlan,
  installCommand,
  PACKAGE_VARIABLE,
  passedVariables,
  planCommand,
  reportCommand,
  rulesCommand,
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
  const plan = (environment: string, locking: '' | ' --lock=false' = ''): string[] => [
    ...run(select(environment)),
    ...run(planCommand(facts, locking)),
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
    ...checkLines(facts),
    '    - docker build -t "kbst:$CI_COMMIT_SHA" .',
    ...installLines(),
    ...runLines(facts, secretsOf(facts), `${program} init --input=false`),
    '  artifacts:',
    '    when: always',
    '    paths:',
    `      - ${reportFileName('*')}`,
    ...(facts.driftJob ? [`      - ${driftReportFileName('*')}`] : []),
    ...(facts.showsPlans ? [`      - ${MARKDOWN('*')}`, '    reports:', `      terraform: ${COUNTS}`] : []),
    '',
    ...job({
      name: `plan ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != "${mainBranch}"${pushed}`,
      script: plan(internal, ' --lock=false'),
    }),
    '',
    ...job({
      name: `apply ${internal}`,
      environment: internal,
      rule: `$CI_COMMIT_BRANCH == "${mainBranch}"${pushed}`,
      script: [...plan(internal), ...apply, ...plan(next, ' --lock=false')],
    }),
    ...tagged.flatMap(environment => [
      '',
      ...(facts.checksRules ? rulesJob(environment) : []),
      ...job({
        name: `apply ${environment}`,
        environment,
        rule: isTag(environment),
        history: true,
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
  /** Whether the job needs all commits. */
  readonly history?: true;
  /** Lines of YAML. */
  readonly script: readonly string[];
}

const isTag = (environment: string): string =>
  `$CI_COMMIT_TAG =~ /^${tagPrefix(environment).replace(/[.+]/g, '\\$&')}/`;

/** A commit can contain files with the names of reports. A tag can be on a commit of any branch. */
function checkLines({ mainBranch }: PipelineInput): string[] {
  const git = 'git -c safe.directory="$CI_PROJECT_DIR"';
  const remote = `refs/remotes/origin/${mainBranch}`;
  return [
    `    - rm -rf -- ${[reportFileName('*'), driftReportFileName('*'), MARKDOWN('*'), COUNTS].join(' ')}`,
    '    - |',
    '      if [ -n "${CI_COMMIT_TAG:-}" ]; then',
    `        ${git} fetch --quiet origin "+refs/heads/${mainBranch}:${remote}"`,
    `        ${git} merge-base --is-ancestor HEAD "${remote}"`,
    '      fi',
  ];
}

/** In a volume, so that the package is installed once, and nothing in the checkout is taken for it. */
const PREFIX = '/opt/kubestack';
const INSTALLED = `${PREFIX}/bin/kubestack-language-server`;
const NODE = `docker run --rm --interactive --volume "$CI_PROJECT_DIR:/infra:ro" --workdir /infra --volume "kubestack-$CI_JOB_ID:${PREFIX}" node:22-alpine`;

const installLines = (): string[] => [
  '    - |',
  `      if [ -n "\${${PACKAGE_VARIABLE}:-}" ]; then`,
  `        ${NODE} ${installCommand(PREFIX)} || true`,
  '      fi',
];

/** A report as Markdown. A commit can't contain a file with its own hash in the name. */
const MARKDOWN = (environment: string): string =>
  reportMarkdownFileName(environment === '*' ? environment : `${environment}-$CI_COMMIT_SHA`);

function job({ name, environment, rule, history, script }: Job): string[] {
  return [
    `${name}:`,
    '  extends: .platform',
    '  stage: deploy',
    `  resource_group: ${plainWord(environment)}`,
    ...(history ? ['  variables:', '    GIT_DEPTH: 0'] : []),
    '  rules:',
    `    - if: ${rule}`,
    '  script:',
    ...script,
  ];
}

/** Of an earlier stage than the apply, with git, since rules can compare with the commit that was promoted before. */
const rulesJob = (environment: string): string[] => [
  `check ${environment}:`,
  '  image: node:22',
  '  stage: test',
  '  variables:',
  '    GIT_DEPTH: 0',
  '  rules:',
  `    - if: ${isTag(environment)} && $${PACKAGE_VARIABLE}`,
  '  script:',
  `    - ${installCommand(PREFIX)}`,
  `    - ${rulesCommand(INSTALLED, environment)}`,
  '',
];

/** A plan is applied even if its report fails. The JSON of a plan contains secrets, so it is never written to a file. */
function reportLines(facts: PipelineInput, environment: string, isDrift = false): string[] {
  const { program } = facts;
  const file = isDrift ? driftReportFileName(environment) : reportFileName(environment);
  const options = `${isDrift ? '--refresh-only ' : ''}--commit "$CI_COMMIT_SHA" --url "$CI_PIPELINE_URL"`;
  const convert = (format: 'markdown' | 'gitlab', target: string): string =>
    `        [ ! -f "${file}" ] || ${NODE} ${convertCommand(INSTALLED, format)} < "${file}" > "${target}" || rm -f "${target}"`;
  return [
    '    - |',
    `      if [ -n "\${${PACKAGE_VARIABLE}:-}" ]; then`,
    `        docker run --rm --volume "$CI_PROJECT_DIR:/infra" "kbst:$CI_COMMIT_SHA" ${program} show -json tfplan |`,
    `          ${NODE} \\`,
    `          ${reportCommand(INSTALLED, environment, options)} \\`,
    `          > "${file}" || rm -f "${file}"`,
    ...(facts.showsPlans && !isDrift ? [convert('markdown', MARKDOWN(environment)), convert('gitlab', COUNTS)] : []),
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
