/** What edits of a coding agent do: new errors, newly broken rules, and lost clusters or pools in any environment. */
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Comparison } from '../../common/comparison';
import type { Forecast } from '../../common/forecast/forecast';
import { lossSentences } from '../../common/forecast/lossSentences';
import { CLUSTER_RESOURCES, lostClusters } from '../../common/forecast/lostClusters';
import { wayAroundText } from '../../common/forecast/wayAround';
import { enumeration } from '../../common/localization';
import { now } from '../../common/now';
import { compareContexts } from '../comparison/compareContexts';
import { allDiagnostics } from '../diagnostics/checkedDiagnostics';
import type { Change } from '../edits/change';
import { resultingContext } from '../edits/resultingSnapshot';
import type { Forecaster } from '../forecast/forecaster';
import type { AgentAction } from '../kubestack/rules/agentPolicy';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { allCalls } from '../kubestack/platform/platform';
import { currentMoment } from '../rules/currentMoment';
import { comparedRules, rulesVerdict } from '../rules/rulesVerdict';
import type { RequestContext } from '../semantics/requestContext';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, isWithin, parentOf } from '../workspace/uri';

export interface EditAction {
  readonly action: AgentAction;
  /** The sentence that the editor shows. */
  readonly text: string;
}

/** Maximum number of sentences of a kind. */
const MAX_SENTENCES = 5;

/** @param edited whole texts, and deletions. @param rootUri folder whose platforms are compared */
export function editActions(
  request: RequestContext,
  edited: readonly Change[],
  rootUri: string,
  forecaster: Forecaster,
): EditAction[] {
  const changes = edited.flatMap(change => withOtherPaths(request, change));
  const after = now(resultingContext(request, changes));
  const actions: EditAction[] = [];
  const uris = changes.flatMap(change => (change.kind === 'create' ? [change.uri] : []));
  const errors = newErrors(request, after, uris);
  for (const text of errors.slice(0, MAX_SENTENCES)) actions.push({ action: 'error', text });
  const judged = [request, after].flatMap(each => affectedRoots(each, changes, rootUri));
  for (const uri of new Set(judged.map(({ folderUri }) => folderUri))) {
    const [before, root] = [request, after].map(each =>
      rootsOf(each, rootUri).find(({ folderUri }) => folderUri === uri),
    );
    const forecast = before && now(forecaster.forecast({ before: request, after, uri }));
    const at = currentMoment(request);
    const broken = root ? now(rulesVerdict(after, root, { at, forecast })).broken : [];
    const old = before ? now(rulesVerdict(request, before, { at })).broken : [];
    for (const rule of comparedRules(old, broken).newly.slice(0, MAX_SENTENCES))
      if (rule.level === 'error') actions.push({ action: 'error', text: `${rule.message} (rule:${rule.name})` });
    const compared = now(compareContexts(request, after, uri));
    // Whether `moved` blocks keep them, the forecast knows, if it has their modules.
    const isForecast = root !== undefined && (forecast?.missingModules ?? []).length === 0;
    const lost = isForecast
      ? []
      : compared.modules.filter(each => each.change === 'removed' && each.kind !== 'service');
    if (lost.length > 0)
      actions.push({
        action: 'loss',
        text: `${enumeration(lost.map(({ name }) => `module.${name}`))} would be removed.`,
      });
    if (forecast && isRisky(forecast, compared, request, before))
      actions.push({ action: 'loss', text: [...lossSentences(forecast), ...wayOf(forecast)].join(' ') });
  }
  return actions;
}

/** A platform may read the same file through a link. */
const withOtherPaths = ({ model }: RequestContext, change: Change): Change[] =>
  change.kind === 'create' || change.kind === 'delete'
    ? [change.uri, ...model.workspace.symlinks.otherPaths(change.uri)].map(uri => ({ ...change, uri }))
    : [change];

/** The way around a replacement, with the kind of change that writes its stages. */
function wayOf(forecast: Forecast): string[] {
  const text = wayAroundText(forecast);
  return text === undefined ? [] : [`${text} (kind "replacement")`];
}

const rootsOf = ({ model }: RequestContext, rootUri: string): ModuleInstance[] =>
  model.tree.rootInstances().filter(({ folderUri }) => isWithin(folderUri, rootUri));

/** The platforms that read a changed file: those whose modules are in its folder, or all, if it is no configuration. */
function affectedRoots(request: RequestContext, changes: readonly Change[], rootUri: string): ModuleInstance[] {
  const { tree } = request.model;
  const isOther = changes.some(({ uri }) => sourceSyntaxOf(baseNameOf(uri)) === undefined);
  if (isOther) return rootsOf(request, rootUri);
  const roots = changes.flatMap(({ uri }) => tree.instancesOf(parentOf(uri)).map(({ root }) => root));
  return roots.filter(({ folderUri }) => isWithin(folderUri, rootUri));
}

/** Whether a forecast loses a cluster or node pool, or can't tell, because it doesn't have the module of one that changes. */
function isRisky(
  forecast: Forecast,
  { modules, attributes }: Comparison,
  { model }: RequestContext,
  root: ModuleInstance,
): boolean {
  const { environments, missingModules = [], skipped = [] } = forecast;
  const names = [...modules.map(({ name }) => name), ...attributes.map(({ module }) => module)];
  const changed = new Set(names.map(name => `module.${name.replaceAll('.', '.module.')}`));
  for (const { address, module } of now(allCalls(root, model))) if (module.kind === 'service') changed.delete(address);
  return (
    skipped.length > 0 ||
    missingModules.some(address => changed.has(address)) ||
    Object.entries(environments).some(
      ([name, { resources }]) =>
        lostClusters(forecast, name).length > 0 ||
        resources.some(each => each.action === 'unknown' && !each.atMost && CLUSTER_RESOURCES.has(each.type)),
    )
  );
}

function newErrors(before: RequestContext, after: RequestContext, uris: readonly string[]): string[] {
  return uris.flatMap(uri => {
    const keys = new Set(errorsIn(before, uri).map(keyOf));
    return errorsIn(after, uri)
      .filter(each => !keys.has(keyOf(each)))
      .map(({ message, code }) => `${message as string} (${String(code)})`);
  });
}

type Reported = ReturnType<typeof errorsIn>[number];

const errorsIn = (request: RequestContext, uri: string) =>
  now(allDiagnostics(request, uri)).filter(
    ({ severity, code }) => severity === DiagnosticSeverity.Error && !String(code).startsWith('rule:'),
  );

const keyOf = ({ code, message }: Pick<Reported, 'code' | 'message'>): string => `${String(code)} ${message as string}`;
