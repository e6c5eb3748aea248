/** The text of an issue report: what helps to find a mistake, and nothing that tells whose platform it is. */
import type { Platform } from '../../common/protocol';

export interface IssueFacts {
  /** Names and versions of the programs involved, in the order in which they are shown. */
  readonly versions: readonly (readonly [name: string, version: string])[];
  /** Our settings that have another value than the default one. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly serverState: string;
  readonly platforms: readonly Platform[];
  /** The extension's log, or its end. */
  readonly log: string;
  /** What must not be in the report besides what is recognized: names of folders, of the user. */
  readonly names: readonly string[];
}

/** The log excerpt has so many lines at most, and so many characters of each. */
const LOG_LINES = 60;
const LINE_LENGTH = 300;

/** Environments that every platform of Kubestack has; they tell nothing. */
const COMMON_NAMES = new Set(['apps', 'ops', 'apps-prod', 'loc']);

/** @returns Markdown in English, as maintainers read it */
export function issueReport(facts: IssueFacts): string {
  const { versions, settings, serverState, platforms, log } = facts;
  return [
    '# Issue report',
    'Describe what you did, what happened, and what you expected:',
    '…',
    '## Versions',
    list(versions.map(([name, version]) => `${name}: ${version}`)),
    '## Settings that differ from the default',
    list(Object.entries(settings).map(([name, value]) => `${name}: ${settingText(value)}`)),
    '## Platforms',
    list([`language server: ${serverState}`, ...platforms.map(shapeText)]),
    '## End of the log, with names and values masked',
    // A fence longer than any in the log.
    ['`````text', logExcerpt(log, [...facts.names, ...platforms.flatMap(namesOf)]), '`````'].join('\n'),
    '',
  ].join('\n\n');
}

const list = (lines: readonly string[]): string => lines.map(line => `- ${line}`).join('\n') || '- none';

/** Strings, lists and objects hold names, paths and arguments. */
const settingText = (value: unknown): string =>
  typeof value === 'boolean' || typeof value === 'number' ? String(value) : '(set)';

function shapeText({ environments, frameworkVersions, clusters, services }: Platform, index: number): string {
  const all = [...services, ...clusters.flatMap(cluster => cluster.services)];
  const providers = [...new Set(clusters.map(({ provider }) => provider))].sort().join(', ');
  return [
    `platform ${index + 1}: environments: ${environments.length}`,
    `clusters: ${clusters.length}${providers === '' ? '' : ` (${providers})`}`,
    `node pools: ${clusters.flatMap(({ nodePools }) => nodePools).length}`,
    `platform services: ${all.length}`,
    `framework versions: ${frameworkVersions.filter(isVersion).join(', ') || 'none'}`,
  ].join(', ');
}

/** Branches and commits are versions, too, but theirs alone. */
const isVersion = (version: string): boolean => /^v?\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(version);

function namesOf({ uri, environments, clusters, services }: Platform): string[] {
  return [
    ...uri.split('/').slice(3),
    ...environments,
    ...[...services, ...clusters.flatMap(cluster => cluster.services)].map(({ name }) => name),
    ...clusters.flatMap(cluster => [cluster.name, ...cluster.nodePools.map(({ name }) => name)]),
  ];
}

/**
 * @param log text of any size.
 * @param names what is masked besides what can be recognized.
 * @returns its last lines, in which addresses, paths, quoted strings, assigned values, secrets and names are masked
 */
export function logExcerpt(log: string, names: readonly string[]): string {
  const masked = [...new Set(names)]
    .filter(name => name.length > 1 && !COMMON_NAMES.has(name))
    .sort((a, b) => b.length - a.length);
  const lines = log.slice(-4 * LOG_LINES * LINE_LENGTH).split(/\r?\n/);
  return lines
    .filter(line => line.trim() !== '')
    .slice(-LOG_LINES)
    .map(line => maskLine(line.slice(0, LINE_LENGTH), masked))
    .join('\n');
}

/** The time and the level that VS Code writes before each entry. */
const ENTRY_START = /^\d{4}-\d\d-\d\d [\d:.]+ \[[a-z]+\] /;

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+/gi, '(address)'],
  [/"[^"]*"?|“[^”]*”?|`[^`]*`?|(?<![\w])'[^']*'?/g, '(string)'],
  [/\b[\w.+-]+@[\w.-]+/g, '(address)'],
  [/(?:\b[A-Za-z]:)?(?:~|\.{1,2}|[\w.@-]+)?(?:[/\\][^\s:;,()[\]{}"'`]+)+/g, '(path)'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+)?\b/g, '(address)'],
  [/\b((?:bearer|basic|token|password|secret|authorization)\b\s*[:=]?\s*)\S+/gi, '$1(secret)'],
  [/(?<=[\w)\]]\s*=\s*)[^\s,;(]+/g, '(value)'],
  [/\b(?:[\w-]+\.){1,}(?:[a-z]{2,})\b/gi, '(name)'],
  // Longer than words are: tokens, keys, hashes. A word with digits, underscores or capitals inside is a name.
  [/\b[A-Za-z0-9_-]{20,}\b/g, '(name)'],
];

function maskLine(line: string, names: readonly string[]): string {
  const start = ENTRY_START.exec(line)?.[0] ?? '';
  let rest = line.slice(start.length);
  for (const [pattern, mask] of MASKS) rest = rest.replace(pattern, mask);
  for (const name of names) rest = rest.replace(wholeName(name), '(name)');
  return start + rest;
}

/** Not inside a longer word. */
const wholeName = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi');
