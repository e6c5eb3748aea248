import * as vscode from 'vscode';
import { changedOverlays } from '../../../common/manifests/changedOverlays';
import {
  compareRendered,
  type ObjectComparison,
  type RenderedObjects,
} from '../../../common/manifests/objectComparison';
import { objectChangesMarkdown } from '../../../common/manifests/objectChangesText';
import type { ComparisonSide } from '../../../common/protocol';
import type { PlatformOverlays } from '../../../common/manifests/overlay';
import { cancellable } from '../../core/cancellable';
import { errorMessage } from '../../core/errorMessage';
import type { RevisionSide } from '../../core/revisionSide';
import type { Git } from '../../git/git';
import { revisionSide } from '../../git/revisionFiles';
import { mayStartPrograms } from '../../processes/trust';
import type { ManifestRendering } from './manifestRendering';
import { t } from '../../../common/localization';

/** Compares the Kubernetes objects of two revisions, for the texts of pull requests and promotions. */
export class ManifestChanges {
  constructor(
    private readonly rendering: ManifestRendering,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /**
   * Renders only services with different arguments or files, so that most changes run no program.
   * @param folder path of the compared folder, relative to the top of the repository, with "/"
   * @param uri of that folder
   * @returns Markdown; '' if no object changes, on failure (logged in the output channel) and on cancel
   */
  async between(
    git: Git,
    folder: string,
    uri: string,
    [before, after]: readonly [before: string, after: string],
    environment?: string,
  ): Promise<string> {
    if (!mayStartPrograms()) return '';
    const sideOf = (revision: string): Promise<RevisionSide> => revisionSide(git, revision, folder, 'manifests');
    try {
      const compared = await this.compare(uri, [await sideOf(before), await sideOf(after)], environment);
      return compared ? objectChangesMarkdown(compared) : '';
    } catch (error) {
      this.output.warn(t("The manifests can't be rendered: {0}", errorMessage(error)));
      return '';
    }
  }

  /**
   * Renders the services that differ, and compares their objects.
   * @param uri of the compared folder
   * @param sides with the files that overlays may read
   * @returns undefined on cancel
   * @throws RestrictedModeError in Restricted Mode
   */
  async compare(
    uri: string,
    [before, after]: readonly [ComparisonSide | RevisionSide, ComparisonSide | RevisionSide],
    environment?: string,
  ): Promise<ObjectComparison | undefined> {
    const only = environment === undefined ? {} : { environment };
    const overlays = await this.rendering.overlays({ uri, before, after, ...only });
    const [from, to] = changedOverlays(overlays.before, overlays.after);
    if ([...from, ...to].every(({ overlays }) => overlays.length === 0)) return { changes: [], problems: [] };
    return cancellable(t('Rendering the manifests that change'), async signal => {
      const sideOf = async (platforms: PlatformOverlays[]): Promise<RenderedObjects[]> =>
        (await this.rendering.renderAll(platforms, signal)).map(({ platform, overlays }) => ({
          ...(platform.uri === uri ? {} : { platform: nameBelow(uri, platform.uri) }),
          overlays,
        }));
      return compareRendered(await sideOf(from), await sideOf(to));
    });
  }
}

const nameBelow = (folder: string, uri: string): string =>
  uri.startsWith(`${folder}/`) ? vscode.Uri.parse(uri).path.slice(vscode.Uri.parse(folder).path.length + 1) : uri;
