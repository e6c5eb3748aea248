/** Reads the plan reports of a platform's environments from pipeline artifacts. */
import { reportFileName } from '../../common/plan/reportFiles';
import { readPlanReport, type ReadReport, type ReportProblem } from '../../common/plan/readPlanReport';
import type { PipelineFile } from '../gitHost/gitHost';
import { t } from '../../common/localization';

/** A report of one environment. */
export interface FoundReport {
  readonly environment: string;
  readonly report: ReadReport;
  readonly file: PipelineFile;
}

/** Why a file can't be shown. `environment`: the environment in the report differs from that in its file name. */
export interface UnreadableReport {
  readonly name: string;
  readonly problem: ReportProblem | 'environment';
}

/**
 * @param folder of the platform in its repository; '' for the repository itself.
 * @param nameOf creates the names of the files
 * @returns in the order of the environments.
 */
export function readReports(
  files: readonly PipelineFile[],
  environments: readonly string[],
  folder: string,
  nameOf = reportFileName,
): { reports: FoundReport[]; unreadable: UnreadableReport[] } {
  const reports: FoundReport[] = [];
  const unreadable: UnreadableReport[] = [];
  for (const environment of environments) {
    const name = nameOf(environment, folder);
    const file = files.find(each => each.name === name);
    if (!file) continue;
    const report = readPlanReport(file.text);
    if ('problem' in report) unreadable.push({ name, problem: report.problem });
    else if ((report.origin.environment ?? environment) !== environment)
      unreadable.push({ name, problem: 'environment' });
    else reports.push({ environment, report, file });
  }
  return { reports, unreadable };
}

/** Why a report is not shown, in a sentence. */
export function reportProblemText({ name, problem }: UnreadableReport): string {
  switch (problem) {
    case 'notJson':
    case 'notReport':
      return t('{0} is not a plan report. Make one with “kubestack-language-server plan-report”.', name);
    case 'newer':
      return t('{0} was made by a newer version. Update the Kubestack extension to open it.', name);
    case 'tooLarge':
      return t('{0} is too large to open.', name);
    case 'environment':
      return t('{0} is the report of another environment than its name says.', name);
  }
}
