import { countActions } from '../../common/plan/planModel';
import type { Plan, PlanOrigin } from '../../common/plan/plan';
import type { ReadReport } from '../../common/plan/readPlanReport';
import { collectInputs } from '../plan/model/staleness';

/** What is known of a report besides what it says. */
export interface ReportSource extends Pick<PlanOrigin, 'file' | 'source'> {
  /** Absolute path of the platform. */
  readonly folder: string;
  readonly environment: string;
  /** The commit that was asked for, where the report names none. */
  readonly commit?: string;
  /** Page of the run by what the Git host tells, where the report names none. */
  readonly url?: string;
  /** When the run ended, where the report does not say when it was planned. */
  readonly finishedAt?: number;
}

/** The plan of a report, as the plan view shows it. */
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
