/** `kubestack_compare`: reports changes in each environment between two revisions, or since one. */
import type { GroupedObjectChanges } from '../../common/manifests/groupedObjectChanges';
import type { Comparison } from '../../common/protocol';
import { QUICK_SECTIONS, SLOW_SECTIONS, type ReviewedRules } from '../../common/review/review';
import { ownProperty } from '../../common/ownProperty';
import { FORECAST_ACTIONS, NOTE_KINDS, type Forecast } from '../../common/forecast/forecast';
import type { ForecastEntries } from '../forecast/forecastEntries';
import { reviewOf } from '../review/review';
import { now } from '../../common/now';
import { SENSITIVE } from '../semantics/plainValue';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { groupedChanges, type GroupedAttribute, type GroupedChanges, type GroupedModule } from './groupedChanges';
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
import { deployedRevision } from './stateTool';
import { PATH_INPUT, pathInput, shownPath, targetOfPath } from './toolPaths';
import { OTHER_CHANGES, otherChanges } from './otherChanges';
import { RULE_CHANGE, ruleEntries, rulesIn, rulesSentence } from './ruleChanges';
import { attributeName, shownName, shownNames } from './toolValue';

const NAME: JsonSchema = { type: 'string' };

/** The schema of the lists that {@link comparisonSections} makes. */
export const COMPARISON_LISTS: Readonly<Record<string, JsonSchema>> = {
  modules: objectSchema(
    {
      module: NAME,
      platform: NAME,
      kind: NAME,
      change: { type: 'string', enum: ['added', 'removed', 'renamed', 'version', 'source'] },
      before: { ...NAME, description: 'The version or source before; of a renamed module, its name before.' },
      after: NAME,
    },
    ['module', 'kind', 'change'],
  ),
  renamed_environments: objectSchema({ before: NAME, after: NAME }, ['before', 'after']),
  effective_changes: objectSchema(
    {
      environments: { ...listSchema(NAME), description: 'The environments that change in this way.' },
      module: NAME,
      platform: NAME,
      attribute: NAME,
      change: { type: 'string', enum: ['added', 'removed', 'changed'] },
      before: { description: 'JSON, or {unknown: expression}, {sensitive: true}, {json: text}.' },
      after: {},
    },
    ['environments', 'module', 'attribute', 'change'],
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
      at_most: { type: 'string', enum: ['update'], description: 'Of an unknown action: it is not more than this.' },
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
  rules: RULE_CHANGE,
  version_order: objectSchema({ environment: NAME, message: NAME }, ['environment', 'message']),
  other_changes: objectSchema(
    {
      file: NAME,
      kind: { type: 'string', enum: OTHER_CHANGES },
      what: { ...NAME, description: 'The part of the file; the whole file when left out.' },
    },
    ['file', 'kind'],
  ),
  objects: objectSchema(
    {
      environments: listSchema(NAME),
      service: NAME,
      platform: NAME,
      object: { ...NAME, description: 'Kind, namespace and name.' },
      change: { type: 'string', enum: ['added', 'removed', 'changed'] },
      fields: listSchema(objectSchema({ path: NAME, before: {}, after: {} }, ['path'])),
    },
    ['environments', 'service', 'object', 'change'],
  ),
  not_rendered: objectSchema({ message: NAME }, ['message']),
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
      base: {
        ...NAME,
        minLength: 1,
        description:
          'The revision before: a branch, a tag or a commit. `main...branch` compares a branch with where it started; then leave out head. `deployed in apps` is what an environment runs, also as head.',
      },
      head: {
        ...NAME,
        minLength: 1,
        description:
          'The revision after; the files as they are now when left out. `branch merged into main` is what a merge would write.',
      },
      environments: { ...listSchema(NAME), description: 'All environments when left out.' },
      manifests: {
        type: 'boolean',
        description:
          'Whether to compare the Kubernetes objects of services, too. Runs kustomize on a copy of their files.',
      },
      ...PAGE_INPUT,
    },
    ['base'],
  ),
  output: answerSchema(
    { environments: listSchema(NAME), added_environments: listSchema(NAME), removed_environments: listSchema(NAME) },
    COMPARISON_LISTS,
    ['environments', 'modules', 'effective_changes', 'not_understood'],
  ),
  run: async (host, input) => {
    const { uri } = pathInput(host, input);
    const settings = await host.compute(uri, function* (request) {
      yield;
      if (targetOfPath(request, host, optionalString(input, 'path')).isFile)
        throw new ToolError('Pass a folder: whole platforms are compared.');
      return request.settings;
    });
    const commit = (name: string): Promise<string> => deployedRevision(host, uri, settings, name);
    const head = optionalString(input, 'head');
    const sides = await host.revisions(
      uri,
      await commit(optionalString(input, 'base')!),
      head === undefined ? undefined : await commit(head),
    );
    const { whole, forecast: all, rules } = now(reviewFor(host, sides));
    const wanted = optionalStrings(input, 'environments');
    const unknown = wanted?.find(name => !whole.environments.includes(name));
    if (unknown !== undefined)
      throw new ToolError(`There is no environment "${unknown}". Use one of: ${shownNames(whole.environments)}.`);
    const isRequested = (name: string): boolean => wanted?.includes(name) ?? true;
    const comparison: Comparison = {
      ...whole,
      attributes: whole.attributes.filter(each => isRequested(each.environment)),
      versionOrder: (whole.versionOrder ?? []).filter(each => isRequested(each.environment)),
    };
    const forecast = forecastIn(host, all, isRequested);
    const changes = groupedChanges(comparison);
    const { hazards, values } = changeSections(comparison, changes, forecast, rulesIn(rules, isRequested));
    const others = otherChanges(sides);
    const objects = ownProperty(input, 'manifests') === true ? await objectsOf(sides) : undefined;
    const [before, after] = [
      changes.renamedEnvironments.map(each => each.before),
      changes.renamedEnvironments.map(each => each.after),
    ];
    return {
      summary: `${changesSentence(comparison, changes)}${forecastSentence(forecast)}${rulesSentence(rulesIn(rules, isRequested))}${others.length === 0 ? '' : ` Other changes, which values don't show: ${others.length}, in other_changes.`}`,
      head: {
        environments: whole.environments.filter(isRequested),
        added_environments: whole.addedEnvironments.filter(name => isRequested(name) && !after.includes(name)),
        removed_environments: whole.removedEnvironments.filter(name => isRequested(name) && !before.includes(name)),
      },
      sections: [
        ...hazards,
        section('other_changes', others, ({ file, ...rest }) => ({ file: shownPath(host, file), ...rest })),
        ...values,
        ...(objects ? objectSections(objects, isRequested) : []),
      ],
    };
  },
};

