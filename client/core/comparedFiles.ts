/** Selects the files of a revision that are compared. */

const CONFIGURATION = /\.(?:tf|tofu|tfvars)(?:\.json)?$|\.rules\.hcl$/;
/** Text files that functions of the configuration read. */
const TEXT = /\.(?:json|ya?ml|md|tpl|tftpl|txt|csv)$/;

/** Maximum size of configuration, in bytes, as for files on disk: the server knows which texts are too long. */
const MAX_CONFIGURATION_BYTES = 16 * 1024 * 1024;
/** The same of other text files, which a repository can have many of, whether the configuration reads them or not. */
export const MAX_TEXT_BYTES = 1024 * 1024;

/**
 * @param path of a file
 * @returns the size in bytes up to which it is read; undefined unless it may be read as configuration, or by it
 */
export function comparedSize(path: string): number | undefined {
  if (CONFIGURATION.test(path)) return MAX_CONFIGURATION_BYTES;
  return TEXT.test(path) ? MAX_TEXT_BYTES : undefined;
}
