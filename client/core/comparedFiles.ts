/** Selects the files of a revision that are compared. */

/** Files that the evaluator may read: configuration, and text files that its functions read. */
const CONFIGURATION = /(?:\.(?:tf|tofu|tfvars)(?:\.json)?|\.(?:json|ya?ml|md|tpl|tftpl|txt|csv))$/;

/** @param path of a file. @returns true when it may be read as configuration, or by it */
export const isComparedFile = (path: string): boolean => CONFIGURATION.test(path);

/** Maximum size of configuration files, in bytes. */
export const MAX_CONFIGURATION_BYTES = 1024 * 1024;
