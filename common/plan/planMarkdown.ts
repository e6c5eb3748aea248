/** The summary of plans for a pull request. It contains no values. */
import { codeSpan, markdownLink, markdownTable, markdownText } from '../markdown';
import type { Plan, PlannedAction, PlannedResource } from './plan';
import { actionWord, driftWord } from './actionWords';
import { changedAttributes } from './changedAttributes';
import { ownerGroups, resourcesIn, type OwnerGroup } from './ownerGroups';
import { t } from '../localization';
import { visibleText } from '../visibleText';

/** The input for one environment. */
export interface PlanSummary {
  environment: string;
  /** Distinguishes its platform, if there are several. */
  platform?: string;
  /** The last completed plan. */
  plan?: Plan;
  /** Whether files have changed since the plan. */
  isStale: boolean;
  /** Why the last run failed, in a few words: `1 error`. */
  failure?: string;
}

export interface MarkdownOptions {
  /** Maximum length, in UTF-16 units. Git hosts accept about 65,000. */
  length?: number;
  /** Maximum number of resources that are listed per environment, or, with `byGroup`, per part of the platform. */
  resources?: number;
  /** Whether the changes of each part of the platform are folded separately. */
  byGroup?: boolean;
}

const COLUMNS: readonly PlannedAction[] = ['delete', 'replace', 'forget', 'update', 'move', 'import', 'create'];

/** Actions that always have a column, since "0 to destroy" is informative, too. */
const USUAL: ReadonlySet<PlannedAction> = new Set(['delete', 'replace', 'update', 'create']);

/** Actions whose resources are listed one by one, since they can destroy something. */
const DANGERS: ReadonlySet<PlannedAction> = new Set(['delete', 'replace', 'forget']);

/**
 * @param plans in promotion order.
 * @returns Markdown: a table of counts, then for each environment its dangers, a table by cluster, and the changes folded. If it is too
 * long, a note says so, and counts have priority, then destructive changes of every environment, then the rest.
 */
export function planMarkdown(plans: readonly PlanSummary[], options: MarkdownOptions = {}): string {
  const sections = plans.flatMap(entry => environmentSection(entry, options));
  const all = [{ text: overview(plans), rank: RANK.head }, ...sections];
  return bounded(all, options.length ?? 60_000, runLinks(plans));
}

function overview(plans: readonly PlanSummary[]): string {
  const made = plans.flatMap(({ plan }) => (plan ? [plan] : []));
  const shown = columnsOf(made.flatMap(({ changes }) => changes));
  const drifts = made.some(({ drift }) => drift.length > 0);
  const heads = [t('Environment'), ...shown.map(action => actionWord(action)), ...(drifts ? [t('Drift')] : [])];
  const rows = plans.map(entry => {
    const { plan } = entry;
    const counts = shown.map(action => countText(plan?.counts[action] ?? 0));
    return [nameText(entry), ...counts, ...(drifts ? [countText(plan?.drift.length ?? 0)] : [])];
  });
  return `## ${t('Plan')}\n\n${markdownTable(heads, rows, rule)}`;
}

/** A report that doesn't name its workspace has no environment. */
const nameOf = ({ environment, platform }: PlanSummary): string =>
  [
    ...(platform === undefined ? [] : [codeSpan(platform)]),
    environment === '' ? t('unknown environment') : codeSpan(environment),
  ].join(' ');