async function objectsOf({ objects }: ComparedRevisions): Promise<GroupedObjectChanges> {
  if (objects) return objects();
  throw new ToolError('This server may not run programs. Leave out `manifests`, or start it with `mcp --manifests`.');
}

function objectSections(
  { changes, problems }: GroupedObjectChanges,
  isRequested: (environment: string) => boolean,
): AnswerSection[] {
  const shown = changes
    .map(({ environments, ...change }) => ({ environments: environments.filter(isRequested), ...change }))
    .filter(({ environments }) => environments.length > 0);
  return [section('objects', shown, each => each), section('not_rendered', problems, message => ({ message }))];
}

/** Number of changed effective values in each environment. */
export function changesSentence(
  { releaseChanges = [], problems }: Comparison,
  { counts, modules, renamedEnvironments }: GroupedChanges,
): string {
  const countText = [...counts].map(([name, count]) => `${count} in ${shownName(name)}`).join(', ');
  const values = countText === '' ? 'No effective value changes' : `Effective values that change: ${countText}`;
  const known =
    releaseChanges.length === 0 ? '' : ` The framework applies ${releaseChanges.length} things differently.`;
  const moved = modules.length === 0 ? '' : `; modules added, removed, renamed or moved: ${modules.length}`;
  const renamed = renamedEnvironments
    .map(({ before, after }) => `; ${shownName(before)} is renamed to ${shownName(after)}`)
    .join('');
  const unread = problems.length === 0 ? '' : ' Not everything could be compared: see not_understood.';
  return `${values}${moved}${renamed}.${known}${unread}`;
}

