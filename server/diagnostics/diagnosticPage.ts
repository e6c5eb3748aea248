/** URLs of the documentation of diagnostics. */
import { pagesFolder } from '../../common/assets';
import { currentLanguage } from '../../common/localization';
import { isRuleCode } from '../../common/rules/rules';

declare const KUBESTACK_HOMEPAGE: string | undefined;

const repository = (): string => `${typeof KUBESTACK_HOMEPAGE === 'string' ? KUBESTACK_HOMEPAGE : ''}/blob/main`;

/** @returns the URL of the page about a code, e.g. `KS202`, in the user's language; that of rules for a rule of a team */
export const diagnosticPage = (code: string): string =>
  isRuleCode(code) ? `${repository()}/docs/rules.md` : `${repository()}/${pagesFolder(currentLanguage())}/${code}.md`;

/** @returns the URL of the page that lists all codes, in English */
export const diagnosticIndex = (): string => `${repository()}/docs/diagnostics.md`;
