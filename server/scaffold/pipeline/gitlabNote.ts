/**
 * The job that shows a plan in the merge requests of its branch, in one note that each push updates. GitLab's job token can't write notes, so it needs
 * an access token. Merge requests of forks run in the fork, which has no token.
 */
import { REPORT_MARKER, reportMarkdownFileName } from '../../../common/plan/reportFiles';
import { earlierPlan, type PipelineInput } from './pipelineFacts';

/** @param environment the one that is planned for branches */
export const noteJob = ({ mainBranch }: PipelineInput, environment: string): string[] => [
  '# Needs a project access token with the role Reporter and the scope api as the masked variable KUBESTACK_TOKEN. Every job of a branch can read it.',
  'note:',
  '  image: node:22-alpine',
  '  stage: .post',
  '  variables:',
  '    GIT_STRATEGY: none',
  '  rules:',
  `    - if: $CI_COMMIT_BRANCH && $CI_COMMIT_BRANCH != "${mainBranch}" && $CI_OPEN_MERGE_REQUESTS && $KUBESTACK_TOKEN`,
  '      when: always',
  '  script:',
  '    - |',
  "      node --input-type=module - <<'SCRIPT'",
  ...script(environment).map(line => `      ${line}`),
  '      SCRIPT',
];

/** Notes of others that begin with the same line are not changed. */
const script = (environment: string): string[] =>
  `import { existsSync, readFileSync } from 'node:fs';
const { CI_API_V4_URL, CI_PROJECT_ID, CI_PROJECT_PATH, CI_OPEN_MERGE_REQUESTS, CI_COMMIT_SHA, CI_PIPELINE_URL, KUBESTACK_TOKEN } = process.env;
const ask = async (path, method = 'GET', body = undefined) => {
  const headers = { 'private-token': KUBESTACK_TOKEN, 'content-type': 'application/json' };
  const response = await fetch(\`\${CI_API_V4_URL}\${path}\`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(\`\${method} \${path}: \${response.status} \${await response.text()}\`);
  return response.json();
};
const file = \`${reportMarkdownFileName(`${environment}-\${CI_COMMIT_SHA}`)}\`;
const numbers = CI_OPEN_MERGE_REQUESTS.split(',').flatMap(each => {
  const [project, number] = each.split('!');
  return project === CI_PROJECT_PATH ? [number] : [];
});
${earlierPlan('CI_COMMIT_SHA', 'CI_PIPELINE_URL')}
const plan = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
const { id: user } = numbers.length > 0 ? await ask('/user') : {};
for (const number of numbers) {
  const notes = \`/projects/\${CI_PROJECT_ID}/merge_requests/\${number}/notes\`;
  let own;
  for (let page = 1, all; !own && (page === 1 || all.length === 100); page++) {
    all = await ask(\`\${notes}?per_page=100&page=\${page}\`);
    own = all.find(({ author, body }) => author.id === user && body.startsWith('${REPORT_MARKER}'));
  }
  const body = plan ?? (own && earlier(own.body));
  if (own) await ask(\`\${notes}/\${own.id}\`, 'PUT', { body });
  else if (body) await ask(notes, 'POST', { body });
}`.split('\n');
