/** A plan report as Markdown, for a comment on a pull request and the summary of a run. It contains no values. */
import { t } from '../localization';
import { markdownText } from '../markdown';
import { lossSentences } from '../forecast/lossSentences';
import { wayAroundText } from '../forecast/wayAround';
import type { ForecastResource } from '../forecast/forecast';
import type { Plan, PlannedResource } from './plan';
import { countActions } from './planModel';
import { planMarkdown } from './planMarkdown';
import { type ReportedParts, type ReportOrigin } from './planReport';
import { REPORT_MARKER } from './reportFiles';

/** GitHub rejects comments with more than 65,536 characters. A part is left for characters that the output escapes. */
const MAX_COMMENT_LENGTH = 65_000;

/** @returns at most as many UTF-16 units as a comment can have */
export function planReportMarkdown(reported: ReportedParts, origin: ReportOrigin): string {
  const { environment = '', commit, url, plannedAt } = origin;
  const plan: Plan = {
    ...reported,
    environment,
    folder: '',
    finishedAt: plannedAt === undefined ? 0 : Date.parse(plannedAt),
    counts: countActions(reported.changes),
    diagnostics: [],
    inputs: { files: {} },
    origin: { file: '', ...(commit !== undefined && { commit }), ...(url !== undefined && { url }) },
  };
  const { sentences, wayAround } = losses(plan);
  const paragraphs = [...sentences.map(each => `**${markdownText(each)}**`), ...wayAround.map(markdownText)];
  const head = [REPORT_MARKER, '', ...paragraphs.flatMap(each => [each, '']), ''].join('\n');
  return (
    head +
    planMarkdown([{ environment, plan, isStale: false }], { length: MAX_COMMENT_LENGTH - head.length, byGroup: true })
  );
}

/** The resources that a plan replaces and destroys, as a forecast lists them. */
export const plannedLosses = (changes: readonly PlannedResource[]): ForecastResource[] =>
  changes.flatMap(({ action, address, type }) =>
    action === 'replace' || action === 'delete'
      ? [{ address, type, action: action === 'delete' ? ('destroy' as const) : action, reasons: [], module: '' }]
      : [],
  );

/** What the plan replaces and destroys, in the words of a forecast, and the way around it. */
function losses({ environment, changes }: Plan): { readonly sentences: string[]; readonly wayAround: string[] } {
  const resources = plannedLosses(changes);
  const environments = { [environment || t('an unknown environment')]: { resources } };
  if (resources.length === 0) return { sentences: [], wayAround: [] };
  return { sentences: lossSentences({ environments }), wayAround: [wayAroundText({ environments }) ?? []].flat() };
}
