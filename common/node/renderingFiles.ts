/** File access for rendering: the private folder that it writes to, and the files that it reads from a platform's folder. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RenderingHost } from '../manifests/renderingHost';
import { findProgram } from './findProgram';
import { readRegularFile } from './regularFile';

/** Maximum size of a lock file, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

type FilesOfHost = Omit<RenderingHost, 'terraformFor' | 'run' | 'parseYaml' | 'cores' | 'target'>;

/**
 * @param temporary absolute path of the folder in which private folders are created
 * @param environment of the user; programs are looked up on its PATH
 */
export function renderingFiles(temporary: string, environment: RenderingHost['environment']): FilesOfHost {
  const entries = (path: string) => readdir(path, { withFileTypes: true }).catch(() => []);
  return {
    environment,
    // `mkdtemp` creates the folder with mode 0700.
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
      const content = await readRegularFile(path, MAX_FILE_BYTES);
      return content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : '';
    },
    locate: program => findProgram(program, temporary, environment),
  };
}

/** Operating system and architecture in the notation of providers: `linux_amd64`. */
export const providerTarget = (system: string, processor: string): string =>
  `${system === 'win32' ? 'windows' : system}_${processor === 'x64' ? 'amd64' : processor === 'ia32' ? '386' : processor}`;
