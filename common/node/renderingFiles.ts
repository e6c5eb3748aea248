/** The files of a rendering: the private folder that it writes, and what it looks at in a platform's folder. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RenderingHost } from '../manifests/renderingHost';
import { findProgram } from './findProgram';
import { readRegularFile } from './regularFile';

/** What the lock file of a platform may have, in bytes. */
const LARGEST = 4 * 1024 * 1024;

type FilesOfHost = Omit<RenderingHost, 'terraformFor' | 'run' | 'parseYaml' | 'cores' | 'target'>;

/**
 * @param temporary absolute path of the folder in which private folders are made
 * @param environment of the user; programs are looked for on its PATH
 */
export function renderingFiles(temporary: string, environment: RenderingHost['environment']): FilesOfHost {
  const entries = (path: string) => readdir(path, { withFileTypes: true }).catch(() => []);
  return {
    environment,
    // Of mode 0700.
    makeFolder: () => mkdtemp(join(temporary, 'kubestack-manifests-')),
    removeFolder: path => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
    writeFile: async (path, content, encoding) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content, { encoding, mode: 0o600 });
    },
    join: (folder, path) => join(folder, ...path.split('/')),
    foldersIn: async path => (await entries(path)).flatMap(entry => (entry.isDirectory() ? [entry.name] : [])),
    filesIn: async path => (await entries(path)).flatMap(entry => (entry.isFile() ? [entry.name] : [])),
    textOf: async path => {
      const content = await readRegularFile(path, LARGEST);
      return content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : '';
    },
    locate: program => findProgram(program, temporary, environment),
  };
}

/** `linux_amd64`, as providers are called for this machine. */
export const providerTarget = (system: string, processor: string): string =>
  `${system === 'win32' ? 'windows' : system}_${processor === 'x64' ? 'amd64' : processor === 'ia32' ? '386' : processor}`;
