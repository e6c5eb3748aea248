export const NPM_PACKAGE: readonly string[];
export function npmPackageProblems(paths: readonly string[]): string[];
export function vsixProblems(paths: readonly string[]): string[];
