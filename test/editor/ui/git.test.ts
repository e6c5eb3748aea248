// Promotions, pull requests and plans of pipelines, in one window: opening one takes longer than most of their tests.
import { openEditor } from '../../support/ui/openEditor';
import { startGitlab, type GitlabHost } from '../../support/ui/gitlabHost';
import { pipelinePlanTests } from './git/pipelinePlan';
import { promotionTests } from './git/promotion';
import { promotionPipelineTests } from './git/promotionPipelines';
import { pullRequestTests } from './git/pullRequest';

describe('a window with a repository', () => {
  const settings: Record<string, unknown> = { 'kubestack.promotion.soakMinutes': 60 };
  let hosts: GitlabHost[] = [];

  before(async () => {
    const [ofPullRequests, ofPlans, ofPipelines] = await Promise.all([startGitlab(), startGitlab(), startGitlab()]);
    hosts = [ofPullRequests, ofPlans, ofPipelines];
    settings['kubestack.forges'] = {
      [new URL(ofPullRequests.server.url).host]: 'gitlab',
      [new URL(ofPlans.server.url).host]: { kind: 'gitlab', url: ofPlans.server.url },
      // The remote by SSH has no port.
      '127.0.0.1': { kind: 'gitlab', url: ofPipelines.server.url },
    };
  });

  const editor = openEditor({ workspace: 'multi-cloud', git: true, settings });

  after(() => Promise.all(hosts.map(({ server }) => server.stop())));

  promotionTests(editor);
  // Before the others: it signs out of the only Git host.
  pullRequestTests(editor, () => hosts[0]!);
  pipelinePlanTests(editor, () => hosts[1]!);
  promotionPipelineTests(editor, () => hosts[2]!);
});
