/**
 * The GitHub Actions workflow that checks drift each night. It is a file of its own, so that a check never waits for an apply, and never replaces one
 * that waits. It applies nothing and takes no lock.
 */
import { driftReportFileName } from '../../../common/plan/reportFiles';
import { plainWord } from '../../../common/yaml/plainWord';
import { preparation, reportLines, runLines, UPLOAD, UPLOADED } from './githubPipeline';
import { oidcPermissions, oidcVariables } from './oidc';
import { commonVariables, driftPlan, PACKAGE_VARIABLE, type PipelineInput } from './pipelineFacts';

export const GITHUB_DRIFT_WORKFLOW = '.github/workflows/drift.yaml';

/** The text of the workflow. */
export function githubDriftText(facts: PipelineInput): string {
  const environment = '$ENVIRONMENT';
  return [
    '# Reports each night what was changed outside of Terraform. It changes nothing.',
    'name: Drift',
    '',
    'on:',
    '  schedule:',
    '    - cron: "23 3 * * *"',
    '  workflow_dispatch:',
    '',
    'permissions:',
    '  contents: read',
    '',
    'jobs:',
    '  drift:',
    '    runs-on: ubuntu-latest',
    `    if: vars.${PACKAGE_VARIABLE} != \'\'`,
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    '        environment:',
    ...facts.environments.map(name => `          - ${plainWord(name)}`),
    ...oidcPermissions(facts),
    '    env:',
    ...Object.entries({ ...commonVariables(facts), ...oidcVariables(facts) }).map(
      ([name, value]) => `      ${name}: "${value}"`,
    ),
    `      ${PACKAGE_VARIABLE}: \${{ vars.${PACKAGE_VARIABLE} }}`,
    '      ENVIRONMENT: ${{ matrix.environment }}',
    '    steps:',
    ...preparation(facts),
    '      - name: Select workspace',
    ...runLines(facts, [], `${facts.program} workspace select ${environment}`),
    '',
    '      - name: Check drift',
    ...runLines(facts, [], driftPlan(facts)),
    '',
    '      - name: Report the drift',
    ...reportLines(facts, environment, driftReportFileName(environment), '--refresh-only '),
    '',
    '      - name: Keep the report',
    `        uses: ${UPLOAD}`,
    '        with:',
    '          name: plan-report-drift-${{ matrix.environment }}',
    `          path: ${UPLOADED}`,
    '',
  ].join('\n');
}
