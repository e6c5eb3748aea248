/** `kubestack_compare`: reports changes in each environment between two revisions, or since one. */
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/protocol';
import { FORECAST_ACTIONS, NOTE_KINDS } from '../../common/forecast/forecast';
import type { ForecastEntries } from '../forecast/forecastEntries';
import { compareContexts } from '../comparison/compareContexts';
import { now } from '../../common/now';
import { SENSITIVE } from '../semantics/plainValue';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import {
  optionalString,
  optionalStrings,
  section,
  ToolError,
  type AnswerSection,
  type ComparedRevisions,
  type Tool,
  type ToolHost,
} from './tool';
import { PATH_INPUT, pathInput, targetOfPath } from './toolPaths';
import { attributeName } from './toolValue';

const NAME: JsonSchema = { type: 'string' };

/** The schema of the lists that {@link comparisonSections} makes. */
export const COMPARISON_LISTS: Readonly<Record<string, JsonSchema>> = {
  modules: objectSchema(
    {
      module: NAME,
      platform: NAME,
      kind: NAME,
      change: { type: 'string', enum: ['added', 'removed', 'version', 'source'] },
      before: NAME,
      after: NAME,
    },
    ['module', 'kind', 'change'],
  ),
  effective_changes: objectSchema(
    {
      environment: NAME,
      module: NAME,
      platform: NAME,
      attribute: NAME,
      change: { type: 'string', enum: ['added', 'removed', 'changed'] },
      before: { description: 'JSON, or {unknown: expression}, {sensitive: true}, {json: text}.' },
      after: {},
    },
    ['environment', 'module', 'attribute', 'change'],
  ),
  framework_changes: objectSchema(
    {
      release: NAME,
      modules: listSchema(NAME),
      effect: { type: 'string', enum: ['destroys', 'replaces', 'changes', 'requires'] },
      summary: NAME,
      action: NAME,
    },
    ['release', 'modules', 'effect', 'summary'],
  ),
  resources: objectSchema(
    {
      environments: listSchema(NAME),
      action: { type: 'string', enum: FORECAST_ACTIONS },
      address: NAME,
      previous_address: NAME,
      platform: NAME,
      reasons: listSchema(NAME),
    },
    ['environments', 'action', 'address', 'reasons'],
  ),
  resource_notes: objectSchema(
    { environments: listSchema(NAME), kind: { type: 'string', enum: NOTE_KINDS }, message: NAME },
    ['environments', 'kind', 'message'],
  ),
  version_order: objectSchema({ environment: NAME, message: NAME }, ['environment', 'message']),
  not_understood: objectSchema({ side: NAME, module: NAME, message: NAME }, ['side', 'module', 'message']),
};

export const compareTool: Tool = {
  name: 'kubestack_compare',
  title: 'Compare two revisions of a platform',
  description:
    'Tells which effective values changed in which environment between two Git revisions, or between a revision and the files as they are now, and which resources Terraform would replace, destroy, create or update (a forecast without state). Call it to see what a branch or your own edits really change, and for the text of a pull request.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      base: { ...NAME, minLength: 1, description: 'The revision before: a branch, a tag or a commit.' },
      head: { ...NAME, minLength: 1, description: 'The revision after; the files as they are now when left out.' },
      environments: { ...listSchema(NAME), description: 'All environments when left out.' },
      ...PAGE_INPUT,
    },
    ['path', 'base'],
  ),
  output: answerSchema(
    { environments: listSchema(NAME), added_environments: listSchema(NAME), removed_environments: listSchema(NAME) },
    COMPARISON_LISTS,
    ['environments', 'modules', 'effective_changes', 'not_understood'],
  ),
  run: async (host, input) => {
    const { uri } = pathInput(host, input);
    await host.compute(uri, function* (request) {
      yield;
      if (targetOfPath(request, host, optionalString(input, 'path')).isFile)
        throw new ToolError('Pass a folder: whole platforms are compared.');
    });
    const sides = await host.revisions(uri, optionalString(input, 'base')!, optionalString(input, 'head'));
    const whole = now(compareContexts(sides.before, sides.after, sides.uri));
    const wanted = optionalStrings(input, 'environments');
    const unknown = wanted?.find(name => !whole.environments.includes(name));
    if (unknown !== undefined)
      throw new ToolError(`There is no environment "${unknown}". Use one of: ${whole.environments.join(', ')}.`);
    const isRequested = (name: string): boolean => wanted?.includes(name) ?? true;
    const comparison: Comparison = {
      ...whole,
      attributes: whole.attributes.filter(each => isRequested(each.environment)),
      versionOrder: (whole.versionOrder ?? []).filter(each => isRequested(each.environment)),
    };
    const forecast = now(forecastOf(host, sides, isRequested));
    return {
      summary: `${changesSentence(comparison)}${forecastSentence(forecast)}`,
      head: {
        environments: whole.environments.filter(isRequested),
        added_environments: whole.addedEnvironments.filter(isRequested),
        removed_environments: whole.removedEnvironments.filter(isRequested),
      },
      sections: [...resourceSections(forecast), ...comparisonSections(comparison)],
    };
  },
};

