/** Terraform extensions beside ours: generic HCL is left to whoever serves a document's language. */

const LANGUAGES: Readonly<Record<string, RegExp>> = {
  'hashicorp.terraform': /^terraform(?:-|$)/,
  'opentofu.vscode-opentofu': /^opentofu(?:-|$)/,
};

/**
 * Whether one of the enabled extensions answers for documents of this language.
 * @param language undefined for a file that is not open: those, too, are left to any of the extensions
 * @param alongside identifiers of extensions, in any case
 */
export function isHandledByOtherExtension(language: string | undefined, alongside: readonly string[]): boolean {
  const languages = alongside.flatMap(id => LANGUAGES[id.toLowerCase()] ?? []);
  return language === undefined ? languages.length > 0 : languages.some(each => each.test(language));
}
