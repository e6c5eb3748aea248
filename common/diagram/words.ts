/** The words in the platform diagram. The page shows them in the language of VS Code; exported pictures are English in every language. */
import { english } from '../localization';
import { filledTexts } from '../texts';

/** The words by the names that `drawing.ts` uses. @param t translates them, and leaves `{0}` in them */
export const diagramWords = (t: (message: string) => string): Record<string, string> => ({
  base: t('base'),
  differencesOne: t('1 difference'),
  differences: t('{0} differences'),
  fromBaseOne: t('1 difference from the base'),
  fromBase: t('{0} differences from the base'),
  differs: t('{0} (differs from the base)'),
  upToDate: t('up to date'),
  waitingOne: t('1 commit waiting'),
  waiting: t('{0} commits waiting'),
  promotion: t('Promotion to {0}'),
  promotionWaiting: t('Promotion to {0}: {1}'),
  platform: t('platform {0}'),
  environment: t('environment {0}'),
  environmentBase: t('environment {0}, base environment'),
  cluster: t('cluster {0}'),
  clusterIn: t('cluster {0} in {1}'),
  nodePool: t('node pool {0}'),
  nodePoolIn: t('node pool {0} in {1}'),
  service: t('service {0}'),
  serviceIn: t('service {0} in {1}'),
});

export const ENGLISH_WORDS = filledTexts(diagramWords(english));
