/** The forecast of another version of the framework, before anything is written. */
import { markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { cancellable } from '../../core/cancellable';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import { showError } from '../../core/messages';
import { platformLabel } from '../../platform/ui/choose';
import type { ForecastChange } from '../../scaffold/forecastedChange';
import { lossSentences } from '../../../common/forecast/lossSentences';
import type { ForecastDocuments } from './forecastDocuments';
import type { FrameworkDownload } from './frameworkDownload';
import { requestForecast } from './requestForecast';

/**
 * @returns opens the forecast of a change, and returns in sentences what it replaces and destroys, or why that is unknown. The framework is downloaded
 * if modules are missing and the user agrees.
 */
export function upgradeForecast(
  server: LanguageServerClient,
  framework: FrameworkDownload,
  documents: ForecastDocuments,
): ForecastChange {
  return async ({ platform, title, changed }) => {
    const workspace = { kind: 'workspace' } as const;
    const params = { uri: platform.uri, before: workspace, after: workspace, changed };
    const name = t('Forecast of {0}', platformLabel(platform));
    const compute = () => requestForecast(server, name, () => Promise.resolve(params), ['forecast']);
    const cancelled = [t('The forecast was cancelled, so what is replaced and destroyed is unknown.')];
    try {
      let review = await compute();
      if (!review) return cancelled;
      const { missingVersions: missing = [] } = review.forecast;
      const refusal = missing.length === 0 ? undefined : await framework.refusal(missing);
      if (missing.length > 0 && refusal === undefined) {
        const download = t('Downloading the Kubestack framework');
        const isDone = await cancellable(download, signal => framework.download(missing, signal).then(() => true));
        review = isDone ? await compute() : undefined;
      }
      if (!review) return cancelled;
      const markdown = review.markdown?.forecast ?? '';
      const heading = t('Forecast of {0}: {1}', markdownName(platformLabel(platform)), markdownName(title));
      if (markdown !== '') await documents.show(name, heading, markdown);
      return [...(refusal === undefined ? [] : [refusal]), ...lossSentences(review.forecast)];
    } catch (error) {
      const message = errorMessage(error);
      // The list of the question shows only the beginning.
      void showError(message);
      return [t('What is replaced and destroyed is unknown.'), message];
    }
  };
}
