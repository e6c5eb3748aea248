/** The facts of a cluster or node pool in one environment: location, size, machine type, and taints. */
import type { DiagramFact } from '../../../common/diagram/diagram';
import type { Translate } from '../../../common/localization';
import { shortened } from '../../../common/shortened';
import type { ObjectValue, Value } from '../../hcl/model';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import { regionInLabel } from '../../kubestack/platform/platform';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import { effectiveValueAt, isFalse, listElements, stringValue } from '../../semantics/effectiveParts';
import { plainValue } from '../../semantics/plainValue';
import type { RequestContext } from '../../semantics/requestContext';

/** Maximum length of a fact in characters. The diagram truncates further; its tooltip has the whole fact. */
const MAX_TEXT_LENGTH = 200;
/** Maximum number of zones and taints in a fact. */
const MAX_LISTED = 12;

export interface ModuleFact extends DiagramFact {
  readonly isTaints?: true;
}

export interface FactOptions {
  readonly request: RequestContext;
  /** Sets the language of the facts. */
  readonly t: Translate;
}

/** @param isShort shortens the facts */
export function clusterFacts(
  { request, t }: FactOptions,
  call: ModuleCall,
  environment: string,
  isShort: boolean,
): ModuleFact[] {
  const effective = request.model.effectiveConfiguration(call).environments.get(environment);
  if (!effective) return [];
  const { value } = effective;
  const region = regionOf(request, call, environment, value);
  const location = factsOf([call.module.provider, region].filter(part => part !== undefined).join(' · '));
  return isShort ? location : [...location, ...poolFacts(t, call, effective, region)];
}

/** From the configuration or the provider; if neither is known, from the label. */
function regionOf(
  request: RequestContext,
  call: ModuleCall,
  environment: string,
  value: ObjectValue,
): string | undefined {
  const region = clusterRegion(call, value, environment, request.model, new DependencyTracker());
  return stringValue(region) ?? regionInLabel(call.name);
}

/** @param cluster label of the cluster that the pool belongs to */
export function nodePoolFacts(
  { request, t }: FactOptions,
  call: ModuleCall,
  environment: string,
  cluster: string,
): ModuleFact[] {
  const effective = request.model.effectiveConfiguration(call).environments.get(environment);
  return effective ? poolFacts(t, call, effective, regionInLabel(cluster)) : [];
}

function poolFacts(
  t: Translate,
  call: ModuleCall,
  effective: ResolvedEnvironment,
  region: string | undefined,
): ModuleFact[] {
  const names = poolAttributes(call);
  if (!names) return [];
  const at = (path: readonly string[] | undefined): Value | undefined => path && effectiveValueAt(effective, path);
  const machine = names.machines.map(at).find(value => value !== undefined);
  const [min, max, desired] = [at(names.min), at(names.max), at(names.desired)];
  const scales = !isFalse(at(names.autoscaling));
  const count = scales ? rangeText(min, max) : desired && scalarText(desired);
  const size = count === undefined ? undefined : count === '1' ? t('1 node') : t('{0} nodes', count);
  const listed = (value: Value | undefined, prefix?: string): string => (value ? listText(t, value, prefix) : '');
  const [zones, taints] = [listed(at(names.zones), region), listed(at(names.taints))];
  return [
    factsOf([size, machine && listText(t, machine)].filter(part => part !== undefined && part !== '').join(' × ')),
    factsOf(zones && t('zones {0}', zones)),
    factsOf(taints && t('taints {0}', taints)).map(fact => ({ ...fact, isTaints: true as const })),
  ].flat();
}

const factsOf = (text: string): DiagramFact[] => (text === '' ? [] : [{ text: shortened(text, MAX_TEXT_LENGTH) }]);

function rangeText(min: Value | undefined, max: Value | undefined): string | undefined {
  if (!min && !max) return undefined;
  const [from, to] = [min, max].map(value => (value ? scalarText(value) : '?'));
  return from === to ? from : `${from}–${to}`;
}

/** Unknown values are shown as their expression. */
function scalarText(value: Value): string {
  const { value: plain, known, expression } = plainValue(value);
  if (!known || expression !== undefined) return expression === undefined || expression === '' ? '?' : expression;
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/**
 * A list, or a comma-separated string that represents one.
 *
 * @param prefix to remove from each element: zones of `eu-west-1` become `a`, `b` and `c`
 */
function listText(t: Translate, value: Value, prefix?: string): string {
  const { known } = plainValue(value);
  const elements = listElements(value)?.map(({ text }) => text.trim()) ?? (known ? objectsOf(value) : undefined);
  if (!elements) return scalarText(value);
  const more = elements.length - MAX_LISTED;
  const canBeShort =
    prefix !== undefined &&
    elements.every(each => /^-?[a-z\d]+$/.test(each.slice(prefix.length)) && each.startsWith(prefix));
  const shown = canBeShort ? elements.map(each => each.slice(prefix.length).replace(/^-/, '')) : elements;
  return [...shown.slice(0, MAX_LISTED), ...(more > 0 ? [t('{0} more', more)] : [])].join(', ');
}

/** Taints as EKS and GKE have them, written as Kubernetes writes them: `key=value:Effect`. */
function objectsOf(value: Value): string[] | undefined {
  if (value.kind !== 'list' && value.kind !== 'set' && value.kind !== 'tuple') return undefined;
  return value.elements.map(element => {
    if (element.kind !== 'object' && element.kind !== 'map') return scalarText(element);
    const part = (name: string): string => {
      const found = element.entries.get(name);
      return found && found.kind !== 'null' ? scalarText(found) : '';
    };
    const assigned = part('value') === '' ? '' : `=${part('value')}`;
    return `${part('key')}${assigned}:${part('effect')}`;
  });
}