/** The sections of a review that agents read. */
export function* reviewFor(
  { forecaster, frameworkAt }: ToolHost,
  sides: Pick<ComparedRevisions, 'before' | 'after' | 'uri'>,
): Generator<
  undefined,
  { readonly whole: Comparison; readonly forecast: Forecast | undefined; readonly rules: ReviewedRules }
> {
  const sections = [...QUICK_SECTIONS, ...SLOW_SECTIONS] as const;
  const { values, forecast, rules } = yield* reviewOf({ ...sides, forecaster, frameworkAt }, sections);
  return { whole: values!, forecast, rules: rules! };
}

/** @returns what the change does to resources in the requested environments; undefined if this process has no forecasts */
export function forecastIn(
  { forecaster }: ToolHost,
  forecast: Forecast | undefined,
  isRequested: (environment: string) => boolean = () => true,
): ForecastEntries | undefined {
  if (!forecaster || !forecast) return undefined;
  const { environments, ...others } = forecast;
  return forecaster.entries({
    ...others,
    environments: Object.fromEntries(Object.entries(environments).filter(([name]) => isRequested(name))),
  });
}

/** Resources whose action is unknown, and that Terraform may therefore replace. */
const possiblyLostIn = (forecast: ForecastEntries | undefined): ForecastEntries['resources'] =>
  (forecast?.resources ?? []).filter(each => each.action === 'unknown' && each.at_most === undefined);

const lostIn = (forecast: ForecastEntries | undefined): ForecastEntries['resources'] =>
  (forecast?.resources ?? []).filter(({ action }) => action === 'replace' || action === 'destroy');

/** What an agent must not overlook; empty if nothing is lost, no plan fails, and everything was read. */
export function forecastSentence(forecast: ForecastEntries | undefined): string {
  const lost = lostIn(forecast);
  const fails = (forecast?.notes ?? []).some(({ kind }) => kind === 'plan_fails');
  const inEnvironments = (entries: readonly { readonly environments: readonly string[] }[]): string =>
    shownNames([...new Set(entries.flatMap(({ environments }) => environments))]);
  const loss = lost.length === 0 ? '' : ` Replaces or destroys resources in ${inEnvironments(lost)}: see resources.`;
  const possible = possiblyLostIn(forecast);
  const risk = possible.length === 0 ? '' : ` Resources in ${inEnvironments(possible)} may be replaced: see resources.`;
  const isUnknown = (forecast?.notes ?? []).some(({ kind }) => kind === 'unknown');
  const unknown = isUnknown ? ' Some changes of resources are unknown: see resource_notes.' : '';
  return `${loss}${risk}${fails ? ' A plan fails: see resource_notes.' : ''}${unknown}`;
}

/** The sections of a change: what must not be overlooked, and everything else. */
export function changeSections(
  { releaseChanges = [], versionOrder = [], problems }: Comparison,
  { renamedEnvironments, modules, attributes }: GroupedChanges,
  forecast: ForecastEntries | undefined,
  rules: ReviewedRules,
): { readonly hazards: AnswerSection[]; readonly values: AnswerSection[] } {
  const list = <T>(name: string, all: readonly T[], entry: (each: T) => unknown): AnswerSection[] =>
    all.length > 0 ? [section(name, all, entry)] : [];
  const same = <T>(each: T): T => each;
  const resources = forecast ? [section('resources', forecast.resources, same)] : [];
  const loses = lostIn(forecast).length + possiblyLostIn(forecast).length > 0;
  return {
    hazards: [
      ...list('version_order', versionOrder, ({ environment, message }) => ({ environment, message })),
      ...list('framework_changes', releaseChanges, same),
      ...(forecast ? [section('resource_notes', forecast.notes, same)] : []),
      ...(loses ? resources : []),
      ...list('rules', ruleEntries(rules), same),
    ],
    values: [
      ...list('renamed_environments', renamedEnvironments, same),
      section('modules', modules, moduleEntry),
      section('effective_changes', attributes, attributeEntry),
      section('not_understood', problems, ({ side, module, message }) => ({ side, module, message })),
      ...(loses ? [] : resources),
    ],
  };
}

const moduleEntry = ({ name, platform, kind, change, before, after }: GroupedModule): object => ({
  module: name,
  ...(platform === undefined ? {} : { platform }),
  kind,
  change,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const attributeEntry = (each: GroupedAttribute): object => ({
  environments: each.environments,
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
