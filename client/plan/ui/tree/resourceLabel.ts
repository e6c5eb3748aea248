/** Labels of changed resources in the view. */
import type { PlannedResource } from '../../../../common/plan/plan';
import { actionMeaning } from './actionStyles';
import { changedAttributePaths } from '../../../../common/plan/changedPaths';
import { t } from '../../../../common/localization';

/** Maximum number of attributes next to a label. */
const MAX_PATHS = 2;

/** @returns the address without the part that the group above shows: `terraform_data.cluster`, and the modules between, if any. */
export function resourceLabel({ address, moduleAddress, owner }: PlannedResource): { label: string; module: string } {
  const label = moduleAddress === '' ? address : address.slice(moduleAddress.length + 1);
  const own = `module.${owner.name}`;
  if (owner.name === '' || !moduleAddress.startsWith(own)) return { label, module: moduleAddress };
  return { label, module: moduleAddress.slice(own.length).replace(/^\./, '') };
}

/**
 * The block in the root module that an address comes from: a module call, or a resource.
 *
 * @returns its name as a workspace symbol: `eks_gc0`, `aws_vpc.main`
 */
export function rootBlock(address: string): { isModule: boolean; name: string } {
  const [first = '', second = ''] = address
    .replace(/^data\./, '')
    .split('.', 2)
    .map(step => step.replace(/\[.*$/s, ''));
  return first === 'module' ? { isModule: true, name: second } : { isModule: false, name: `${first}.${second}` };
}

/** The description: why it is replaced, which attributes change, where it comes from, and the modules between. */
export function resourceDescription(resource: PlannedResource): string {
  const { module } = resourceLabel(resource);
  // The prefix `module.` of every step is omitted.
  const between = module.replaceAll(/(^|\.)module\./g, '$1');
  return [...reasonTexts(resource), ...(between === '' ? [] : [between])].join(' · ');
}

function reasonTexts(resource: PlannedResource): string[] {
  const { action, replacePaths, previousAddress, deposed } = resource;
  const moved = previousAddress === undefined ? [] : [t('from {0}', previousAddress)];
  const left = deposed === undefined ? [] : [t('deposed')];
  if (action === 'replace') return [...left, ...moved, ...forcedTexts(replacePaths, resource.reason)];
  if (action !== 'update') return [...left, ...moved];
  const { paths, more } = changedAttributePaths(resource, MAX_PATHS);
  const names = paths.map(lastName);
  return [...moved, ...(names.length === 0 ? [] : [`${names.join(', ')}${more ? ', …' : ''}`])];
}

/** The tooltip contains the whole path; next to a label, there is only space for its end. */
function lastName(path: string): string {
  return path.split('.').at(-1) ?? path;
}

function forcedTexts(paths: readonly string[], reason: string | undefined): string[] {
  if (paths.length > 0) {
    const shown = paths.slice(0, MAX_PATHS).map(lastName).join(', ');
    return [t('forced by {0}', paths.length > MAX_PATHS ? `${shown}, …` : shown)];
  }
  const text = reason === undefined ? undefined : reasonText(reason);
  return text === undefined ? [] : [text];
}

/** Describes terraform's reason for an action; undefined if the action is sufficient. */
function reasonText(reason: string): string | undefined {
  switch (reason) {
    case 'replace_because_tainted':
      return t('marked as tainted');
    case 'replace_by_request':
      return t('requested by -replace');
    case 'replace_by_triggers':
      return t('triggered by another resource');
    case 'delete_because_no_resource_config':
      return t('removed from the code');
    case 'delete_because_no_module':
      return t('its module was removed from the code');
    case 'delete_because_wrong_repetition':
    case 'delete_because_count_index':
    case 'delete_because_each_key':
      return t('no longer in its count or for_each');
    case 'delete_because_no_move_target':
      return t("moved to an address that doesn't exist");
    case 'read_because_config_unknown':
      return t('depends on values that are not known yet');
    case 'read_because_dependency_pending':
      return t('depends on changes that have not been applied yet');
    default:
      return undefined;
  }
}

/** Lines of the tooltip. @param meaning what happens to the resource, or has happened to it. */
export function resourceDetails(resource: PlannedResource, meaning = actionMeaning(resource.action)): string[] {
  const { paths, more } = changedAttributePaths(resource, 12);
  const showsPaths = resource.action === 'update' || resource.action === 'replace';
  const reason = resource.reason === undefined ? undefined : reasonText(resource.reason);
  return [
    resource.address,
    meaning,
    ...(resource.createBeforeDestroy
      ? [t('The replacement is created before the existing resource is destroyed.')]
      : []),
    ...(reason === undefined ? [] : [t('Reason: {0}', reason)]),
    ...(resource.previousAddress === undefined ? [] : [t('Moved from {0}', resource.previousAddress)]),
    ...(resource.importId === undefined ? [] : [t('Imported with ID {0}', resource.importId)]),
    ...(resource.replacePaths.length === 0 ? [] : [t('Forced by {0}', resource.replacePaths.join(', '))]),
    ...(showsPaths && paths.length > 0 ? [t('Changes {0}', `${paths.join(', ')}${more ? ', …' : ''}`)] : []),
  ];
}
