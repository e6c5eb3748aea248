/** The names of reports in the artifacts of pipelines, and the mark of a report as Markdown. */

/**
 * File name of a report in the artifacts of a pipeline.
 *
 * @param folder of the platform, relative to the repository; '' for the root of the repository
 */
export const reportFileName = (environment: string, folder = ''): string =>
  `plan-report-${nameIn(environment, folder)}.json`;

/** File name of a report as Markdown. */
export const reportMarkdownFileName = (environment: string): string => `plan-report-${environment}.md`;

/** The first line of a report as Markdown, by which a pipeline finds the comment that it has written before. Hosts don't show it. */
export const REPORT_MARKER = '[//]: # (kubestack-plan)';

/** File name of the report of a drift check, in an artifact whose name begins like those of plan reports. */
export const driftReportFileName = (environment: string, folder = ''): string =>
  `drift-report-${nameIn(environment, folder)}.json`;

const nameIn = (environment: string, folder: string): string =>
  folder === '' ? environment : `${folder.replaceAll('/', '-')}-${environment}`;
