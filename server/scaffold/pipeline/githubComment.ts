/**
 * The job that shows a plan in the pull requests of its branch, in one comment that each push updates. It gets no secret, checks out nothing and runs
 * no code of the repository. A branch is usually pushed before its pull request is opened, so the job also runs then, and uses the earlier plan.
 */
import { REPORT_MARKER, reportMarkdownFileName } from '../../../common/plan/reportFiles';
import { earlierPlan, PACKAGE_VARIABLE, type PipelineInput } from './pipelineFacts';

/** @param environment the one that is planned for branches */
export const commentJob = ({ mainBranch }: PipelineInput, environment: string): string[] => [
  '  comment:',
  '    runs-on: ubuntu-latest',
  '    needs: platform',
  '    # Pull requests of forks have no plan.',
  '    if: >-',
  `      !cancelled() && vars.${PACKAGE_VARIABLE} != '' && (github.event_name == 'push'`,
  `      && startsWith(github.ref, 'refs/heads/') && github.ref != 'refs/heads/${mainBranch}'`,
  '      || github.event.pull_request.head.repo.full_name == github.repository)',
  '    permissions:',
  '      actions: read',
  '      pull-requests: write',
  '    steps:',
  '      - name: Comment',
  '        env:',
  '          TOKEN: ${{ github.token }}',
  '          BRANCH: ${{ github.head_ref || github.ref_name }}',
  '          COMMIT: ${{ github.event.pull_request.head.sha || github.sha }}',
  '          RUN: ${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}',
  '        run: |',
  "          node --input-type=module - <<'SCRIPT'",
  ...script(environment).map(line => `          ${line}`),
  '          SCRIPT',
];

/** Comments of others that begin with the same line are not changed. */
const script = (environment: string): string[] =>
  `import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { GITHUB_API_URL, GITHUB_REPOSITORY, TOKEN, BRANCH, COMMIT, RUN } = process.env;
const ask = async (path, method = 'GET', body = undefined) => {
  const headers = { authorization: \`Bearer \${TOKEN}\` };
  const response = await fetch(\`\${GITHUB_API_URL}/repos/\${GITHUB_REPOSITORY}\${path}\`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(\`\${method} \${path}: \${response.status} \${await response.text()}\`);
  return response;
};
const read = async path => (await ask(path)).json();
const newestPlan = async () => {
  const { workflow_runs: runs } = await read(\`/actions/runs?event=push&head_sha=\${COMMIT}\`);
  for (const { id, repository, head_repository: from } of runs) {
    if (from?.id !== repository.id) continue;
    const { artifacts } = await read(\`/actions/runs/\${id}/artifacts?name=plan-reports\`);
    const kept = artifacts.find(({ name, expired }) => name === 'plan-reports' && !expired);
    if (kept) return Buffer.from(await (await ask(\`/actions/artifacts/\${kept.id}/zip\`)).arrayBuffer());
  }
};
const ownComment = async number => {
  for (let page = 1; ; page++) {
    const comments = await read(\`/issues/\${number}/comments?per_page=100&page=\${page}\`);
    const own = comments.find(({ user, body }) => user?.login === 'github-actions[bot]' && body?.startsWith('${REPORT_MARKER}'));
    if (own || comments.length < 100) return own;
  }
};
${earlierPlan('COMMIT', 'RUN')}
const head = encodeURIComponent(\`\${GITHUB_REPOSITORY.split('/')[0]}:\${BRANCH}\`);
const pulls = (await read(\`/pulls?state=open&head=\${head}\`)).filter(({ head }) => head.repo?.full_name === GITHUB_REPOSITORY);
const archive = pulls.length > 0 ? await newestPlan() : undefined;
if (archive) writeFileSync('plan-reports.zip', archive);
const file = '${reportMarkdownFileName(environment)}';
const isPlanned = archive && execFileSync('unzip', ['-Z1', 'plan-reports.zip'], { encoding: 'utf8' }).split('\\n').includes(file);
const plan = isPlanned ? execFileSync('unzip', ['-p', 'plan-reports.zip', file], { encoding: 'utf8' }) : undefined;
for (const { number } of pulls) {
  const own = await ownComment(number);
  const body = plan ?? (own && earlier(own.body));
  if (own) await ask(\`/issues/comments/\${own.id}\`, 'PATCH', { body });
  else if (body) await ask(\`/issues/\${number}/comments\`, 'POST', { body });
}`.split('\n');
