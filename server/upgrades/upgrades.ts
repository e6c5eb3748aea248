/** The versions of Kubernetes in each environment, and the steps to the next ones: one minor version at a time, the internal environment first. */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import { setOwnProperty } from '../../common/ownProperty';
import type { UpgradeCluster, UpgradeEnvironment, Upgrades, UpgradeStep } from '../../common/upgrades/upgrades';
import { findingsOf } from '../checks/engine/checkRunner';
import { CHECKS } from '../checks/engine/registry';
import { Draft } from '../edits/draft';
import { resultingContext } from '../edits/resultingSnapshot';
import { versionChange } from '../edits/versionChange';
import type { Forecaster, ForecastRequest } from '../forecast/forecaster';
import { promotedThrough } from '../kubestack/inheritance/promotionOrder';
import type { Lifecycle } from '../kubestack/lifecycle/lifecycle';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { platformOutline } from '../kubestack/platform/platform';
import { FIRST_WITHOUT_AMAZON_LINUX_2, selectsAmazonLinux2 } from '../checks/platform/amazonLinux2Default';
import { versionAttribute, versionsOf, type ClusterVersion } from '../semantics/clusterVersions';
import type { RequestContext } from '../semantics/requestContext';
import type { CheckLevel } from '../semantics/settings';
import { isWithin, relativePath } from '../workspace/uri';
import { retirementsOf } from './retirements';

export interface UpgradeOptions {
  /** Computes the forecast of each step; without it, steps have none. */
  readonly forecaster?: Forecaster | undefined;
  readonly frameworkAt?: ForecastRequest['frameworkAt'];
}

