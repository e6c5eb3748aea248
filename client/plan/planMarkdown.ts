/** The summary of plans for a pull request. Everything in it comes from the model, which has no secrets; values are not in it at all. */
import type { Localize } from '../localize';
import type { Plan, PlannedAction, PlannedResource } from './plan';
import { actionWord } from './actionWords';
import { changedAttributes } from './changedAttributes';

export interface MarkdownOptions {
  /** Longest text, in UTF-16 units. Forges take about 65,000. */
  length?: number;
  /** Most resources that are named per environment. */
  resources?: number;
  /** Environments whose plan does not fit the code any more. */
  stale?: readonly string[];
}

const columns: readonly PlannedAction[] = ['delete', 'replace', 'forget', 'update', 'move', 'import', 'create'];

/** Named one by one, as they can destroy something. */
const dangers: ReadonlySet<PlannedAction> = new Set(['delete', 'replace', 'forget']);

/**
 * @param plans in promotion order.
 * @returns Markdown: a table of counts, then for each environment its dangers, a table by cluster, and the changes folded. Shortened
 * from its end, and says so, where it is too long.
 */
export function planMarkdown(plans: readonly Plan[], t: Localize, options: MarkdownOptions = {}): string {
  const stale = new Set(options.stale ?? []);
  const sections = plans.flatMap(plan =>
    environmentSection(plan, stale.has(plan.environment), options.resources ?? 100, t),
  );
  return bounded([overview(plans, stale, t), ...sections], options.length ?? 60_000, t);
}

function overview(plans: readonly Plan[], stale: ReadonlySet<string>, t: Localize): string {
  const heads = [t('Environment'), ...columns.map(action => actionWord(action, t)), t('Drift')];
  const rows = plans.map(plan => {
    const name = `${code(plan.environment)}${stale.has(plan.environment) ? ` (${t('stale')})` : ''}`;
    return [name, ...columns.map(action => countText(plan.counts[action])), countText(plan.drift.length)];
  });
  return `## ${t('Plan')}\n\n${table(heads, rows)}`;
}

function environmentSection(plan: Plan, isStale: boolean, most: number, t: Localize): string[] {
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  const title = `### ${code(plan.environment)}${isStale ? ` — ${t('stale: the code has changed since')}` : ''}`;
  if (changes.length === 0 && plan.drift.length === 0 && plan.outputs.length === 0)
    return [`${title}\n\n${t('No changes.')}`];
  const dangerous = changes.filter(({ action }) => dangers.has(action));
  const problems = plan.checks.filter(({ status }) => status === 'fail' || status === 'error');
  return [
    title,
    ...(dangerous.length > 0 ? [list(t('Destroys or loses'), dangerous, most, t)] : []),
    ...(changes.length > 0 ? [byCluster(changes, t)] : []),
    ...(problems.length > 0 ? [checkList(problems, t)] : []),
    ...(changes.length > dangerous.length
      ? [
          folded(
            t('Other changes'),
            changes.filter(({ action }) => !dangers.has(action)),
            most,
            t,
          ),
        ]
      : []),
    ...(plan.drift.length > 0 ? [folded(t('Changed outside of terraform'), plan.drift, most, t)] : []),
    ...(plan.outputs.length > 0 ? [`${t('Outputs')}: ${plan.outputs.map(({ name }) => code(name)).join(', ')}`] : []),
  ];
}

function list(title: string, resources: readonly PlannedResource[], most: number, t: Localize): string {
  return `**${title}**\n\n${items(resources, most, t)}`;
}

function folded(title: string, resources: readonly PlannedResource[], most: number, t: Localize): string {
  return `<details><summary>${title} (${resources.length})</summary>\n\n${items(resources, most, t)}\n\n</details>`;
}

function items(resources: readonly PlannedResource[], most: number, t: Localize): string {
  const shown = resources.slice(0, most).map(resource => `- ${itemText(resource, t)}`);
  const more = resources.length - shown.length;
  return [...shown, ...(more > 0 ? [`- ${t('{0} more', more)}`] : [])].join('\n');
}

function itemText(resource: PlannedResource, t: Localize): string {
  const what = `${actionWord(resource.action, t)} ${code(resource.address)}`;
  const from = resource.previousAddress === undefined ? '' : ` ${t('from {0}', code(resource.previousAddress))}`;
  const paths = resource.replacePaths.length > 0 ? resource.replacePaths : [];
  const why = paths.length > 0 ? `: ${t('forced by {0}', paths.map(code).join(', '))}` : '';
  const names = resource.action === 'update' ? changedAttributes(resource).slice(0, 8).map(code).join(', ') : '';
  return `${what}${from}${why}${names === '' ? '' : `: ${names}`}`;
}

function byCluster(changes: readonly PlannedResource[], t: Localize): string {
  const groups = new Map<string, PlannedResource[]>();
  for (const resource of changes) {
    const key = resource.owner.cluster ?? '';
    const group = groups.get(key) ?? [];
    group.push(resource);
    groups.set(key, group);
  }
  const rows = [...groups].map(([cluster, resources]) => [
    cluster === '' ? t('other') : code(cluster),
    ...columns.map(action => countText(resources.filter(resource => resource.action === action).length)),
  ]);
  return table([t('Cluster'), ...columns.map(action => actionWord(action, t))], rows);
}

function checkList(checks: Plan['checks'], t: Localize): string {
  const lines = checks.map(({ address, problems }) => `- ${code(address)}: ${problems.map(escaped).join(' ')}`);
  return `**${t('Failed checks')}**\n\n${lines.join('\n')}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}

function countText(count: number): string {
  return count === 0 ? '' : String(count);
}

/** As code; addresses may have anything in their keys. */
function code(text: string): string {
  const inner = text.replaceAll('\n', ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#@]/g, character => `\\${character}`);
}

function bounded(sections: readonly string[], length: number, t: Localize): string {
  const end = `_${t('Shortened: the whole plan is in the editor and in the pipeline.')}_`;
  let text = '';
  for (const section of sections) {
    const next = text === '' ? section : `${text}\n\n${section}`;
    if (next.length + end.length + 3 > length) return `${text}\n\n${end}\n`.slice(0, length);
    text = next;
  }
  return `${text}\n`;
}
