import * as vscode from 'vscode';
import { renderPlatform, type RenderedPlatform } from '../../../common/manifests/render';
import type { ReviewResults } from '../../../common/review/review';
import type { ReviewQuestion } from '../../core/revisionSide';
import type { PlatformOverlays } from '../../../common/manifests/overlay';
import type { LanguageServerClient } from '../../core/languageClient';
import { planSettings } from '../../plan/ui/planSettings';
import { windowHost } from '../renderingPrograms';

/** The part of a platform to render. */
export interface RenderingTarget {
  /** Folder of a platform, or of several. */
  uri: string;
  side: ReviewQuestion<'overlays'>['after'];
  environment?: string;
  /** Label of the service's module block in the root module. */
  module?: string;
  /** Whether to fetch remote resources of overlays. */
  fetches?: boolean;
}

/** The rendered overlays of a platform. */
export interface PlatformManifests extends RenderedPlatform {
  readonly platform: PlatformOverlays;
}

/** Renders manifests: the server returns the overlays, and this window starts programs that render them. */
export class ManifestRendering {
  constructor(private readonly server: LanguageServerClient) {}

  /** Reads the overlays of two sides without running a program. */
  async overlays(question: Omit<ReviewQuestion<'overlays'>, 'sections'>): Promise<ReviewResults['overlays']> {
    return (await this.server.review({ ...question, sections: ['overlays'] })).overlays;
  }

  /**
   * @param signal aborts running programs
   * @throws RestrictedModeError in Restricted Mode; the signal's reason
   */
  async render(
    { uri, side, environment, module, fetches }: RenderingTarget,
    signal: AbortSignal,
  ): Promise<PlatformManifests[]> {
    const { after } = await this.overlays({
      ...{ uri, before: side, after: side },
      ...(environment === undefined ? {} : { environment }),
      ...(module === undefined ? {} : { module }),
    });
    return this.renderAll(after, signal, fetches);
  }

  /** Renders given overlays. */
  async renderAll(
    platforms: readonly PlatformOverlays[],
    signal: AbortSignal,
    fetches = false,
  ): Promise<PlatformManifests[]> {
    const rendered: PlatformManifests[] = [];
    for (const platform of platforms) {
      const folder = vscode.Uri.parse(platform.uri);
      const { executable } = planSettings(folder);
      const host = windowHost({ executable, signal, environment: process.env });
      rendered.push({ platform, ...(await renderPlatform(platform, { folder: folder.fsPath, fetches }, host)) });
    }
    return rendered;
  }
}
