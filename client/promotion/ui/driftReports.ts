import { isEmptyPlan } from '../../../common/plan/planModel';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import type { PlanResults } from '../../plan/ui/planResults';
import type { PromotionRepository } from './promotionRepositories';

/** Number of commits of the main branch whose pipelines are searched: nightly checks run on the newest one of their day. */
const MAX_COMMITS = 10;

/** Shows the newest drift reports of pipelines, unless this window has checked since. */
export class DriftReports {
  constructor(
    private readonly results: PlanResults,
    private readonly pipelinePlans: PipelinePlans,
  ) {}

  /** Queries the Git host. Never rejects. */
  async read({ git, platforms, reading }: PromotionRepository, signal: AbortSignal): Promise<void> {
    const { main, remoteUrl = '' } = reading?.facts ?? {};
    if (main === undefined) return;
    const log = await git
      .until(signal)
      .tryRead(['log', `--max-count=${MAX_COMMITS}`, '--first-parent', '--no-show-signature', '--format=%H', main]);
    const commits = (log ?? '').split('\n').filter(line => /^[\da-f]{40,64}$/.test(line));
    for (const { uri, environments } of platforms) {
      const plans = await this.pipelinePlans.newestDrift(uri, environments, remoteUrl, commits, signal);
      for (const plan of plans) {
        const entry = this.results.of(uri, plan.environment, 'drift');
        if (entry.running || (entry.plan && entry.plan.finishedAt >= plan.finishedAt)) continue;
        const outcome = { kind: isEmptyPlan(plan) ? 'noChanges' : 'planned', plan } as const;
        this.results.update(entry, { plan, outcome, endedAt: plan.finishedAt, changedFiles: [], arguments: [] });
      }
    }
  }
}
