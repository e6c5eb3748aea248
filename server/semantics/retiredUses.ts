/** Where the modules of a platform use what is retired. */
import type { KnownRetirement, Retirement } from '../kubestack/lifecycle/lifecycle';
import { t } from '../../common/localization';
import type { SourceRange } from '../hcl/model';
import { labelRange, type ModuleCall } from '../kubestack/modules/moduleCall';
import { parseModuleSource } from '../kubestack/modules/moduleSource';
import type { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { exactSchema } from '../kubestack/schemas/exactSchema';
import type { ClusterVersion } from './clusterVersions';
import { effectiveAttributeAt, effectiveValueAt, stringValue } from './effectiveParts';

export interface RetiredUse<R extends Retirement = Retirement> {
  readonly retirement: R;
  /** Undefined if it doesn't depend on the environment. */
  readonly environment: string | undefined;
  /** The value that selects it; otherwise the name of the module, which has it by default. */
  readonly range: SourceRange;
}

interface AttributeText {
  readonly environment: string;
  readonly text: string;
  readonly range: SourceRange | undefined;
}

/** How the facts about a call are found; checks keep them. */
export interface RetirementFacts {
  readonly versions: (call: ModuleCall) => readonly ClusterVersion[];
  readonly texts: (call: ModuleCall, attribute: string) => readonly AttributeText[];
}

/** The attributes that retirements name (`attribute` in data/kubernetes.json), so that checks read them once for each call. */
export const RETIRABLE_ATTRIBUTES = ['ami_type', 'network_plugin'];

/**
 * The known texts of an attribute in each environment, with the default of the framework.
 * @param reads receives the inputs of the result
 */
export function attributeTexts(
  call: ModuleCall,
  model: PlatformModel,
  attribute: string,
  reads?: DependencyTracker,
): AttributeText[] {
  const schema = exactSchema(call, model.schemas)?.attributes.get(attribute);
  if (!schema) return [];
  return [...model.effectiveConfiguration(call, reads).understood].flatMap(([environment, inEffect]) => {
    const value = effectiveValueAt(inEffect, [attribute]);
    const text = value === undefined ? schema.default : stringValue(value);
    const range = value && effectiveAttributeAt(inEffect, [attribute])?.range;
    return typeof text === 'string' ? [{ environment, text, range }] : [];
  });
}

/** What a module call uses of something retired. What can't be known is left out. */
export function retiredUses<R extends Retirement>(
  call: ModuleCall,
  retirement: R,
  { versions, texts }: RetirementFacts,
): RetiredUse<R>[] {
  const { service, provider, attribute, prefix, minors, manifest } = retirement;
  const { module } = call;
  const use = (environment: string | undefined, range: SourceRange | undefined): RetiredUse<R> => ({
    retirement,
    environment,
    range: range ?? labelRange(call.declaration),
  });
  if (service !== undefined) {
    const parsed = parseModuleSource(module.source);
    if (parsed.form === 'catalog' && parsed.entry === service) return [use(undefined, undefined)];
  }
  if (provider === undefined || module.provider !== provider) return [];
  if (minors && !manifest) {
    const [first, last] = minors;
    return versions(call).flatMap(({ environment, minor, attribute: version }) =>
      minor >= first && minor <= last ? [use(environment, version.range)] : [],
    );
  }
  if (attribute === undefined || prefix === undefined) return [];
  return texts(call, attribute).flatMap(({ environment, text, range }) =>
    text.startsWith(prefix) ? [use(environment, range)] : [],
  );
}

/** @param subject what uses it: a module, or environments */
export const retirementText = ({ name, ends, way, days }: KnownRetirement, subject: string): string =>
  days < 0
    ? t('{0}: {1} was retired on {2}. Use {3}.', subject, name, ends, way)
    : t('{0}: {1} will be retired on {2}. Use {3}.', subject, name, ends, way);
