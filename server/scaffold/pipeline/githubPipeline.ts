/**
 * The GitHub Actions workflow of a platform. One job does everything in order, so that each plan follows the apply before it, and an apply uses
 * the plan of its own run. It runs only on pushes: a pull request from a fork starts nothing and gets no secret. Another job, without secrets, shows
 * the plan in the pull request.
 */
import { reportFileName, reportMarkdownFileName } from '../../../common/plan/reportFiles';
import { commentJob } from './githubComment';
import { oidcComment, oidcPermissions, oidcSteps, oidcVariables } from './oidc';
import {
  commonVariables,
  convertCommand,
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

export const GITHUB_PIPELINE = '.github/workflows/main.yaml';

/** The text of the workflow. */
export function githubPipelineText(facts: PipelineInput): string {
  const { internal, next, tagged } = pipelineStages(facts);
  const main = `github.ref == 'refs/heads/${facts.mainBranch}'`;
  const isTag = (environment: string): string => `startsWith(github.ref, 'refs/tags/${tagPrefix(environment)}')`;
  const applies = [main, ...tagged.map(isTag)].join(' || ');
  return lines(
    '# What runs when:',
    ...summaryLines(facts),
    ...oidcComment(facts),
    'name: Platform',
    '',
    'on:',
    '  push:',
    '    branches:',
    '      - "**"',
    // Conditions ignore case, and filters don't: a branch `Main` must not apply anything.
    `      - "!${inAnyCase(facts.mainBranch)}"`,
    `      - "${facts.mainBranch}"`,
    '    tags:',
    ...tagged.map(environment => `      - ${JSON.stringify(tagFilter(environment))}`),
    ...(facts.showsPlans ? ['  pull_request:', '    types: [opened, reopened]'] : []),
    '',
    'permissions:',
    '  contents: read',
    '',
    '# Only one run at a time applies to an environment. Branches are only planned; a newer push replaces a run that is waiting.',
    'concurrency:',
    `  group: platform-\${{ ${[
      ...tagged.map(environment => `${isTag(environment)} && '${environment}'`),
      `${main} && '${internal}'`,
      'github.ref',
    ].join(' || ')} }}`,
    '  cancel-in-progress: false',
    '',
    'jobs:',
    '  platform:',
    '    runs-on: ubuntu-latest',
    ...(facts.showsPlans ? ["    if: github.event_name == 'push'"] : []),
    ...oidcPermissions(facts),
    '    env:',
    ...Object.entries({ ...commonVariables(facts), LOCK: `\${{ ${applies} }}`, ...oidcVariables(facts, applies) }).map(
      ([name, value]) => `      ${name}: "${value}"`,
    ),
    `      ${PACKAGE_VARIABLE}: \${{ vars.${PACKAGE_VARIABLE} }}`,
    `      PLANNED: \${{ ${[...tagged.map(environment => `${isTag(environment)} && '${environment}'`), `'${internal}'`].join(' || ')} }}`,
    '    steps:',
    ...preparation(facts, applies),
    ...(facts.checksRules ? rulesStep() : []),
    ...selectStep(facts, internal, "startsWith(github.ref, 'refs/heads/')"),
    ...tagged.flatMap(environment => selectStep(facts, environment, isTag(environment))),
    '      - name: Plan',
    ...runLines(facts, [], planCommand(facts, ' --lock=$LOCK')),
    '',
    ...reportStep(facts, 'Report the plan', '$PLANNED'),
    '      - name: Apply',
    `        if: ${applies}`,
    ...runLines(facts, [], `${facts.program} apply --input=false tfplan`),
    '',
    `      - name: Select ${next} next`,
    `        if: ${main}`,
    ...runLines(facts, [], `${facts.program} workspace select ${next}`),
    '',
    `      - name: Plan ${next} next`,
    `        if: ${main}`,
    ...runLines(facts, [], planCommand(facts, ' --lock=false')),
    '',
    ...reportStep(facts, `Report the plan of ${next}`, next, main),
    '      - name: Keep the reports',
    `        if: always() && env.${PACKAGE_VARIABLE} != ''`,
    `        uses: ${UPLOAD}`,
    '        with:',
    '          name: plan-reports',
    `          path: ${UPLOADED}`,
    '          if-no-files-found: ignore',
    ...(facts.showsPlans ? ['', ...commentJob(facts, internal)] : []),
  );
}

/** The action that keeps reports. */
export const UPLOAD = 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0';

/** Folders of the runner, which a commit can't have files in: for the installed package, and for reports. */
const PREFIX = '$RUNNER_TEMP/kubestack';
const INSTALLED = `PATH="${PREFIX}/bin:$PATH" kubestack-language-server`;
const REPORTS = '$RUNNER_TEMP/plan-reports';
export const UPLOADED = '${{ runner.temp }}/plan-reports';

const IS_TAG = "startsWith(github.ref, 'refs/tags/')";

/** The filter of an environment's deploy tags: a plus sign would repeat the character before it. */
const tagFilter = (environment: string): string => `${tagPrefix(environment).replaceAll('+', '\\+')}*`;

/** A filter of a name in all its spellings. */
const inAnyCase = (name: string): string =>
  name.replace(/[a-z]/gi, letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);

/** The steps before a workspace is selected. @param applies the condition under which the run applies; undefined if it never does */
export const preparation = (facts: PipelineInput, applies?: string): string[] => [
  '      - name: Check out',
  '        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  '        with:',
  '          persist-credentials: false',
  ...(applies === undefined
    ? []
    : [
        `          fetch-depth: \${{ ${IS_TAG} && '0' || '1' }}`,
        '',
        `      - name: Check that the tag is on ${facts.mainBranch}`,
        `        if: ${IS_TAG}`,
        `        run: git merge-base --is-ancestor HEAD "refs/remotes/origin/${facts.mainBranch}"`,
      ]),
  '',
  '      - name: Build the image',
  '        run: docker build -t "kbst:$GITHUB_SHA" .',
  '',
  '      - name: Install Kubestack',
  `        if: env.${PACKAGE_VARIABLE} != ''`,
  '        continue-on-error: true',
  '        run: |',
  `          ${installCommand(PREFIX)}`,
  `          mkdir "${REPORTS}"`,
  '',
  ...oidcSteps(facts, applies),
  '      - name: Authenticate and initialize',
  ...runLines(facts, secretsOf(facts), `${facts.program} init --input=false`),
  '',
];

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

function selectStep(facts: PipelineInput, environment: string, condition: string): string[] {
  return [
    `      - name: Select ${environment}`,
    `        if: ${condition}`,
    ...runLines(facts, [], `${facts.program} workspace select ${environment}`),
    '',
  ];
}

/** If the package couldn't be installed, nothing is applied. */
const rulesStep = (): string[] => [
  '      - name: Check rules and freezes',
  `        if: env.${PACKAGE_VARIABLE} != '' && ${IS_TAG}`,
  `        run: ${rulesCommand(INSTALLED, '$PLANNED')}`,
  '',
];

/** A plan is applied even if its report fails. The JSON of a plan contains secrets, so it is never written to a file. */
function reportStep(facts: PipelineInput, name: string, environment: string, condition?: string): string[] {
  const only = `env.${PACKAGE_VARIABLE} != ''`;
  return [
    `      - name: ${name}`,
    `        if: ${condition === undefined ? only : `${only} && ${condition}`}`,
    '        continue-on-error: true',
    ...reportLines(facts, environment, reportFileName(environment)),
    ...(facts.showsPlans ? summaryStepLines(environment) : []),
    '',
  ];
}

const summaryStepLines = (environment: string): string[] => {
  const file = `"${REPORTS}/${reportMarkdownFileName(environment)}"`;
  return [
    `          ${convertCommand(INSTALLED, 'markdown')} < "${REPORTS}/${reportFileName(environment)}" \\`,
    `            > ${file}`,
    `          cat ${file} >> "$GITHUB_STEP_SUMMARY"`,
  ];
};

/** @param options besides the commit and the run */
export function reportLines(facts: PipelineInput, environment: string, file: string, options = ''): string[] {
  const page = '--url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"';
  return [
    '        shell: bash',
    '        run: |',
    `          docker run --rm --volume "$GITHUB_WORKSPACE:/infra" "kbst:$GITHUB_SHA" ${facts.program} show -json tfplan |`,
    `            ${reportCommand(INSTALLED, environment, `${options}--commit "$GITHUB_SHA" ${page}`)} \\`,
    `            > "${REPORTS}/${file}"`,
  ];
}

/** A command in the image, with the repository mounted; credentials are decoded into its `.user` folder. */
export function runLines(facts: PipelineInput, secrets: readonly string[], command: string): string[] {
  const variables = passedVariables(facts, secrets)
    .map(name => ` --env ${name}`)
    .join('');
  const names = [...secrets, ...(facts.stateVariables ?? [])];
  return [
    ...(names.length > 0 ? ['        env:', ...names.map(name => `          ${name}: \${{ secrets.${name} }}`)] : []),
    '        run: >-',
    `          docker run --rm --volume "$GITHUB_WORKSPACE:/infra"${variables}`,
    `          "kbst:$GITHUB_SHA" ${command}`,
  ];
}
