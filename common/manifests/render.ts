/**
 * Renders overlays as Kubernetes objects: with the provider that `init` installed for the platform, which an apply would use, else with the
 * user's kustomize or kubectl. Rendering uses a private copy of the files; it contacts no cluster and fetches nothing.
 */
import { t } from '../localization';
import type { Overlay, PlatformOverlays } from './overlay';
import { installedProvider, type InstalledProvider } from './installedProvider';
import { isolatedVariables } from './isolation';
import { goJson, idOfObject, nameOfObject, type KubernetesObject } from './kubernetesObject';
import { kustomizationOf } from './kustomizationFile';
import { findKustomize, type KustomizeProgram } from './kustomizeProgram';
import type { RenderingHost } from './renderingHost';
import { stageFiles } from './staging';
import { dataSourceName, planErrors, plannedManifests, terraformConfiguration } from './terraformOverlay';

/** One overlay with its rendered objects, by the provider's ids. Values of Secrets are not masked yet. */
export interface RenderedOverlay {
  readonly overlay: Overlay;
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Why there are no objects; empty if it was rendered. */
  readonly problems: readonly string[];
}

export interface RenderedPlatform {
  /** The renderer and its version: `kustomization provider 0.9.8`. Undefined if nothing was rendered. */
  readonly renderer: string | undefined;
  readonly overlays: readonly RenderedOverlay[];
}

export interface RenderingOptions {
  /** Absolute path of the root module's folder. */
  readonly folder: string;
  /** Whether remote sources are fetched; if not, they are reported as problems. */
  readonly fetches?: boolean;
}

type Objects = ReadonlyMap<string, KubernetesObject>;
type Outcome = { readonly objects: Objects } | { readonly problems: readonly string[] };

/** @throws an error of the host when the run is cancelled or times out */
export async function renderPlatform(
  platform: PlatformOverlays,
  options: RenderingOptions,
  host: RenderingHost,
): Promise<RenderedPlatform> {
  const refused = (overlay: Overlay): string[] => [
    ...overlay.problems,
    ...(options.fetches ? [] : overlay.remote.map(path => t('{0} is on the network and is not fetched.', path))),
  ];
  const wanted = platform.overlays.filter(overlay => refused(overlay).length === 0);
  // All overlays of a platform have the same files, so equal arguments render the same objects, often in several environments.
  const distinct = new Map(wanted.map(overlay => [JSON.stringify(overlay.arguments), overlay]));
  const once = [...distinct.values()];
  const { renderer, outcomes } = once.length === 0 ? NOTHING : await renderAll(platform, once, options, host);
  const overlays = platform.overlays.map((overlay): RenderedOverlay => {
    const same = wanted.includes(overlay) ? distinct.get(JSON.stringify(overlay.arguments)) : undefined;
    const outcome = (same && outcomes.get(same)) ?? { problems: refused(overlay) };
    const objects: Objects = 'objects' in outcome ? outcome.objects : new Map<string, KubernetesObject>();
    const problems = 'problems' in outcome ? outcome.problems.map(text => withoutLiterals(text, overlay)) : [];
    return { overlay, objects, problems };
  });
  return { renderer, overlays };
}

interface Rendering {
  readonly renderer: string | undefined;
  readonly outcomes: ReadonlyMap<Overlay, Outcome>;
}
const NOTHING: Rendering = { renderer: undefined, outcomes: new Map() };

async function renderAll(
  platform: PlatformOverlays,
  wanted: readonly Overlay[],
  options: RenderingOptions,
  host: RenderingHost,
): Promise<Rendering> {
  const top = await host.makeFolder();
  try {
    const variables = isolatedVariables(host.environment, options.fetches ?? false);
    const missing: string[] = [];
    const provider = await installedProvider(options.folder, host);
    if (provider) {
      const terraform = await host.terraformFor(options.folder);
      if ('file' in terraform) {
        const run = { terraform: terraform.file, provider, top, variables, host };
        return {
          renderer: t('kustomization provider {0}', provider.version),
          outcomes: await byProvider(platform, wanted, run),
        };
      }
      missing.push(terraform.problem);
    } else missing.push(t('The kustomization provider is not installed: run Terraform Init.'));
    const program = await findKustomize(host, top, variables);
    if ('file' in program) {
      const name =
        program.name === 'kubectl'
          ? t('kubectl with kustomize {0}', program.version)
          : t('kustomize {0}', program.version);
      return {
        renderer: name,
        outcomes: await byKustomize(platform, wanted, { program, top, variables, host }),
      };
    }
    const instead = t('Or install kustomize 5 or kubectl 1.27, or newer.');
    const problems = [...missing, ...program.problems, instead];
    return { renderer: undefined, outcomes: new Map(wanted.map(overlay => [overlay, { problems }])) };
  } finally {
    await host.removeFolder(top);
  }
}

interface Run {
  readonly top: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly host: RenderingHost;
}

