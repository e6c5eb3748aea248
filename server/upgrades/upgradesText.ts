/** Upgrades as lines of plain text, and as Markdown. */
import { t } from '../../common/localization';
import { codeBlock, codeSpan, markdownName, markdownTable, markdownText } from '../../common/markdown';
import { shortVersion } from '../../common/shortNames';
import { visibleText } from '../../common/visibleText';
import type { UpgradeCluster, UpgradeEnvironment, Upgrades } from '../../common/upgrades/upgrades';

const nameOf = ({ module, platform }: UpgradeCluster): string =>
  platform === undefined ? module : `${platform}: ${module}`;

/** `ended 2026-07-31`. */
function supportText({ support, ends, extendedEnds }: UpgradeEnvironment): string {
  if (ends === undefined) return support === 'ended' ? t('ended') : t('unknown');
  const text =
    support === 'ended'
      ? t('ended on {0}', ends)
      : support === 'ending'
        ? t('ends on {0}', ends)
        : t('until {0}', ends);
  return extendedEnds === undefined ? text : t('{0}, extended until {1}', text, extendedEnds);
}

const versionText = ({ version, minimum }: UpgradeEnvironment): string =>
  version === undefined ? t('not set or unknown') : minimum ? t('{0} or newer', version) : version;

/** One line for each cluster and environment, then the steps. No lines without clusters. */
export function upgradesLines({ clusters, retirements = [], notes = [] }: Upgrades): string[] {
  const lines = clusters.flatMap(cluster => {
    const title = [nameOf(cluster), cluster.framework && shortVersion(cluster.framework)]
      .filter(part => part !== undefined)
      .join(' · ');
    const rows = Object.entries(cluster.environments).map(([name, environment]) => {
      const next = environment.next === undefined ? '' : ` · ${t('next: {0}', environment.next)}`;
      return `  ${name}: ${versionText(environment)} · ${supportText(environment)}${next}`;
    });
    const steps = cluster.steps.flatMap(({ text, forecast = [] }, index) => [
      `    ${index + 1}. ${text}`,
      ...forecast.map(line => `       ${line}`),
    ]);
    const heading = cluster.target === undefined ? [] : [`  ${t('Steps to {0}:', cluster.target)}`];
    return ['', title, ...rows, ...(steps.length > 0 ? [...heading, ...steps] : [])];
  });
  const retired = retirements.length > 0 ? ['', t('Retirements:'), ...retirements.map(text => `  ${text}`)] : [];
  return [...lines, ...retired, ...(notes.length > 0 ? ['', ...notes] : [])].slice(1).map(visibleText);
}

/** Empty without clusters. */
export function upgradesMarkdown({ clusters, retirements = [], notes = [] }: Upgrades): string {
  if (clusters.length === 0) return '';
  const cells = [t('Cluster'), t('Environment'), t('Kubernetes'), t('Support'), t('Next'), t('Framework')];
  const rows = clusters.flatMap(cluster =>
    Object.entries(cluster.environments).map(([name, environment], index) => [
      index === 0 ? codeSpan(nameOf(cluster)) : '',
      markdownName(name),
      markdownText(versionText(environment)),
      markdownText(supportText(environment)),
      markdownText(environment.next ?? '–'),
      index === 0 && cluster.framework !== undefined ? codeSpan(shortVersion(cluster.framework)) : '',
    ]),
  );
  const table = markdownTable(cells, rows);
  const steps = clusters.flatMap(cluster => {
    if (cluster.steps.length === 0 || cluster.target === undefined) return [];
    const list = cluster.steps.map(({ text, forecast = [] }, index) => {
      const block = forecast.length > 0 ? `\n\n${indented(codeBlock(forecast.join('\n'), 'text'))}\n` : '';
      return `${index + 1}. ${markdownText(text)}${block}`;
    });
    return [`## ${t('{0}: steps to {1}', markdownName(nameOf(cluster)), cluster.target)}`, list.join('\n')];
  });
  const nothing = t('All known versions are supported for more than 60 days, and are the same in all environments.');
  const retired =
    retirements.length > 0
      ? [`## ${t('Retirements')}`, retirements.map(text => `- ${markdownText(text)}`).join('\n')]
      : [];
  return [table, ...(steps.length > 0 ? steps : [nothing]), ...retired, ...notes.map(markdownText)].join('\n\n');
}

const indented = (text: string): string => text.replace(/^/gm, '   ');
