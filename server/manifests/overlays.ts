/**
 * The arguments that each overlay and catalog service of a platform passes to the kustomization provider, and the files it reads, by
 * environment.
 */
import { setOwnProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { toBase64 } from '../../common/bytes';
import type { Overlay, PlatformOverlays } from '../../common/manifests/overlay';
import { kustomizationOf, OVERLAY_ATTRIBUTES } from '../../common/manifests/kustomizationFile';
import type { ObjectValue, Value } from '../hcl/model';
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import { literalText } from '../kubestack/modules/literalText';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { parseModuleSource } from '../kubestack/modules/moduleSource';
import { allCalls, environmentsOf } from '../kubestack/platform/platform';
import { expressionSource } from '../semantics/plainValue';
import type { RequestContext } from '../semantics/requestContext';
import { childOf, isWithin, pathBetween } from '../workspace/uri';
import { filesOfOverlay, KUSTOMIZATION_FILES } from './overlayFiles';
import { sourcesIn } from './manifestSources';

/** Selects overlays, as in `OverlaysParams`. */
export interface OverlaySelection {
  readonly uri: string;
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
}

/**
 * The overlays of the platforms in a folder. Pauses after each overlay and environment. Nothing is rendered, since that takes a program.
 */
export function* overlaysIn(
  request: RequestContext,
  { uri, environment, module }: OverlaySelection,
): Generator<undefined, PlatformOverlays[]> {
  const { model, settings } = request;
  const platforms: PlatformOverlays[] = [];
  for (const root of model.tree.rootInstances().filter(each => isWithin(each.folderUri, uri))) {
    const calls = yield* allCalls(root, model);
    const services = calls.filter(isOverlay);
    if (services.length === 0) continue;
    const { keys, base } = yield* environmentsOf(calls, model);
    const environments = promotionOrder(keys, base, settings.environments);
    const platform = new PlatformReader(request, root);
    for (const call of services) {
      if (module !== undefined && rootName(call) !== module) continue;
      for (const name of environments) {
        if (environment !== undefined && name !== environment) continue;
        platform.add(call, name);
        yield;
      }
    }
    platforms.push({ uri: root.folderUri, environments, ...platform.result() });
  }
  return platforms;
}

/** Whether a call applies manifests through the kustomization provider: the framework's overlay, or a service of the catalog. */
function isOverlay({ module }: ModuleCall): boolean {
  return module.schema?.path === 'kustomization/overlay' || parseModuleSource(module.source).form === 'catalog';
}

/** `a` of `module.a.module.b`: labels have no dots. */
const rootName = ({ address }: ModuleCall): string => address.split('.')[1] ?? address;

class PlatformReader {
  private readonly overlays: Overlay[] = [];
  private readonly files = new Map<string, Uint8Array>();

  constructor(
    private readonly request: RequestContext,
    private readonly root: ModuleInstance,
  ) {}

  add(call: ModuleCall, environment: string): void {
    const { model } = this.request;
    const { environments, diagnostics } = model.effectiveConfiguration(call);
    const common = { module: `module.${rootName(call)}`, address: call.address, environment };
    const effective = environments.get(environment);
    if (!effective) {
      const problems = diagnostics.map(({ message }) => message);
      if (problems.length > 0)
        this.overlays.push({ ...common, arguments: {}, files: [], remote: [], problems: [...new Set(problems)] });
      return;
    }
    const problems = [...this.existingKustomization()];
    const overlay = this.argumentsOf(call, effective.value, problems);
    const read = filesOfOverlay(kustomizationOf(overlay), this.root.folderUri, model.workspace.fileSystem);
    for (const [path, content] of read.files) this.files.set(path, content);
    this.overlays.push({
      ...common,
      arguments: overlay,
      files: [...read.files.keys()],
      remote: [...read.remote],
      problems: [...problems, ...read.problems],
    });
  }

  result(): Pick<PlatformOverlays, 'overlays' | 'files' | 'sources'> {
    return {
      overlays: this.overlays,
      files: Object.fromEntries([...this.files].map(([path, bytes]) => [path, toBase64(bytes)])),
      sources: [...this.files].flatMap(([path, bytes]) => sourcesIn(path, bytes, this.root.folderUri)),
    };
  }

  /** A file beside which the provider refuses to build an overlay. */
  private *existingKustomization(): Iterable<string> {
    const { fileSystem } = this.request.model.workspace;
    const name = KUSTOMIZATION_FILES.find(each => fileSystem.kind(childOf(this.root.folderUri, each)) === 'file');
    if (name !== undefined)
      yield t(
        "The kustomization provider can't build an overlay in a folder that already has a {0}. Move that file out of the root module's folder.",
        name,
      );
  }

  private argumentsOf(call: ModuleCall, value: ObjectValue, problems: string[]): Record<string, unknown> {
    const values = new Map(OVERLAY_ATTRIBUTES.map(name => [name, value.entries.get(name)]));
    if (parseModuleSource(call.module.source).form === 'catalog') this.addBundle(call, value, values, problems);
    const passed: Record<string, unknown> = {};
    for (const [name, each] of values) {
      if (!each || each.kind === 'null') continue;
      if (containsSensitive(each))
        problems.push(t('{0} has a sensitive value, which is not passed to a program.', name));
      else if (!whollyKnown(each)) problems.push(unknownText(name, each));
      else setOwnProperty(passed, name, toPlain(each));
    }
    return passed;
  }

  /** A catalog service has its own manifests: `resources` replaces them, `additional_resources` is added to them. */
  private addBundle(
    { module }: ModuleCall,
    { entries }: ObjectValue,
    values: Map<string, Value | undefined>,
    problems: string[],
  ): void {
    const resources = entries.get('resources');
    if (resources && resources.kind !== 'null') return;
    const folder = module.folderUri === undefined ? undefined : this.request.model.tree.readFolder(module.folderUri);
    if (module.folderUri === undefined || !folder) {
      problems.push(t("The service's manifests are missing. Run Terraform Init to install the module."));
      return;
    }
    const chosen = entries.get('variant');
    const variant =
      chosen?.kind === 'string' ? chosen.value : literalText(folder.local('default_variant')?.attribute.value);
    if (variant === undefined) {
      problems.push(t('The variant of the service is not known.'));
      return;
    }
    const bundle = `${pathBetween(this.root.folderUri, module.folderUri)}/${variant}/`;
    const additional = entries.get('additional_resources');
    const more = additional && 'elements' in additional ? additional.elements : [];
    if (additional && !whollyKnown(additional)) problems.push(unknownText('additional_resources', additional));
    values.set('resources', { kind: 'tuple', elements: [{ kind: 'string', value: bundle }, ...more] });
  }
}

const unknownText = (name: string, value: Value): string => {
  const source = expressionSource(value);
  return source === undefined
    ? t('{0} is not known before a plan.', name)
    : t('{0} is not known before a plan: {1}.', name, source.replace(/\s+/g, ' ').slice(0, 200));
};
