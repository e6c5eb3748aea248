/** URLs of the documentation of diagnostics. */

declare const KUBESTACK_HOMEPAGE: string | undefined;

const docs = (): string => `${typeof KUBESTACK_HOMEPAGE === 'string' ? KUBESTACK_HOMEPAGE : ''}/blob/main/docs`;

/** @returns the URL of the page about a code, e.g. `KS202` */
export const diagnosticPage = (code: string): string => `${docs()}/checks/${code}.md`;

/** @returns the URL of the page that lists all codes */
export const diagnosticIndex = (): string => `${docs()}/diagnostics.md`;
