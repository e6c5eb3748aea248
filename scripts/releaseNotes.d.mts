export function releaseNotes(tag: string, changelog: string, files: string): string;
