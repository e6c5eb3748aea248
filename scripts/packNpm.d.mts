export function packNpm(folder: string): { filename: string; files: { path: string }[] };
