/** Where the documentation of a diagnostic is. */

declare const KUBESTACK_HOMEPAGE: string | undefined;

/** The page of a code on the project's homepage. */
export function diagnosticPage(code: string): string {
  const homepage = typeof KUBESTACK_HOMEPAGE === 'string' ? KUBESTACK_HOMEPAGE : '';
  return `${homepage}/blob/main/docs/diagnostics.md#${code.toLowerCase()}`;
}
