/** Builds the text of an issue report: data that helps to find a bug, without anything that identifies the user or the platform. */
import type { Platform } from '../../common/protocol';

export interface IssueFacts {
  /** Names and versions of the programs involved, in the order in which they are shown. */
  readonly versions: readonly (readonly [name: string, version: string])[];
  /** This extension's settings with non-default values. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly serverState: string;
  readonly platforms: readonly Platform[];
  /** The extension's log, or its end. */
  readonly log: string;
  /** Names to mask in addition to detected ones: of folders and of the user. */
  readonly names: readonly string[];
}

/** Maximum number of lines in the log excerpt, and of characters per line. */
const MAX_LOG_LINES = 60;
const MAX_LINE_LENGTH = 300;

/** Common names of environments, which don't identify anyone. */
const COMMON_NAMES = new Set(['apps', 'ops', 'apps-prod', 'loc']);

/** @returns Markdown in English, for the maintainers */
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
    // The fence must be longer than any in the log.
    ['`````text', logExcerpt(log, [...facts.names, ...platforms.flatMap(namesOf)]), '`````'].join('\n'),
    '',
  ].join('\n\n');
}

const list = (lines: readonly string[]): string => lines.map(line => `- ${line}`).join('\n') || '- none';

/** Strings, lists and objects can contain names, paths and arguments. */
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

/** Whether a version is a release: branches and commits are masked. */
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
 * @param names masked in addition to detected secrets.
 * @returns its last lines, in which addresses, paths, quoted strings, assigned values, secrets and names are masked
 */
export function logExcerpt(log: string, names: readonly string[]): string {
  const masked = [...new Set(names)]
    .filter(name => name.length > 1 && !COMMON_NAMES.has(name))
    .sort((a, b) => b.length - a.length);
  const lines = log.slice(-4 * MAX_LOG_LINES * MAX_LINE_LENGTH).split(/\r?\n/);
  return lines
    .filter(line => line.trim() !== '')
    .slice(-MAX_LOG_LINES)
    .map(line => maskLine(line.slice(0, MAX_LINE_LENGTH), masked))
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
  // Masks strings longer than words (tokens, keys, hashes), and words that contain digits, underscores or capitals (names).
  [/\b[A-Za-z0-9_-]{20,}\b/g, '(name)'],
];

function maskLine(line: string, names: readonly string[]): string {
  const start = ENTRY_START.exec(line)?.[0] ?? '';
  let rest = line.slice(start.length);
  for (const [pattern, mask] of MASKS) rest = rest.replace(pattern, mask);
  for (const name of names) rest = rest.replace(wholeName(name), '(name)');
  return start + rest;
}

/** Matches a name that is not part of a longer word. */
const wholeName = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi');
