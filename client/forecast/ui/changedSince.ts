/** What *Replace Step by Step* replaces where the code has the new values already: read from a comparison with what runs. */
import { clustersOf, lostResources } from '../../../common/forecast/lostClusters';
import { t } from '../../../common/localization';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import { showError } from '../../core/messages';
import type { RevisionReader } from '../../core/revisionSide';
import { replacedModules, type ChangedSince } from '../../scaffold/replacedModules';
import { requestForecast } from './requestForecast';

/** @param deployed the revision that an environment of a platform runs */
export const changedSince =
  (
    server: LanguageServerClient,
    readers: readonly RevisionReader[],
    deployed: (platform: string, environment: string) => Promise<string>,
  ): ChangedSince =>
  async (platform, name, since) => {
    const reader = readers.find(each => each.reads(platform));
    if (!reader) return undefined;
    const revision = 'revision' in since ? since.revision : await deployed(platform, since.environment);
    try {
      const read = async () => ({
        uri: platform,
        before: await reader.side(platform, revision),
        after: { kind: 'workspace' as const },
      });
      const review = await requestForecast(server, t('Comparing {0} with {1}', name, revision), read, [
        'forecast',
        'values',
      ]);
      const { forecast, values } = review ?? {};
      if (!forecast || !values) return undefined;
      const lost = Object.keys(forecast.environments).flatMap(each => clustersOf(lostResources(forecast, each)));
      return replacedModules(platform, lost, values, () => false).find(each => each.name === name);
    } catch (error) {
      void showError(t('What changed in {0} since {1} is unknown: {2}', name, revision, errorMessage(error)));
      return undefined;
    }
  };
