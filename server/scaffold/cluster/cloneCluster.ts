/** Copies a cluster to another or the same region: the same configuration except for what depends on the region and the name. */
import { t } from '../../../common/localization';
import { entryNames, removeValue, setValue, sourceTextAt } from '../../edits/entryText';
import { effectiveTextList } from '../effectiveStrings';
import { prepareCluster, existingClusterLabels, isFree, takenNames } from './prepareCluster';
import { oneOf } from '../answerReader';
import { NAME_PREFIX, RESOURCE_GROUP } from '../answerRules';
import { clusterProviders } from './clusterFiles';
import { nextPrefix } from './clusterPrefix';
import { cloudOf, clusterIdentifier, partsOfIdentifier, type Cloud } from './clouds';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { replaceName } from '../replaceName';
import { block, attribute, GAP, hclFile, printValue } from '../hclFile';
import { zonesOf } from '../../kubestack/platform/regions';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { configurationTarget, type ConfigurationTarget } from '../../refactoring/configurationTarget';
import { hasKubeconfig } from './clusterAccess';

interface Mirrored {
  readonly call: ModuleCall;
  /** Location of its configuration: in the call, or elsewhere. */
  readonly target: ConfigurationTarget;
  readonly cloud: Cloud;
  readonly region: string;
}

export function cloneCluster(scaffoldContext: ScaffoldContext, platform: PlatformContext): ScaffoldOutcome | undefined {
  const { answers, changes, request } = scaffoldContext;
  const label = answers.text('mirror', oneOf(existingClusterLabels(platform)));
  const mirrored = label === undefined ? undefined : mirroredCluster(scaffoldContext, platform, label);
  if (label === undefined || !mirrored) return undefined;
  const { call, cloud } = mirrored;
  if (answers.has('provider')) answers.text('provider', oneOf([cloud.layout]));
  const region = answers.text('region', cloud.region);
  if (region === undefined) return undefined;
  const own = partsOfIdentifier(label)?.prefix ?? prefixOf(call, platform) ?? 'gc0';
  const prefix = answers.text(
    'name_prefix',
    NAME_PREFIX,
    nextPrefix(cloud, region, takenNames(scaffoldContext, platform), own),
  );
  const zoneCount = countOfZones(scaffoldContext, platform, mirrored);
  const usual = zonesOf(request.model.regions, cloud.provider, region, zoneCount);
  // AKS numbers its zones in the same way in every region.
  const hasOtherZones = region !== mirrored.region && cloud.provider !== 'azurerm';
  const zones =
    hasOtherZones || answers.has('zones')
      ? answers.texts('zones', cloud.zone(region), usual.length >= cloud.leastZones ? usual : undefined)
      : undefined;
  if (zones && zones.length < cloud.leastZones)
    answers.refuse(
      'zones',
      t('{0} needs at least {1} zones: add a zone of {2}.', cloud.title, cloud.leastZones, region),
    );
  const isMoved = region !== mirrored.region;
  // AKS takes its region from the resource group, so another region needs another group.
  const asksGroup = cloud.provider === 'azurerm' && (isMoved || answers.has('resource_group'));
  const resourceGroup = asksGroup ? answers.text('resource_group', RESOURCE_GROUP) : undefined;
  if (prefix === undefined || (asksGroup && resourceGroup === undefined)) return undefined;
  const name = clusterIdentifier(cloud, prefix, region);
  if (!isFree(scaffoldContext, name)) return undefined;
  const text = mirroredText(platform, mirrored, { name, prefix, region, zones, resourceGroup });
  changes.write(`${name}_cluster.tf`, `${besideConfiguration(scaffoldContext, mirrored, name, text)}\n`);
  changes.write(`${name}_providers.tf`, mirroredProviders(scaffoldContext, platform, mirrored, name, region));
  const { notes, ...rest } = prepareCluster(scaffoldContext, platform, name, {
    cloud,
    region,
    prefix,
    isReached: hasKubeconfig(scaffoldContext, platform, label),
  });
  return {
    notes: [...(notes ?? []), t('Everything except the name and location is copied from {0}.', label)],
    ...rest,
  };
}

function mirroredCluster(
  { answers, changes, request }: ScaffoldContext,
  platform: PlatformContext,
  label: string,
): Mirrored | undefined {
  const call = platform.calls.find(each => each.name === label && each.instance === platform.root);
  const cloud = cloudOf(call?.module.provider);
  if (!call || !cloud)
    return answers.refuse('mirror', t("{0} can't be copied: it isn't a cluster of a cloud provider.", label));
  const path = changes.pathOf(call.declaration.item.uri);
  if (path === undefined || (changes.source(path)?.diagnostics.length ?? 1) > 0)
    return answers.refuse('mirror', t("{0} can't be copied until the syntax errors in its file are fixed.", label));
  const target = configurationTarget(request, call);
  if (!target)
    return answers.refuse(
      'mirror',
      t("{0} can't be copied: its configuration is computed, not a literal object.", label),
    );
  const region = platform.described?.clusters.find(({ name }) => name === label)?.region;
  return { call, target, cloud, region: region ?? partsOfIdentifier(label)?.region ?? '' };
}

const prefixOf = ({ declaration }: ModuleCall, { base }: PlatformContext): string | undefined =>
  /^"([a-z][a-z0-9-]*)"$/.exec(sourceTextAt(declaration.item.text, ['configuration', base, 'name_prefix']) ?? '')?.[1];

