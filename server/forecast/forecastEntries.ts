/** A forecast for coding agents: each resource and each note once, with the environments it concerns. */
import type { Forecast, ForecastEnvironment, ForecastResource, NoteKind } from '../../common/forecast/forecast';
import { locatedText, missingModulesText, reasonTexts } from './forecastText';

export interface ForecastEntries {
  readonly resources: readonly ResourceEntry[];
  readonly notes: readonly NoteEntry[];
}

export interface ResourceEntry {
  readonly environments: readonly string[];
  readonly action: ForecastResource['action'];
  readonly at_most?: 'update';
  readonly address: string;
  readonly previous_address?: string;
  readonly platform?: string;
  readonly reasons: readonly string[];
}

export interface NoteEntry {
  readonly environments: readonly string[];
  readonly kind: NoteKind;
  readonly message: string;
}

/** The most important actions first, as in each environment. */
export function forecastEntries(forecast: Forecast): ForecastEntries {
  const all = Object.entries(forecast.environments);
  const missing = missingModulesText(forecast);
  const shared = [...(forecast.skipped ?? []), ...(missing === undefined ? [] : [missing])];
  return {
    resources: grouped(all, ({ resources }) => resources.map(resourceEntry)),
    notes: [
      ...grouped(all, notesOf),
      ...shared.map(message => ({ environments: all.map(([name]) => name), kind: 'unknown' as const, message })),
    ],
  };
}

const resourceEntry = (resource: ForecastResource): Omit<ResourceEntry, 'environments'> => ({
  action: resource.action,
  ...(resource.atMost && { at_most: resource.atMost }),
  address: resource.address,
  ...(resource.previousAddress === undefined ? {} : { previous_address: resource.previousAddress }),
  ...(resource.platform === undefined ? {} : { platform: resource.platform }),
  reasons: reasonTexts(resource).map(locatedText),
});

function notesOf({ cannotPlan = [], fails = [], hidden = [], providers = [], unknown = [] }: ForecastEnvironment) {
  const of = (kind: NoteEntry['kind'], messages: readonly string[]): Omit<NoteEntry, 'environments'>[] =>
    messages.map(message => ({ kind, message }));
  const texts = (notes: readonly { readonly message: string }[]): string[] => notes.map(({ message }) => message);
  return [
    ...of('plan_fails', texts(cannotPlan)),
    ...of('apply_fails', texts(fails)),
    ...of('hidden_effect', texts(hidden)),
    ...of('provider_change', texts(providers)),
    ...of('unknown', unknown),
  ];
}

function grouped<T extends object>(
  environments: readonly (readonly [name: string, environment: ForecastEnvironment])[],
  entriesOf: (environment: ForecastEnvironment) => readonly T[],
): (T & { readonly environments: readonly string[] })[] {
  const groups = new Map<string, { entry: T; environments: string[] }>();
  for (const [name, environment] of environments)
    for (const entry of entriesOf(environment)) {
      const key = JSON.stringify(entry);
      const group = groups.get(key);
      if (group) group.environments.push(name);
      else groups.set(key, { entry, environments: [name] });
    }
  return [...groups.values()].map(group => ({ environments: group.environments, ...group.entry }));
}