/** @param uri folder whose platforms are included. Pauses after each cluster. */
export function* upgradesOf(
  request: RequestContext,
  uri: string,
  options: UpgradeOptions = {},
): Generator<undefined, Upgrades> {
  const { model, settings, lifecycle } = request;
  const roots = model.tree.rootInstances().filter(each => isWithin(each.folderUri, uri));
  const clusters: UpgradeCluster[] = [];
  const assumed = new Set<string>();
  const retirements: string[] = [];
  if (!lifecycle) return { clusters };
  for (const root of roots) {
    const outline = yield* platformOutline(root, model, settings.environments);
    if (!outline) continue;
    const folder = relativePath(uri, root.folderUri);
    const isNamed = roots.length > 1 && folder !== undefined && folder !== '.';
    for (const text of yield* retirementsOf(root, request, lifecycle))
      retirements.push(isNamed ? `${folder}: ${text}` : text);
    for (const name of outline.clusters.keys()) {
      yield;
      const call = model.call(root, name);
      if (!call || versionAttribute(call) === undefined) continue;
      const environments = promotedThrough(outline.environments);
      const described = yield* clusterUpgrade({ request, lifecycle, root, call, environments, options });
      clusters.push({
        ...described,
        ...(isNamed ? { platform: folder } : {}),
      });
      const { version } = call.module;
      if (version !== undefined && /^[\da-f]{7,40}$/.test(version) && model.schemas.knownRef(version) === undefined)
        assumed.add(version);
    }
  }
  const notes = [...assumed].map(ref =>
    t(
      'The facts about the framework at {0} are those of {1}: this commit is not known. Its modules may have other inputs, defaults and resources.',
      ref,
      model.schemas.headCommit,
    ),
  );
  return {
    clusters,
    ...(retirements.length > 0 ? { retirements } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

interface Subject {
  readonly request: RequestContext;
  readonly lifecycle: Lifecycle;
  readonly root: ModuleInstance;
  readonly call: ModuleCall;
  readonly environments: readonly string[];
  readonly options: UpgradeOptions;
}

function* clusterUpgrade(subject: Subject): Generator<undefined, UpgradeCluster> {
  const { request, lifecycle, call, environments } = subject;
  const provider = call.module.provider!;
  const versions = versionsOf(call, request.model, environments);
  const described: Record<string, UpgradeEnvironment> = {};
  for (const environment of environments) {
    const version = versions.find(each => each.environment === environment);
    setOwnProperty(described, environment, version ? environmentOf(version, lifecycle) : { support: 'unknown' });
  }
  const minor = targetMinor(versions, lifecycle);
  return {
    module: call.name,
    provider,
    ...(call.module.version === undefined ? {} : { framework: call.module.version }),
    environments: described,
    ...(minor === undefined ? {} : { target: `1.${minor}` }),
    steps: minor === undefined ? [] : yield* stepsTo(subject, versions, minor),
  };
}

function environmentOf({ provider, minor, version }: ClusterVersion, lifecycle: Lifecycle): UpgradeEnvironment {
  const { state, ends, extended } = lifecycle.support(provider, minor);
  const next = lifecycle.next(provider, minor);
  // The release channel can run a newer version than the minimum, whose support has not ended.
  const isMinimum = provider === 'google';
  const isOver = isMinimum && state === 'ended';
  return {
    version,
    ...(isMinimum && { minimum: true }),
    support: isOver ? 'unknown' : state,
    ...(ends === undefined || isOver ? {} : { ends }),
    ...(extended?.ends === undefined ? {} : { extendedEnds: extended.ends }),
    ...(next === undefined ? {} : { next: `1.${next}` }),
  };
}

/**
 * The version to which all environments are upgraded next: the one of the first environment if it is ahead, otherwise the next one of the oldest, if
 * its support ends.
 */
function targetMinor(versions: readonly ClusterVersion[], lifecycle: Lifecycle): number | undefined {
  if (versions.length === 0) return undefined;
  const oldest = versions.reduce((a, b) => (b.minor < a.minor ? b : a));
  const isUneven = versions.some(({ minor }) => minor !== oldest.minor);
  const { state } = lifecycle.support(oldest.provider, oldest.minor);
  if (!isUneven && state !== 'ending' && state !== 'ended') return undefined;
  return lifecycle.next(oldest.provider, oldest.minor);
}

function* stepsTo(
  subject: Subject,
  versions: readonly ClusterVersion[],
  minor: number,
): Generator<undefined, UpgradeStep[]> {
  const { request, call, environments } = subject;
  const version = `1.${minor}`;
  const steps: UpgradeStep[] = [];
  if (call.module.provider === 'aws' && minor >= FIRST_WITHOUT_AMAZON_LINUX_2 && selectsAmazonLinux2(call, request))
    steps.push({
      kind: 'framework',
      text: t(
        'Upgrade the framework first: its default node pool uses Amazon Linux 2 in {0}, and EKS has none for Kubernetes {1}.',
        call.module.version ?? '',
        version,
      ),
    });
  let context = request;
  for (const { environment, minor: current } of versions) {
    if (current >= minor) continue;
    const target = versionIn(context, subject, environment);
    const change = target && versionChange(target, version);
    const after = change ? yield* changed(context, change) : undefined;
    for (const text of after ? yield* removedApis(after, subject) : [])
      if (!steps.some(step => step.text === text)) steps.push({ kind: 'manifests', environment, text });
    const forecast = after ? yield* forecastOf(subject, context, after, environment) : undefined;
    steps.push({
      kind: 'change',
      environment,
      text: t('Set {0} in {1} on a branch, and merge its pull request.', assignment(call, version), environment),
      ...(forecast ? { forecast } : {}),
    });
    if (environment !== environments[0])
      steps.push({ kind: 'promote', environment, text: t('Promote the merged commit to {0}.', environment) });
    if (call.module.provider === 'azurerm')
      steps.push({
        kind: 'nodes',
        environment,
        text: t('Upgrade the node pools in {0}, which keep their version.', environment),
      });
    context = after ?? context;
  }
  const last = lastMinor(subject, minor);
  if (last > minor)
    steps.push({ kind: 'change', text: t('Then repeat these steps for each version up to {0}.', `1.${last}`) });
  return steps;
}

/** The cluster's version in a changed workspace. */
function versionIn(context: RequestContext, { root, call }: Subject, environment: string): ClusterVersion | undefined {
  const current = rootIn(context, root);
  const changedCall = current && context.model.call(current, call.name);
  return changedCall && versionsOf(changedCall, context.model, [environment])[0];
}

const rootIn = ({ model }: RequestContext, { folderUri }: ModuleInstance): ModuleInstance | undefined =>
  model.tree.rootInstances().find(each => each.folderUri === folderUri);

/** The first version from a minor version on whose support does not end soon; the newest one otherwise. */
function lastMinor({ lifecycle, call }: Subject, minor: number): number {
  const provider = call.module.provider!;
  let last = minor;
  for (;;) {
    const { state } = lifecycle.support(provider, last);
    const next = lifecycle.next(provider, last);
    if ((state !== 'ending' && state !== 'ended') || next === undefined) return last;
    last = next;
  }
}

/** What the manifests of an environment have to change before a version. */
function* removedApis(after: RequestContext, { root, request }: Subject): Generator<undefined, string[]> {
  const changedRoot = rootIn(after, root);
  if (!changedRoot) return [];
  const checks = Object.fromEntries(
    CHECKS.map(({ code }): [string, CheckLevel] => [code, code === 'KS807' ? 'error' : 'off']),
  );
  const findings = yield* findingsOf({ ...after, settings: { ...request.settings, checks } }, changedRoot);
  return [...findings.values()].flat().map(({ finding }) => finding.message);
}

const assignment = (call: ModuleCall, version: string): string =>
  `${versionAttribute(call) ?? ''} = ${JSON.stringify(version)}`;

function* changed(
  request: RequestContext,
  change: (draft: Draft) => void,
): Generator<undefined, RequestContext | undefined> {
  const draft = new Draft(request);
  change(draft);
  return yield* resultingContext(request, now(draft.changes()));
}

function* forecastOf(
  { options, root }: Subject,
  before: RequestContext,
  after: RequestContext,
  environment: string,
): Generator<undefined, string[] | undefined> {
  const { forecaster, frameworkAt } = options;
  if (!forecaster) return undefined;
  const forecast = yield* forecaster.forecast({ before, after, uri: root.folderUri, environment, frameworkAt });
  const lines = forecaster.lines(forecast);
  // Without the name of the environment, below which others are indented. What is unknown in all environments has no such line.
  return lines[0] === environment ? lines.slice(1).map(line => line.replace(/^ {2}/, '')) : lines;
}
