import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { githubPipelineText } from '../../../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../../../server/scaffold/pipeline/gitlabPipeline';
import type { PipelineInput } from '../../../../server/scaffold/pipeline/pipelineFacts';
import { renameEverywhere } from '../../../../server/scaffold/renameInGeneratedFiles';
import { promotionSteps } from '../../../../server/scaffold/readmeSteps';
import { markedWorkspace } from '../../../support/features/markedWorkspace';
import { changedTexts } from '../../../support/refactoring/refactored';

const FACTS: PipelineInput = {
  mainBranch: 'trunk',
  environments: ['ops', 'apps', 'apps-prod'],
  providers: ['aws'],
  program: 'tofu',
};
const RENAMED = { ...FACTS, environments: ['ops', 'shared', 'apps-prod'] };

const CLUSTER = `module "eks_web0_eu-north-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "web0"
    }
    │apps = {}
    ops = {}
  }
}
`;

/** The texts that the rename of apps to shared changes. */
async function renamed(others: Readonly<Record<string, string>>): Promise<Record<string, string | undefined>> {
  const workspace = await markedWorkspace({ 'eks_web0_eu-north-1_cluster.tf': CLUSTER, ...others });
  const { snapshot, here, position } = workspace;
  const result = now(renameEverywhere(snapshot, here, position, 'shared'));
  assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
  return changedTexts(workspace, result.edit);
}

const systems = [
  { name: 'GitHub Actions', path: '.github/workflows/main.yaml', text: githubPipelineText },
  { name: 'GitLab CI', path: '.gitlab-ci.yml', text: gitlabPipelineText },
];

for (const { name, path, text } of systems)
  describe(`rename of an environment in the pipeline for ${name}`, () => {
    it('changes a generated pipeline', async () => {
      assert.equal((await renamed({ [path]: text(FACTS) }))[path], text(RENAMED));
    });

    it('keeps changes that were made to it', async () => {
      const own = (pipeline: string): string => `# Our team runs apps.\n${pipeline}`;
      assert.equal((await renamed({ [path]: own(text(FACTS)) }))[path], own(text(RENAMED)));
    });

    it('does not change a pipeline that differs too much from the generated one', async () => {
      const other = text(FACTS).replaceAll('select apps', 'select "apps"');
      assert.deepEqual(Object.keys(await renamed({ [path]: other })), ['eks_web0_eu-north-1_cluster.tf']);
    });
  });

describe('rename of an environment in the steps of a README', () => {
  const readme = (steps: string): string => `# Platform\n\nOur team runs apps.\n\n${steps}\n## Manual operations\n`;
  const generated = promotionSteps(FACTS.environments);

  it('changes generated steps, and no other text', async () => {
    const texts = await renamed({ 'README.md': readme(generated) });
    assert.equal(texts['README.md'], readme(promotionSteps(RENAMED.environments)));
    assert.match(texts['README.md'], /plans it for shared\.[^]*git tag -a -m "Promote to shared" shared-deploy-/);
  });

  it('keeps line endings, and steps that were added', async () => {
    const own = (steps: string): string =>
      readme(steps.replace('## Making changes\n', '## Making changes\n\n0. Write a ticket.')).replaceAll('\n', '\r\n');
    const texts = await renamed({ 'README.md': own(generated) });
    assert.equal(texts['README.md'], own(promotionSteps(RENAMED.environments)));
  });

  it('also changes steps with the command for the date that they had before', async () => {
    const earlier = (steps: string): string =>
      steps.replaceAll('YYYY-MM-DD-0` with the date in UTC', '$(date -u +%F)-0`');
    const texts = await renamed({ 'README.md': readme(earlier(generated)) });
    assert.equal(texts['README.md'], readme(earlier(promotionSteps(RENAMED.environments))));
  });

  it('has no command of a certain shell', () => {
    assert.match(generated, /`git tag -a -m "Promote to apps" apps-deploy-YYYY-MM-DD-0`/);
    assert.doesNotMatch(generated, /\$\(/);
  });

  it('does not change steps that differ too much from the generated ones', async () => {
    const other = readme(generated.replaceAll('Promote it to', 'Ship it to'));
    assert.deepEqual(Object.keys(await renamed({ 'README.md': other })), ['eks_web0_eu-north-1_cluster.tf']);
  });
});
