import { countActions } from '../../common/plan/planModel';
import type { Plan, PlanOrigin } from '../../common/plan/plan';
import type { ReadReport } from '../../common/plan/readPlanReport';
import { collectInputs } from '../plan/model/staleness';

/** Data about a report that is not in the report itself. */
export interface ReportSource extends Pick<PlanOrigin, 'file' | 'source'> {
  /** Absolute path of the platform. */
  readonly folder: string;
  readonly environment: string;
  /** The requested commit, used if the report names none. */
  readonly commit?: string;
  /** Page of the run from the Git host, used if the report names none. */
  readonly url?: string;
  /** When the run ended, used if the report has no time. */
  readonly finishedAt?: number;
}

/** Converts a report to a plan for the plan view. */
export async function reportedPlan({ origin, plan }: ReadReport, source: ReportSource): Promise<Plan> {
  const { folder, environment, file } = source;
  const commit = origin.commit ?? source.commit;
  const url = origin.url ?? source.url;
  return {
    ...plan,
    environment,
    folder,
    diagnostics: [],
    counts: countActions(plan.changes),
    inputs: await collectInputs(folder),
    finishedAt: origin.plannedAt === undefined ? (source.finishedAt ?? 0) : Date.parse(origin.plannedAt),
    origin: {
      file,
      ...(commit !== undefined && { commit }),
      ...(source.commit !== undefined && { asked: source.commit }),
      ...(url !== undefined && { url }),
      ...(source.source !== undefined && { source: source.source }),
    },
  };
}
