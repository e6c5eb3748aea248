/**
 * What one call of a root module contributes to the forecast of an environment. It is data, so that a later forecast can use it while everything that it
 * depends on stays the same.
 */
import { t } from '../../common/localization';
import { getOrAdd } from '../../common/mapEntry';
import {
  FORECAST_ACTIONS,
  type ForecastEnvironment,
  type ForecastLocation,
  type ForecastNote,
  type ForecastResource,
} from '../../common/forecast/forecast';
import type { SourceRange } from '../hcl/model';
import type { ForecastProblem, ProblemKind } from './forecastSide';
import type { ProviderNotes } from './providerVersions';

export interface ForecastPart {
  /** Without locations, which change when other code does. */
  readonly resources: { readonly resource: ForecastResource; readonly ranges: readonly (SourceRange | undefined)[] }[];
  /** Types of resources without facts. */
  readonly untyped: Set<string>;
  /** By range and message: an error in what several resources refer to is one error. */
  readonly errors: Map<string, { readonly texts: Set<string>; readonly problem: ForecastProblem }>;
  /** Resources that must not be replaced. */
  readonly refused: ForecastProblem[];
  readonly missingObjects: ForecastProblem[];
  /** By the name of the provider block: the addresses that need it. */
  readonly lostProviders: Map<string, { readonly texts: Set<string>; readonly range: SourceRange }>;
  /** Effects that no plan shows. */
  readonly hidden: ForecastProblem[];
  /** What an apply refuses although the plan succeeds: changes, and then what is destroyed. */
  readonly failures: ForecastProblem[];
  readonly destroyFailures: ForecastProblem[];
  /** What prevents answers, by side. */
  readonly reported: Map<'before' | 'after', Map<ProblemKind, readonly ForecastProblem[]>>;
}

/** An environment of one platform. */
export interface PlatformForecast extends ForecastEnvironment {
  /** Addresses of calls whose module isn't on this machine. */
  readonly missing: readonly string[];
  /** What was not read or evaluated, and why. */
  readonly skipped: readonly string[];
}

export const emptyPart = (): ForecastPart => ({
  resources: [],
  untyped: new Set(),
  errors: new Map(),
  refused: [],
  missingObjects: [],
  lostProviders: new Map(),
  hidden: [],
  failures: [],
  destroyFailures: [],
  reported: new Map(),
});

/**
 * The forecast of an environment.
 * @param parts in the order of their calls
 */
export function forecastOfParts(
  parts: readonly ForecastPart[],
  locate: (range: SourceRange) => ForecastLocation | undefined,
  noted: ProviderNotes = { cannotPlan: [], providers: [] },
): PlatformForecast {
  const reported = (side: 'before' | 'after', kind: ProblemKind): ForecastProblem[] =>
    parts.flatMap(each => each.reported.get(side)?.get(kind) ?? []);
  const notes = (problems: readonly ForecastProblem[]): ForecastNote[] => {
    const found = new Map<string, ForecastNote>();
    for (const { message, range } of problems) {
      const location = range && locate(range);
      if (!found.has(message)) found.set(message, { message, ...(location && { location }) });
    }
    return [...found.values()];
  };
  const untyped = [...new Set(parts.flatMap(each => [...each.untyped]))]
    .sort()
    .map(type => t('There are no facts about {0}: whether a change replaces it is unknown.', type));
  // What Terraform refuses before the change was not applied.
  const problems = [reported('after', 'unknown'), reported('before', 'unknown'), reported('before', 'invalid')];
  const unknown = [...messagesOf(problems), ...untyped];
  const cannotPlan = notes([
    ...errorsOf(parts),
    ...parts.flatMap(({ refused }) => refused),
    ...parts.flatMap(({ missingObjects }) => missingObjects),
    ...lostProvidersOf(parts),
    ...reported('after', 'invalid'),
    ...noted.cannotPlan,
  ]);
  const fails = notes([
    ...parts.flatMap(({ failures }) => failures),
    ...parts.flatMap(({ destroyFailures }) => destroyFailures),
  ]);
  const hidden = notes(parts.flatMap(part => part.hidden));
  const providers = notes(noted.providers);
  return {
    resources: sortedResources(parts.flatMap(part => locatedResources(part, locate))),
    ...(unknown.length > 0 && { unknown }),
    ...(cannotPlan.length > 0 && { cannotPlan }),
    ...(fails.length > 0 && { fails }),
    ...(hidden.length > 0 && { hidden }),
    ...(providers.length > 0 && { providers }),
    missing: messagesOf([reported('after', 'missing'), reported('before', 'missing')]),
    skipped: messagesOf([reported('after', 'skipped'), reported('before', 'skipped')]),
  };
}

export const sortedResources = (resources: readonly ForecastResource[]): ForecastResource[] =>
  [...resources].sort(
    (a, b) =>
      FORECAST_ACTIONS.indexOf(a.action) - FORECAST_ACTIONS.indexOf(b.action) ||
      (a.address < b.address ? -1 : a.address > b.address ? 1 : 0),
  );

const locatedResources = (
  { resources }: ForecastPart,
  locate: (range: SourceRange) => ForecastLocation | undefined,
): ForecastResource[] =>
  resources.map(({ resource, ranges }) => ({
    ...resource,
    reasons: resource.reasons.map((reason, index) => {
      const range = ranges[index];
      const location = range && locate(range);
      return location ? { ...reason, location } : reason;
    }),
  }));

function errorsOf(parts: readonly ForecastPart[]): ForecastProblem[] {
  const errors: ForecastPart['errors'] = new Map();
  for (const part of parts)
    for (const [key, { texts, problem }] of part.errors) {
      const error = getOrAdd(errors, key, () => ({ texts: new Set<string>(), problem }));
      for (const text of texts) error.texts.add(text);
    }
  return [...errors.values()].map(({ texts, problem }) => ({
    ...problem,
    message: `${firstOf(texts)}: ${problem.message}`,
  }));
}

function lostProvidersOf(parts: readonly ForecastPart[]): ForecastProblem[] {
  const lost: ForecastPart['lostProviders'] = new Map();
  for (const part of parts)
    for (const [name, { texts, range }] of part.lostProviders) {
      const provider = getOrAdd(lost, name, () => ({ texts: new Set<string>(), range }));
      for (const text of texts) provider.texts.add(text);
    }
  return [...lost].map(([name, { texts, range }]) => ({
    message: t(
      'Terraform needs {0} to destroy {1}, but this change removes it: the plan fails with "Provider configuration not present". Destroy the resources or remove them from the state first.',
      name,
      firstOf(texts),
    ),
    range,
  }));
}

function firstOf(texts: ReadonlySet<string>): string {
  const [first = '', ...others] = texts;
  return others.length === 0 ? first : t('{0} and {1} more', first, others.length);
}

/** Each message once. */
const messagesOf = (problems: readonly (readonly ForecastProblem[])[]): string[] => [
  ...new Set(problems.flatMap(each => each.map(({ message }) => message))),
];