function nameText(entry: PlanSummary): string {
  const { plan, isStale, failure } = entry;
  const name = nameOf(entry);
  const notes = [
    ...(isStale ? [t('stale')] : []),
    ...(failure === undefined
      ? []
      : [plan ? t('previous plan; latest run: {0}', markdownText(failure)) : markdownText(failure)]),
  ];
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

function environmentSection(
  entry: PlanSummary,
  { resources: most = 100, byGroup = false }: MarkdownOptions,
): Section[] {
  const { plan, isStale, failure } = entry;
  const title = `### ${nameOf(entry)}${isStale ? ` — ${t('stale: the code has changed')}` : ''}`;
  const headSection = (text: string): Section => ({ text: `${title}\n\n${text}`, rank: RANK.head });
  if (!plan) return [headSection(t('No plan: {0}.', failure === undefined ? t('failed') : markdownText(failure)))];
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  const problems = plan.checks.filter(({ status }) => status === 'fail' || status === 'error');
  const checks = problems.length > 0 ? [{ text: checkList(problems), rank: RANK.danger }] : [];
  if (changes.length === 0 && plan.drift.length === 0 && plan.outputs.length === 0)
    return [headSection([...originText(plan), t('No changes.')].join('\n\n')), ...checks];
  const dangerous = changes.filter(({ action }) => DANGERS.has(action));
  const others = changes.filter(({ action }) => !DANGERS.has(action));
  const listed = byGroup ? ownerGroups(others).map(group => [groupName(group), resourcesIn(group)] as const) : [];
  return [
    { text: [title, ...originText(plan)].join('\n\n'), rank: RANK.head },
    ...(dangerous.length > 0 ? [{ text: list(t('Destroyed or forgotten'), dangerous, most), rank: RANK.danger }] : []),
    ...(changes.length > 0 ? [{ text: byCluster(changes), rank: RANK.table }] : []),
    ...checks,
    ...(others.length > 0 && !byGroup ? [{ text: folded(t('Other changes'), others, most), rank: RANK.list }] : []),
    ...listed.map(([name, resources]) => ({ text: folded(name, resources, most), rank: RANK.list })),
    ...(plan.drift.length > 0
      ? [{ text: folded(t('Changed outside Terraform'), plan.drift, most, driftWord), rank: RANK.list }]
      : []),
    ...(plan.outputs.length > 0
      ? [{ text: `${t('Outputs')}: ${plan.outputs.map(({ name }) => codeSpan(name)).join(', ')}`, rank: RANK.list }]
      : []),
  ];
}

/** As HTML, since Markdown isn't interpreted in a summary. */
const groupName = ({ owner: { name } }: OwnerGroup): string =>
  name === '' ? t('other') : `<code>${visibleText(name).replace(/[&<>]/g, each => `&#${each.charCodeAt(0)};`)}</code>`;

/** States that a pipeline has made the plan, and when, since it can be old. */
function originText({ origin, finishedAt }: Plan): string[] {
  if (!origin) return [];
  const when = finishedAt === 0 ? t('at an unknown time') : new Date(finishedAt).toISOString();
  const { source = origin.file, commit, url } = origin;
  const of = commit === undefined ? [] : [t('commit {0}', codeSpan(commit.slice(0, 7)))];
  const run = url === undefined ? [] : [markdownLink(t('pipeline run'), url)];
  const from = source === '' ? [] : [markdownText(source)];
  return [`_${t('Planned by a pipeline ({0})', when)}_: ${[...from, ...of, ...run].join(', ')}`];
}

/** The usual columns and those of other actions that occur; empty columns are omitted. */
function columnsOf(changes: readonly PlannedResource[]): PlannedAction[] {
  const present = new Set(changes.map(({ action }) => action));
  return COLUMNS.filter(action => USUAL.has(action) || present.has(action));
}

function list(title: string, resources: readonly PlannedResource[], most: number): string {
  return `**${title}**\n\n${items(resources, most)}`;
}

function folded(title: string, resources: readonly PlannedResource[], most: number, word = actionWord): string {
  return `<details><summary>${title} (${resources.length})</summary>\n\n${items(resources, most, word)}\n\n</details>`;
}

/** @param word says what happens to a resource, or what happened */
function items(resources: readonly PlannedResource[], most: number, word = actionWord): string {
  const shown = resources.slice(0, most).map(resource => `- ${itemText(resource, word)}`);
  const more = resources.length - shown.length;
  return [...shown, ...(more > 0 ? [`- ${t('{0} more', more)}`] : [])].join('\n');
}

function itemText(resource: PlannedResource, word: typeof actionWord): string {
  const what = `${word(resource.action)} ${codeSpan(resource.address)}`;
  const from = resource.previousAddress === undefined ? '' : ` ${t('from {0}', codeSpan(resource.previousAddress))}`;
  const paths = resource.replacePaths.length > 0 ? resource.replacePaths : [];
  const why = paths.length > 0 ? `: ${t('forced by {0}', paths.map(codeSpan).join(', '))}` : '';
  const names = resource.action === 'update' ? changedAttributes(resource).slice(0, 8).map(codeSpan).join(', ') : '';
  return `${what}${from}${why}${names === '' ? '' : `: ${names}`}`;
}

function byCluster(changes: readonly PlannedResource[]): string {
  const groups = new Map<string, PlannedResource[]>();
  for (const resource of changes) {
    const key = resource.owner.cluster ?? '';
    const group = groups.get(key) ?? [];
    group.push(resource);
    groups.set(key, group);
  }
  const shown = columnsOf(changes);
  const rows = [...groups].map(([cluster, resources]) => [
    cluster === '' ? t('other') : codeSpan(cluster),
    ...shown.map(action => countText(resources.filter(resource => resource.action === action).length)),
  ]);
  return markdownTable([t('Cluster'), ...shown.map(action => actionWord(action))], rows, rule);
}

function checkList(checks: Plan['checks']): string {
  const lines = checks.map(
    ({ address, problems }) => `- ${codeSpan(address)}: ${problems.map(markdownText).join(' ')}`,
  );
  return `**${t('Failed checks')}**\n\n${lines.join('\n')}`;
}

/** Numbers are aligned to the right. */
const rule = (column: number): string => (column === 0 ? '---' : '---:');

function countText(count: number): string {
  return count === 0 ? '' : String(count);
}

/** A part of the summary with its rank. If the text is too long, parts with the highest ranks are left out first. */
interface Section {
  text: string;
  rank: number;
}

/** Counts and names of environments are always included; then destructive changes and failures of all environments; then tables; then lists. */
const RANK = { head: 0, danger: 1, table: 2, list: 3 } as const;

function bounded(sections: readonly Section[], length: number, links: readonly string[]): string {
  const whole = sections.map(({ text }) => text).join('\n\n');
  if (whole.length + 1 <= length) return `${whole}\n`;
  const end = [`_${t('Shortened: see the editor or the pipeline for the complete plan.')}_`, ...links].join(' ');
  let left = length - end.length - 1;
  const kept = new Map<Section, string>();
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    const text = section.rank === RANK.danger ? fittingLines(section.text, left - 2) : section.text;
    if (text === '' || text.length + 2 > left) continue;
    kept.set(section, text);
    left -= text.length + 2;
  }
  const texts = sections.flatMap(section => kept.get(section) ?? []);
  return `${[...texts, end].join('\n\n')}\n`.slice(0, length);
}

/** @returns a list with as many of its lines as fit; '' if its title and one line don't fit. */
function fittingLines(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf('\n- ', length - '\n- …'.length);
  return end <= text.indexOf('\n- ') ? '' : `${text.slice(0, end)}\n- …`;
}

/** The runs of the plans from pipelines. */
function runLinks(plans: readonly PlanSummary[]): string[] {
  const urls = plans.flatMap(({ plan }) => (plan?.origin?.url === undefined ? [] : [plan.origin.url]));
  return [...new Set(urls)].map(url => markdownLink(t('pipeline run'), url));
}