/** Renders all overlays in one plan. Those that fail are removed, and the others planned again. */
async function byProvider(
  platform: PlatformOverlays,
  wanted: readonly Overlay[],
  { terraform, provider, top, variables, host }: Run & { terraform: string; provider: InstalledProvider },
): Promise<Map<Overlay, Outcome>> {
  const folder = await stageFiles(platform, host.join(top, 'files'), host);
  const settings = host.join(top, 'terraform.rc');
  const override = `${JSON.stringify(provider.source)} = ${JSON.stringify(provider.folder)}`;
  await host.writeFile(settings, `provider_installation {\n  dev_overrides {\n    ${override}\n  }\n}\n`, 'utf8');
  const run = (parameters: readonly string[]) =>
    host.run(terraform, parameters, {
      folder,
      variables: { ...variables, TF_CLI_CONFIG_FILE: settings, TF_DATA_DIR: host.join(top, 'data') },
    });
  const outcomes = new Map<Overlay, Outcome>();
  const named = new Map(wanted.map((overlay, index) => [dataSourceName(index), overlay]));
  const plan = host.join(top, 'plan');
  while (named.size > 0) {
    const data = new Map([...named].map(([name, overlay]) => [name, overlay.arguments]));
    await host.writeFile(host.join(folder, 'main.tf.json'), terraformConfiguration(data, provider.source), 'utf8');
    const planned = await run(['plan', '-json', '-input=false', '-lock=false', '-refresh=true', `-out=${plan}`]);
    if (planned.exitCode === 0) {
      const shown = await run(['show', '-json', plan]);
      const found = plannedManifests(JSON.parse(shown.stdout));
      for (const [name, overlay] of named)
        outcomes.set(overlay, {
          objects: objectsOf(Object.values(found.get(name) ?? {}).flatMap(text => manifestJson(text, host))),
        });
      break;
    }
    const errors = planErrors(planned.stdout);
    const failed = [...errors].filter(([name]) => named.has(name));
    for (const [name, message] of failed) {
      outcomes.set(named.get(name)!, { problems: [message] });
      named.delete(name);
    }
    if (failed.length > 0) continue;
    const message = errors.get('') ?? (lastLines(planned.stderr) || t('The plan failed and gives no reason.'));
    for (const overlay of named.values()) outcomes.set(overlay, { problems: [message] });
    break;
  }
  return outcomes;
}

/** Parses JSON with the YAML reader, which keeps integers that a double can't hold, but is much slower. */
const manifestJson = (text: string, host: RenderingHost): readonly unknown[] =>
  /\d{16}/.test(text) ? host.parseYaml(text) : [JSON.parse(text) as unknown];

/**
 * Runs one process per overlay. Processes that run at the same time have separate copies of the files, since kustomize needs its file among
 * them.
 */
async function byKustomize(
  platform: PlatformOverlays,
  wanted: readonly Overlay[],
  { program, top, variables, host }: Run & { program: KustomizeProgram },
): Promise<Map<Overlay, Outcome>> {
  const outcomes = new Map<Overlay, Outcome>();
  const waiting = [...wanted];
  const work = async (index: number): Promise<void> => {
    const folder = await stageFiles(platform, host.join(top, `files${index}`), host);
    for (let overlay = waiting.shift(); overlay; overlay = waiting.shift()) {
      const file = host.join(folder, 'kustomization.yaml');
      await host.writeFile(file, JSON.stringify(kustomizationOf(overlay.arguments)), 'utf8');
      const { exitCode, stdout, stderr } = await host.run(program.file, [...program.parameters, '.'], {
        folder,
        variables,
      });
      if (exitCode !== 0)
        outcomes.set(overlay, { problems: [lastLines(stderr) || t('{0} failed and gives no reason.', program.name)] });
      else outcomes.set(overlay, { objects: objectsOf(host.parseYaml(stdout)) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(host.cores, wanted.length) }, (_, index) => work(index)));
  return outcomes;
}

function objectsOf(documents: readonly unknown[]): Objects {
  const objects = documents.flatMap((document): [string, KubernetesObject][] => {
    const name = nameOfObject(document);
    return name ? [[idOfObject(name), document as KubernetesObject]] : [];
  });
  return new Map(objects.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const lastLines = (text: string): string =>
  text
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('# Warning:'))
    .slice(-5)
    .join(' ')
    .slice(0, 2_000);

/** Hides error output that may quote a value of a Secret. */
function withoutLiterals(text: string, { arguments: { secret_generator: generators } }: Overlay): string {
  const secrets = (Array.isArray(generators) ? (generators as unknown[]) : []).flatMap(generator => {
    const { literals } = (generator ?? {}) as { literals?: unknown };
    return Array.isArray(literals) ? literals.filter(each => typeof each === 'string') : [];
  });
  return secrets.reduce((shown, literal) => {
    const value = literal.slice(literal.indexOf('=') + 1);
    return value === '' ? shown : shown.replaceAll(literal, '…').replaceAll(value, '…');
  }, text);
}

/** The provider's `manifests`: JSON strings by id. */
export const manifestsOf = (objects: Objects): Record<string, string> =>
  Object.fromEntries([...objects].map(([id, object]) => [id, goJson(object)]));
