/** `kubestack-language-server manifests`: the Kubernetes objects that platform services apply in each environment. */
import { stringify } from 'yaml';
import { maskedObject } from '../../common/manifests/kubernetesObject';
import { manifestsDocument } from '../../common/manifests/manifestsDocument';
import { manifestsOf, renderPlatform, type RenderedOverlay } from '../../common/manifests/render';
import type { RenderingHost } from '../../common/manifests/renderingHost';
import { changedOverlays } from '../../common/manifests/changedOverlays';
import { compareRendered, type ObjectComparison, type RenderedObjects } from '../../common/manifests/objectComparison';
import type { PlatformOverlays } from '../../common/manifests/overlay';
import type { ReviewResults } from '../../common/review/review';
import { overlaysIn } from '../manifests/overlays';
import { now } from '../../common/now';
import type { RequestContext } from '../semantics/requestContext';
import { fsPathOf, relativePath } from '../workspace/uri';
import { printedJson, printedLines } from './printedText';

export const MANIFESTS_FORMATS = ['yaml', 'json'] as const;
export type ManifestsFormat = (typeof MANIFESTS_FORMATS)[number];

export interface ManifestsOptions {
  /** Folder whose platforms are rendered. */
  readonly uri: string;
  readonly environment?: string | undefined;
  readonly module?: string | undefined;
  readonly format: ManifestsFormat;
  /** Whether to fetch remote resources of overlays. */
  readonly fetches: boolean;
}

export interface ManifestsReport {
  readonly text: string;
  /** What could not be rendered, and why. */
  readonly findings: readonly string[];
}

/** The rendered overlays of one platform. */
export interface RenderedSide {
  readonly platform: PlatformOverlays;
  readonly overlays: readonly RenderedOverlay[];
}

/** @returns undefined if no platform in the folder has such an overlay */
export async function runManifests(
  request: RequestContext,
  options: ManifestsOptions,
  host: RenderingHost,
): Promise<ManifestsReport | undefined> {
  const sides = await renderAll(now(overlaysIn(request, options)), options.fetches, host);
  const all = sides.flatMap(({ overlays }) => overlays);
  if (all.length === 0) return undefined;
  return { text: options.format === 'json' ? asJson(all) : asYaml(sides), findings: all.flatMap(renderingFindings) };
}

/** Renders the overlays of platforms one after the other. */
async function renderAll(
  platforms: readonly PlatformOverlays[],
  fetches: boolean,
  host: RenderingHost,
): Promise<RenderedSide[]> {
  const sides: RenderedSide[] = [];
  for (const platform of platforms) {
    const { overlays } = await renderPlatform(platform, { folder: fsPathOf(platform.uri), fetches }, host);
    sides.push({ platform, overlays });
  }
  return sides;
}

/** Compares the objects of platforms in two states of a folder. Services that can't differ are not rendered. */
export async function compareManifests(
  { before, after }: ReviewResults['overlays'],
  { uri, fetches, host }: Pick<ManifestsOptions, 'uri' | 'fetches'> & { readonly host: RenderingHost },
): Promise<ObjectComparison> {
  const [from, to] = changedOverlays(before, after);
  const sideOf = async (platforms: readonly PlatformOverlays[]): Promise<RenderedObjects[]> =>
    (await renderAll(platforms, fetches, host)).map(({ platform, overlays }) => ({
      platform: platform.uri === uri ? undefined : relativePath(uri, platform.uri),
      overlays,
    }));
  return compareRendered(await sideOf(from), await sideOf(to));
}

/** An entry for each call in the root module and environment; `objects` corresponds to the provider's `manifests`. */
function asJson(overlays: readonly RenderedOverlay[]): string {
  const entries = new Map<string, { module: string; environment: string; objects: Record<string, string> }>();
  for (const { overlay, objects } of overlays) {
    const { module, environment } = overlay;
    const key = JSON.stringify([module, environment]);
    const entry = entries.get(key) ?? { module, environment, objects: {} };
    const masked = new Map([...objects].map(([id, object]) => [id, maskedObject(object)]));
    entries.set(key, { ...entry, objects: { ...entry.objects, ...manifestsOf(masked) } });
  }
  return printedJson([...entries.values()]);
}

function asYaml(sides: readonly RenderedSide[]): string {
  const lines = sides.flatMap(({ platform, overlays }) =>
    platform.environments.flatMap(environment => {
      const here = overlays.filter(({ overlay }) => overlay.environment === environment);
      if (here.length === 0) return [];
      const { text } = manifestsDocument(here, platform.sources, printYaml);
      return [`# ${environment}`, ...text.trimEnd().split('\n')];
    }),
  );
  return printedLines(lines);
}

/** An object as YAML, without line wrapping and anchors. */
const printYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

const renderingFindings = ({ overlay, problems }: RenderedOverlay): string[] =>
  problems.map(problem => `${overlay.environment}: ${overlay.address}: ${problem}`);
