/** Terraform extensions beside ours: generic HCL is left to whoever serves a document's language. */

const LANGUAGES: Readonly<Record<string, RegExp>> = {
  'hashicorp.terraform': /^terraform(?:-|$)/,
  'opentofu.vscode-opentofu': /^opentofu(?:-|$)/,
};

/**
 * Whether one of the enabled extensions answers for documents of this language.
 * @param alongside identifiers of extensions, in any case
 */
export function isHandledByOtherExtension(language: string | undefined, alongside: readonly string[]): boolean {
  return language !== undefined && alongside.some(id => LANGUAGES[id.toLowerCase()]?.test(language) === true);
}
