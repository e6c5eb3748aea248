/** A forecast as lines of plain text, and as Markdown. */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { enumeration, sentences, t } from '../../common/localization';
import { codeSpan, markdownText } from '../../common/markdown';
import { wayAroundText } from '../../common/forecast/wayAround';
import { visibleText } from '../../common/visibleText';
import type {
  Forecast,
  ForecastAction,
  ForecastEnvironment,
  ForecastLocation,
  ForecastNote,
  ForecastReason,
  ForecastResource,
} from '../../common/forecast/forecast';
import { pathBetween } from '../workspace/uri';
import { argumentText } from './providerValue';
import { READS_FILES } from './readsFiles';

/** A value in a text is cut after so many characters. */
const MAX_VALUE_LENGTH = 80;
/** Reasons of one resource in a text. */
const MAX_REASONS = 8;
/** Modules that the sentence about missing ones names. */
const MAX_MODULES = 5;

interface Section {
  readonly title: string;
  readonly resources: readonly ForecastResource[];
  readonly notes: readonly ForecastNote[];
}

/** The parts of an environment, the most important first, without empty ones. */
export function forecastSections(environment: ForecastEnvironment): Section[] {
  const of = (title: string, wanted: ForecastAction, most?: 'update'): Section => ({
    title,
    resources: environment.resources.filter(({ action, atMost }) => action === wanted && atMost === most),
    notes: [],
  });
  const noted = (title: string, notes: readonly ForecastNote[] | undefined): Section => ({
    title,
    resources: [],
    notes: notes ?? [],
  });
  const all = [
    noted(t("Can't be planned"), environment.cannotPlan),
    of(t('Replaced'), 'replace'),
    of(t('Destroyed'), 'destroy'),
    noted(t('Also destroyed, although no plan shows it'), environment.hidden),
    noted(t('Fails when it is applied'), environment.fails),
    noted(t('Changed by other versions of providers'), environment.providers),
    of(t('Unknown'), 'unknown'),
    of(t('Created'), 'create'),
    of(t('Updated'), 'update'),
    of(t('At most updated'), 'unknown', 'update'),
    noted(
      t('Why parts are unknown'),
      environment.unknown?.map(message => ({ message })),
    ),
  ];
  return all.filter(({ resources, notes }) => resources.length + notes.length > 0);
}

/** The texts of environments, with the names of those that have the same; without environments in which nothing changes. */
function textsByEnvironment(
  { environments }: Forecast,
  linesOf: (section: Section) => readonly string[],
): { readonly names: string[]; readonly lines: readonly string[] }[] {
  const groups = new Map<string, { names: string[]; lines: readonly string[] }>();
  for (const [name, environment] of Object.entries(environments)) {
    const lines = forecastSections(environment).flatMap(linesOf);
    if (lines.length === 0) continue;
    const key = lines.join('\n');
    const group = groups.get(key);
    if (group) group.names.push(name);
    else groups.set(key, { names: [name], lines });
  }
  return [...groups.values()];
}

/** No lines if nothing changes. */
export function forecastLines(forecast: Forecast): string[] {
  const groups = textsByEnvironment(forecast, ({ title, resources, notes }) => [
    `  ${title}`,
    ...notes.map(({ message }) => `    ${message}`),
    ...resources.flatMap(resource => [
      `    ${resourceText(resource)}`,
      ...reasonTexts(resource).map(reason => `        ${locatedText(reason)}`),
    ]),
  ]);
  const { skipped = [] } = forecast;
  const sections = groups.map(({ names, lines }) => [names.join(', '), ...lines]);
  if (skipped.length > 0) sections.push([t('Unknown'), ...skipped.map(each => `  ${each}`)]);
  for (const text of closingTexts(forecast)) sections.push([text]);
  return sections.flatMap((lines, index) => [...(index > 0 ? [''] : []), ...lines]);
}

/**
 * Empty if nothing changes.
 * @param withLocations whether reasons have the file and line of the code that causes them
 */
export function forecastMarkdown(forecast: Forecast, withLocations = false): string {
  const link = (location: ForecastLocation | undefined): string =>
    withLocations && location ? ` (${codeSpan(locationText(location))})` : '';
  const heading = ({ address, previousAddress }: ForecastResource): string =>
    previousAddress === undefined
      ? codeSpan(address)
      : `${codeSpan(address)} (${t('before: {0}', codeSpan(previousAddress))})`;
  const groups = textsByEnvironment(forecast, ({ title, resources, notes }) => [
    '',
    `${title}:`,
    '',
    ...notes.map(({ message, location }) => `- ${markdownText(message)}${link(location)}`),
    ...resources.flatMap(resource => [
      `- ${heading(resource)}`,
      ...reasonTexts(resource).map(
        ({ argument, text, location }) =>
          `  - ${argument === undefined ? '' : `${codeSpan(argument)}: `}${markdownText(text)}${link(location)}`,
      ),
    ]),
  ]);
  const { skipped = [] } = forecast;
  return [
    ...groups.map(({ names, lines }) => `**${names.map(markdownText).join(', ')}**\n${lines.join('\n')}\n`),
    ...(skipped.length > 0
      ? [`**${t('Unknown')}**\n\n${skipped.map(each => `- ${markdownText(each)}`).join('\n')}\n`]
      : []),
    ...closingTexts(forecast).map(text => `${markdownText(text)}\n`),
  ].join('\n');
}