/** Number of changed effective values by place. */
export function changesSentence({ attributes, modules, releaseChanges = [] }: Comparison): string {
  const counts = new Map<string, number>();
  for (const { environment } of attributes) counts.set(environment, (counts.get(environment) ?? 0) + 1);
  const countText = [...counts].map(([name, count]) => `${count} in ${name}`).join(', ');
  const values = countText === '' ? 'No effective value changes' : `Effective values that change: ${countText}`;
  const known =
    releaseChanges.length === 0 ? '' : ` The framework applies ${releaseChanges.length} things differently.`;
  const moved = modules.length === 0 ? '' : `; ${modules.length} modules are added, removed or moved`;
  return `${values}${moved}.${known}`;
}

/** @returns what the change does to resources in the requested environments; undefined if this process has no forecasts */
export function* forecastOf(
  { forecaster }: ToolHost,
  sides: ComparedRevisions,
  isRequested: (environment: string) => boolean = () => true,
): Generator<undefined, ForecastEntries | undefined> {
  if (!forecaster) return undefined;
  const { environments } = yield* forecaster.forecast(sides);
  return forecaster.entries({
    environments: Object.fromEntries(Object.entries(environments).filter(([name]) => isRequested(name))),
  });
}

/** What an agent must not overlook; empty if nothing is lost and no plan fails. */
export function forecastSentence(forecast: ForecastEntries | undefined): string {
  const lost = (forecast?.resources ?? []).filter(({ action }) => action === 'replace' || action === 'destroy');
  const fails = (forecast?.notes ?? []).some(({ kind }) => kind === 'plan_fails');
  const inEnvironments = (entries: readonly { readonly environments: readonly string[] }[]): string =>
    [...new Set(entries.flatMap(({ environments }) => environments))].join(', ');
  const loss = lost.length === 0 ? '' : ` Replaces or destroys resources in ${inEnvironments(lost)}: see resources.`;
  return `${loss}${fails ? ' A plan fails: see resource_notes.' : ''}`;
}

export const resourceSections = (forecast: ForecastEntries | undefined): AnswerSection[] =>
  forecast
    ? [section('resource_notes', forecast.notes, each => each), section('resources', forecast.resources, each => each)]
    : [];

export const comparisonSections = ({
  modules,
  releaseChanges = [],
  versionOrder = [],
  attributes,
  problems,
}: Comparison): AnswerSection[] => [
  ...(versionOrder.length > 0
    ? [section('version_order', versionOrder, ({ environment, message }) => ({ environment, message }))]
    : []),
  section('modules', modules, moduleEntry),
  ...(releaseChanges.length > 0 ? [section('framework_changes', releaseChanges, each => each)] : []),
  section('effective_changes', attributes, attributeEntry),
  section('not_understood', problems, ({ side, module, message }) => ({ side, module, message })),
];

const moduleEntry = ({ name, platform, kind, change, before, after }: ComparedModule): object => ({
  module: name,
  ...(platform === undefined ? {} : { platform }),
  kind,
  change,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const attributeEntry = (each: ComparedAttribute): object => ({
  environment: each.environment,
  module: each.module,
  ...(each.platform === undefined ? {} : { platform: each.platform }),
  attribute: attributeName(each.path),
  change: each.change,
  ...(each.change === 'added' ? {} : { before: sideValue(each.before, each.beforeExpression) }),
  ...(each.change === 'removed' ? {} : { after: sideValue(each.after, each.afterExpression) }),
});

function sideValue(value: unknown, expression: string | undefined): unknown {
  if (expression === undefined) return value ?? null;
  if (expression === SENSITIVE) return { sensitive: true };
  return isJson(expression) ? { json: expression } : { unknown: expression };
}

/** Whether a text is a value with a long number, and not an expression that is unknown. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
