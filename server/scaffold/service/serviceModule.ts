/** Writes the local module of a service: an overlay of its files, in every environment. */
import { ownProperty, setOwnProperty } from '../../../common/ownProperty';
import { alternatives, t } from '../../../common/localization';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import { configurationEntry, environmentLines, type ConfigurationEntry, type EntryGroups } from '../configurationLines';
import { extraEntries } from '../extraAttributes';
import { featureFolder } from './featureName';
import { frameworkSource, schemaOf } from '../frameworkSource';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { hclFile } from '../hclFile';
import { expression, moduleCallBlock } from '../moduleCallText';
import { serviceVersionsFile } from '../requiredProviders';
import { serviceProvider, type ServiceProvider } from './serviceProvider';

const OVERLAY = 'kustomization/overlay';
/** The catalog entry without manifests of its own, which preceded the overlay. */
const CUSTOM_MANIFESTS = { source: 'kbst.xyz/catalog/custom-manifests/kustomization', version: '0.4.0' };

export interface ServiceModule {
  readonly feature: string;
  /** In the module's folder: `manifests/upstream.yaml`. */
  readonly resources: readonly string[];
  /** The overlay's namespace; undefined if the manifests set it. */
  readonly namespace?: string | undefined;
}

/** Writes `main.tf` and `versions.tf`; does nothing after a problem. */
export function writeServiceModule(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  module: ServiceModule,
): void {
  const { answers, request } = scaffoldContext;
  const folder = featureFolder(module.feature);
  const isOverlay = platform.generation === 'object';
  const source = isOverlay ? frameworkSource(scaffoldContext, platform, OVERLAY, folder) : CUSTOM_MANIFESTS.source;
  const schema = isOverlay
    ? schemaOf(request, OVERLAY, platform.version, 'object')
    : request.model.schemas.catalog('custom-manifests');
  if (source === undefined || !schema) {
    answers.refuse('feature', t("The platform's framework version has no {0}.", OVERLAY));
    return;
  }
  const overrides = readServiceOverrides(scaffoldContext, platform, schema);
  if (!overrides) return;
  const { environments, base } = platform;
  const own: EntryGroups = [
    module.namespace === undefined ? [] : [configurationEntry(['namespace'], module.namespace)],
    [configurationEntry(['resources'], resourceList(module.resources))],
  ];
  const lines = (name: string) => {
    const entries = [...(name === base ? own : []), ...(ownProperty(overrides, name) ?? []).map(entry => [entry])];
    return environmentLines(entries, schema, request);
  };
  const block = moduleCallBlock({
    label: module.feature,
    providers: passesProviders(scaffoldContext, platform) ? { kustomization: 'kustomization' } : {},
    source,
    version: isOverlay ? undefined : CUSTOM_MANIFESTS.version,
    configuration: { base, environments: environments.map(name => [name, lines(name)]) },
  });
  writeNew(scaffoldContext, `${folder}/main.tf`, hclFile([block]));
  writeNew(scaffoldContext, `${folder}/versions.tf`, serviceVersionsFile());
}

/** Whether the calls of a new module must pass their cluster's provider. */
export const newServiceProvider = (scaffoldContext: ScaffoldContext, platform: PlatformContext): ServiceProvider =>
  passesProviders(scaffoldContext, platform) ? 'needed' : 'taken';

/** False if the platform has its own copy of the framework that works without, as its other services show. */
function passesProviders(scaffoldContext: ScaffoldContext, platform: PlatformContext): boolean {
  const { calls, root, generation } = platform;
  const others = calls.filter(
    ({ module, instance }) => module.kind === 'service' && instance !== root && module.version === undefined,
  );
  if (others.length > 0) return others.some(call => providersMap(call).length > 0);
  const source = generation === 'object' ? frameworkSource(scaffoldContext, platform, OVERLAY) : undefined;
  const isOwnCopy = source !== undefined && /^\.\.?\//.test(source);
  return !isOwnCopy || serviceProvider(scaffoldContext, source.replace(/^\.\//, '')) !== 'none';
}

const resourceList = (paths: readonly string[]) =>
  expression(`[\n${paths.map(path => `"\${path.module}/${path}",`).join('\n')}\n]`);

/** Attributes of the overlay by environment, including the base; undefined after a problem. */
export function readServiceOverrides(
  { answers }: ScaffoldContext,
  { environments }: PlatformContext,
  schema: ModuleSchema,
): Readonly<Record<string, readonly ConfigurationEntry[]>> | undefined {
  const given = answers.part('overrides');
  const result: Record<string, readonly ConfigurationEntry[]> = {};
  for (const environment of given.names()) {
    if (!environments.includes(environment)) {
      given.refuse(
        environment,
        t('{0} is not an environment of this platform: use {1}.', environment, alternatives(environments)),
      );
      continue;
    }
    const part = given.part(environment);
    const unknown = part.names().find(name => !schema.attributes.has(name) || name.includes('.'));
    if (unknown !== undefined) part.refuse(unknown, t('The module has no input {0}.', unknown));
    setOwnProperty(result, environment, extraEntries(part, schema, new Set()) ?? []);
  }
  return answers.problems.length > 0 ? undefined : result;
}

/** A file that must not exist yet. */
export function writeNew({ answers, changes }: ScaffoldContext, path: string, text: string): void {
  if (changes.exists(path)) answers.refuse('feature', t('A file {0} already exists.', path));
  else changes.write(path, text);
}
