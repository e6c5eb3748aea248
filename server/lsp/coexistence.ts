/** Coexistence with other Terraform extensions: plain HCL is left to the extension that serves a document's language. */
import { ownProperty } from '../../common/ownProperty';

const LANGUAGES: Readonly<Record<string, RegExp>> = {
  'hashicorp.terraform': /^terraform(?:-|$)/,
  'opentofu.vscode-opentofu': /^opentofu(?:-|$)/,
};

/**
 * Whether one of the enabled extensions serves documents of this language.
 * @param language undefined for a file that is not open, which is also left to any of the extensions
 * @param alongside extension identifiers, in any case
 */
export function isHandledByOtherExtension(language: string | undefined, alongside: readonly string[]): boolean {
  const languages = alongside.flatMap(id => ownProperty(LANGUAGES, id.toLowerCase()) ?? []);
  return language === undefined ? languages.length > 0 : languages.some(each => each.test(language));
}
