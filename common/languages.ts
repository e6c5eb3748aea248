/** Language IDs, whichever extension of an editor contributes them. */

/** Languages of configuration and of variables files. */
export const CONFIGURATION_LANGUAGES = ['terraform', 'terraform-vars', 'opentofu', 'opentofu-vars'] as const;

/** Languages that the server handles: also those of files with tests and with queries, as the extensions of HashiCorp and OpenTofu call them. */
export const LANGUAGES = [...CONFIGURATION_LANGUAGES, 'terraform-test', 'terraform-search', 'opentofu-test'] as const;
