/** URLs of the documentation of diagnostics. */
import { pagesFolder } from '../../common/assets';
import { currentLanguage } from '../../common/localization';

declare const KUBESTACK_HOMEPAGE: string | undefined;

const repository = (): string => `${typeof KUBESTACK_HOMEPAGE === 'string' ? KUBESTACK_HOMEPAGE : ''}/blob/main`;

/** @returns the URL of the page about a code, e.g. `KS202`, in the user's language */
export const diagnosticPage = (code: string): string => `${repository()}/${pagesFolder(currentLanguage())}/${code}.md`;

/** @returns the URL of the page that lists all codes, in English */
export const diagnosticIndex = (): string => `${repository()}/docs/diagnostics.md`;