function countOfZones(
  { request }: ScaffoldContext,
  { base, generation }: PlatformContext,
  { call, cloud }: Mirrored,
): number {
  const path = generation === 'map' ? cloud.clusterZones.slice(-1) : cloud.clusterZones;
  return effectiveTextList(request, call, base, path)?.length ?? 3;
}

interface CloneTarget {
  readonly name: string;
  readonly prefix: string;
  readonly region: string;
  /** Undefined if they stay the same. */
  readonly zones: readonly string[] | undefined;
  readonly resourceGroup: string | undefined;
}

/**
 * The block with another name: replaces the identifier everywhere, and the region in the configuration. The configuration is part of the text,
 * wherever the copied cluster has it.
 */
function mirroredText(
  { generation, base }: PlatformContext,
  { call, target: configuration, cloud, region: before }: Mirrored,
  target: CloneTarget,
): string {
  const own = setValue(lineFeeds(call.declaration.item.text), ['configuration'], writtenAt(configuration)) ?? '';
  let text = replaceName(own, call.name, target.name);
  const set = (path: readonly string[], value: string): void => {
    if (sourceTextAt(text, path) !== undefined) text = setValue(text, path, value) ?? text;
  };
  for (const environment of entryNames(text, ['configuration']) ?? []) {
    const own = ['configuration', environment];
    set([...own, 'name_prefix'], printValue(target.prefix));
    if (target.region !== before) set([...own, 'region'], printValue(target.region));
    if (target.resourceGroup !== undefined) {
      const group = [...own, 'resource_group'];
      if (environment === base) text = setValue(text, group, printValue(target.resourceGroup)) ?? text;
      else set(group, printValue(target.resourceGroup));
    }
    const zonesPath = [...own, ...cloud.clusterZones];
    if (target.zones) set(zonesPath, zonesText(target.zones, sourceTextAt(text, zonesPath), generation));
    if (environment !== base && generation === 'object') text = withoutNulls(text, own);
  }
  return text;
}

/** Null in an override unsets nothing (KS207), so it is not copied. */
function withoutNulls(text: string, path: readonly string[]): string {
  return (entryNames(text, path) ?? []).reduce((result, name) => {
    const own = [...path, name];
    return sourceTextAt(result, own) === 'null' ? (removeValue(result, own) ?? result) : withoutNulls(result, own);
  }, text);
}

const lineFeeds = (text: string): string => text.replace(/\r\n/g, '\n');
const writtenAt = ({ item, path }: ConfigurationTarget): string => sourceTextAt(lineFeeds(item.text), path) ?? '{}';

/**
 * The block to write. If the platform has the configurations of its clusters by name in a variable's value or a local, this one is added there,
 * and the block refers to it.
 */
function besideConfiguration(
  { changes }: ScaffoldContext,
  { call, target }: Mirrored,
  name: string,
  text: string,
): string {
  const { item, path } = target;
  const isBeside = item !== call.declaration.item && path.length > 1 && path.at(-1) === call.name;
  const reference = isBeside ? sourceTextAt(lineFeeds(call.declaration.item.text), ['configuration']) : undefined;
  const value = sourceTextAt(text, ['configuration']);
  if (reference === undefined || value === undefined) return text;
  const outer = path.slice(0, -1);
  const isWritten = changes.draft.edit(item, before =>
    setValue(before, [...outer, name], value, { after: call.name, spaced: true }),
  );
  return isWritten ? (setValue(text, ['configuration'], replaceName(reference, call.name, name)) ?? text) : text;
}

/** The same number of zones, if it is known. */
function zonesText(zones: readonly string[], before: string | undefined, generation: string): string {
  const isList = generation === 'object';
  const literal = before?.match(/^\[\s*("[^"]*"\s*(?:,\s*)?)*\]$|^"[^"]*"$/) ? before : undefined;
  const count =
    literal === undefined ? zones.length : isList ? literal.split('"').length >> 1 : literal.split(',').length;
  const wanted = zones.slice(0, Math.max(count, 1));
  return isList ? printValue(wanted) : printValue(wanted.join(','));
}

/** The cloud's provider like that of the copied cluster, and the usual providers for the cluster itself. */
function mirroredProviders(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  { call, cloud }: Mirrored,
  name: string,
  region: string,
): string {
  const declared = platform.root?.folder?.declaration('provider', `${cloud.provider}.${call.name}`);
  const inner = hasKubeconfig(scaffoldContext, platform, call.name)
    ? `\n${hclFile(clusterProviders(name, cloud))}`
    : '';
  const path = declared && scaffoldContext.changes.pathOf(declared.item.uri);
  if (!declared || path === undefined) {
    const providerBody =
      cloud.provider === 'azurerm' ? [GAP, block('features', [], [])] : [attribute('region', region)];
    return `${hclFile([block('provider', [cloud.provider], [attribute('alias', name), ...providerBody])])}${inner}`;
  }
  const copied = replaceName(declared.item.text.replace(/\r\n/g, '\n'), call.name, name);
  const placed =
    sourceTextAt(copied, ['region']) === undefined
      ? copied
      : (setValue(copied, ['region'], printValue(region)) ?? copied);
  return `${placed}\n${inner}`;
}
