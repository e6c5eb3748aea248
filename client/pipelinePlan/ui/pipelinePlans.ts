import * as vscode from 'vscode';
import { driftReportFileName, reportFileName } from '../../../common/plan/reportFiles';
import type { Plan } from '../../../common/plan/plan';
import { errorMessage } from '../../core/errorMessage';
import { Git } from '../../git/git';
import type { GitHost } from '../../gitHost/gitHost';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import type { PlanEntry, PlatformEntries } from '../../plan/model/planEntry';
import { readReports, reportProblemText, type UnreadableReport } from '../readReports';
import { reportedPlan } from '../reportedPlan';

/** The commit whose pipelines are searched for reports. */
export interface PlannedCommit {
  /** Full hash, or the abbreviated one from the Git host. */
  readonly commit: string;
  /** Full name: selects pipelines that ran for it. */
  readonly ref?: string;
  /** Name: `pull request #3`. */
  readonly name: string;
}

export interface PipelinePlansFound {
  readonly plans: readonly Plan[];
  readonly unreadable: readonly UnreadableReport[];
}

/** Timeout for reports that the user has not explicitly requested, in milliseconds. */
const SILENT_TIMEOUT_MS = 10_000;

/** Finds plans of pipelines in reports among their artifacts. */
export class PipelinePlans {
  constructor(
    private readonly connections: GitHostConnections,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /**
   * @param platform folder, as a URI.
   * @throws GitHostError
   */
  async find(
    gitHost: GitHost,
    platform: string,
    environments: readonly string[],
    { commit, ref, name }: PlannedCommit,
    nameOf = reportFileName,
  ): Promise<PipelinePlansFound> {
    const folder = vscode.Uri.parse(platform).fsPath;
    const prefix = (await new Git(folder).tryRead(['rev-parse', '--show-prefix'])) ?? '';
    const inRepository = prefix.replace(/\/$/, '');
    const names = environments.map(environment => nameOf(environment, inRepository));
    const files = await gitHost.pipelineFiles(commit, names, ref);
    const { reports, unreadable } = readReports(files, environments, inRepository, nameOf);
    for (const problem of unreadable) this.output.warn(reportProblemText(problem));
    const { host } = new URL(gitHost.hostedRepository.web);
    const plans = reports.map(({ environment, report, file: { name: file, run, url, finishedAt } }) =>
      reportedPlan(report, {
        ...{ folder, environment, file },
        source: [host, run, name].filter(part => part !== '').join(' · '),
        ...(/^[\da-f]{40,64}$/.test(commit) && { commit }),
        ...(url !== undefined && { url }),
        ...(finishedAt !== undefined && { finishedAt }),
      }),
    );
    return { plans: await Promise.all(plans), unreadable };
  }

  /**
   * The newest reports of drift checks that pipelines have made. Does not prompt and never rejects.
   *
   * @param remoteUrl remote of the repository whose pipelines are queried.
   * @param commits whose pipelines are searched, newest first.
   */
  async newestDrift(
    platform: string,
    environments: readonly string[],
    remoteUrl: string,
    commits: readonly string[],
    signal?: AbortSignal,
  ): Promise<Plan[]> {
    const missing = new Set(environments);
    const found: Plan[] = [];
    const limit = AbortSignal.timeout(SILENT_TIMEOUT_MS);
    const until = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      const hosting = remoteUrl === '' ? undefined : await this.connections.hostingOf(remoteUrl);
      if (hosting?.kind !== 'gitHost') return found;
      const gitHost = await this.connections.connect(hosting.hostedRepository, 'silent', until);
      for (const commit of gitHost ? commits : []) {
        if (missing.size === 0) break;
        const planned = { commit, name: '' };
        const { plans } = await this.find(gitHost!, platform, [...missing], planned, driftReportFileName);
        for (const plan of plans.filter(({ refreshOnly }) => refreshOnly)) {
          missing.delete(plan.environment);
          found.push(plan);
        }
      }
    } catch (error) {
      this.output.info(`Drift reports of ${platform}: ${errorMessage(error)}`);
    }
    return found;
  }

  /**
   * Adds the pipelines' plans of a commit to environments without a plan. Does not prompt and never rejects.
   *
   * @param remoteUrl remote of the repository whose pipelines are queried.
   * @returns the entries; those without a plan have the plan of a pipeline, if there is one.
   */
  async complete(platforms: readonly PlatformEntries[], remoteUrl: string, commit: string): Promise<PlatformEntries[]> {
    const completed = platforms.map(each => ({ ...each, entries: [...each.entries] }));
    const isMissing = ({ plan }: PlanEntry): boolean => plan === undefined;
    if (remoteUrl === '' || !completed.some(({ entries }) => entries.some(isMissing))) return completed;
    try {
      const found = await this.connections.hostingOf(remoteUrl);
      if (found.kind !== 'gitHost') return completed;
      const gitHost = await this.connections.connect(
        found.hostedRepository,
        'silent',
        AbortSignal.timeout(SILENT_TIMEOUT_MS),
      );
      if (!gitHost) return completed;
      for (const each of completed) {
        const missing = each.entries.filter(isMissing).map(({ environment }) => environment);
        const { plans } = await this.find(gitHost, each.platform, missing, { commit, name: '' });
        each.entries = each.entries.map(entry => completedEntry(entry, plans));
      }
    } catch (error) {
      this.output.info(`Plan reports of ${commit}: ${errorMessage(error)}`);
    }
    return completed;
  }
}

function completedEntry(entry: PlanEntry, plans: readonly Plan[]): PlanEntry {
  const plan = plans.find(({ environment }) => environment === entry.environment);
  // A pipeline's plan is more useful than the failure of a local run.
  return plan
    ? { platform: entry.platform, environment: entry.environment, plan, arguments: [], changedFiles: [] }
    : entry;
}
