import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files in HCL's native syntax that the server finds in a folder: paths relative to the folder, with "/". */
export function configurationFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap(entry => {
    if (entry.name.startsWith('.')) return [];
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) return configurationFiles(folder, `${path}/`);
    return /\.(?:tf|tofu|tfvars)$/.test(entry.name) ? [path] : [];
  });
}