/** Sentences about the whole forecast. */
const closingTexts = (forecast: Forecast): string[] =>
  [missingModulesText(forecast), wayAroundText(forecast)].filter(text => text !== undefined);

/** One sentence for all modules and environments, with what to do; undefined if no module is missing. */
export function missingModulesText({ missingModules: all = [] }: Pick<Forecast, 'missingModules'>): string | undefined {
  if (all.length === 0) return undefined;
  const more = all.length - MAX_MODULES;
  const named = enumeration([...all.slice(0, MAX_MODULES), ...(more > 0 ? [t('{0} more', more)] : [])]);
  return all.length === 1
    ? t("What changes in {0} is unknown, since its module isn't on this machine. Run Terraform Init.", named)
    : t("What changes in {0} is unknown, since their modules aren't on this machine. Run Terraform Init.", named);
}

/** `main.tf:12` */
const locationText = ({ uri, line }: ForecastLocation): string =>
  `${pathBetween(uri.slice(0, uri.lastIndexOf('/')), uri)}:${line + 1}`;

/** `name: "a" → "b" (main.tf:12)` */
export function locatedText({ argument, text, location }: ReasonText): string {
  const whole = argument === undefined ? text : `${argument}: ${text}`;
  return location ? `${whole} (${visibleText(locationText(location))})` : whole;
}

/** A text below a resource. */
export interface ReasonText {
  readonly argument?: string;
  readonly text: string;
  readonly location?: ForecastLocation;
}

const resourceText = ({ address, previousAddress }: ForecastResource): string =>
  previousAddress === undefined ? address : `${address} (${t('before: {0}', previousAddress)})`;

/** The texts below a resource: why its action is what it is. */
export function reasonTexts({ action, reasons, note }: ForecastResource): ReasonText[] {
  // Values that are merely updated don't explain a replacement.
  const deciding = action === 'replace' ? reasons.filter(({ effect }) => effect === 'replace') : reasons;
  const parts = deciding.flatMap(differingParts);
  const shown = parts.slice(0, MAX_REASONS);
  const more = parts.length - shown.length;
  return [
    ...shown.map(reason => ({
      argument: argumentText(reason.argument),
      text: reasonText(reason),
      ...(reason.location ? { location: reason.location } : {}),
    })),
    ...(more > 0 ? [{ text: t('{0} more', more) }] : []),
    ...(note === undefined ? [] : [{ text: sentences(note) }]),
  ];
}

/** The parts of objects that differ, so that a text doesn't repeat what stays. */
function differingParts(reason: ForecastReason): ForecastReason[] {
  const { before, after, argument } = reason;
  if (!isRecord(before) || !isRecord(after)) return [reason];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const parts = names
    .map(name => ({
      ...reason,
      argument: [...argument, name],
      before: ownProperty(before, name),
      after: ownProperty(after, name),
    }))
    .filter(part => JSON.stringify(part.before) !== JSON.stringify(part.after));
  return parts.length === 0 ? [reason] : parts.flatMap(differingParts);
}

function reasonText(reason: ForecastReason): string {
  const text = valuesText(reason);
  return reason.mayReplace ? t('{0} (may force a replacement)', text) : text;
}

function valuesText(reason: ForecastReason): string {
  if (reason.sensitive) return t('sensitive value');
  const { before, beforeUnknown, beforePart, beforeSource, after, afterUnknown, afterPart, afterSource, effect } =
    reason;
  const from = beforeUnknown ? unknownText(beforePart, beforeSource) : valueText(before);
  if (!afterUnknown) return `${from} → ${valueText(after)}`;
  if (effect !== 'unknown' && afterPart === undefined) return `${from} → ${t('(known after apply)')}`;
  const to = unknownText(afterPart, afterSource);
  return from === to ? from : `${from} → ${to}`;
}

/** A value that only a provider knows. */
function unknownText(part: string | undefined, source: string | undefined): string {
  if (part !== undefined) return valueText(part);
  if (source === undefined) return t('(set by the provider)');
  const type = /(?:^|\.)data\.(\w+)\./.exec(source)?.[1];
  return type !== undefined && READS_FILES.test(type)
    ? t('(from {0}, which reads files or runs a program)', source)
    : t('(from {0})', source);
}

function valueText(value: unknown): string {
  if (value === undefined) return t('(not set)');
  const text = visibleText(JSON.stringify(value));
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
