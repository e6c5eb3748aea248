/** The programs that read configurations. They are the same language, but for what is said where they differ. */
export type Program = 'terraform' | 'tofu';

export const PROGRAM_NAMES: Readonly<Record<Program, string>> = { terraform: 'Terraform', tofu: 'OpenTofu' };
