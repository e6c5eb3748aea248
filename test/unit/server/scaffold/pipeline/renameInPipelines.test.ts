import assert from 'node:assert/strict';
import { runToCompletion } from '../../../../../common/runToCompletion';
import { githubPipelineText } from '../../../../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../../../../server/scaffold/pipeline/gitlabPipeline';
import type { PipelineInput } from '../../../../../server/scaffold/pipeline/pipelineFacts';
import { renameWithPipelinesInSteps } from '../../../../../server/scaffold/pipeline/renameInPipelines';
import { markedWorkspace } from '../../../../support/features/markedWorkspace';
import { changedTexts } from '../../../../support/refactoring/refactored';

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
  const result = runToCompletion(renameWithPipelinesInSteps(snapshot, here, position, 'shared'));
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
