/** Builds the stub provider with Go, once per machine and version of its source. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout } from '../skipWithout';
import { installOnce } from '../vscode/cacheFolder';

const SOURCE = join(__dirname, '../../forecast/stubProvider');
const NAME = 'terraform-provider-stub';

/**
 * Skips the test if Go is missing, or if its modules can't be downloaded.
 * @returns absolute path of the program
 */
export async function stubProvider(context: Mocha.Context): Promise<string> {
  skipWithout(context, 'go');
  const program = await builtStubProvider();
  if (program === undefined) context.skip();
  return program;
}

/** Absolute path of the program; undefined if the modules that it needs can't be downloaded. */
export async function builtStubProvider(): Promise<string | undefined> {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(SOURCE, file)));
  try {
    const folder = await installOnce(`stub-provider-${hash.digest('hex').slice(0, 16)}`, async partial => {
      const source = join(partial, 'source');
      cpSync(SOURCE, source, { recursive: true });
      const env = { ...process.env, GOFLAGS: '' };
      await promisify(execFile)('go', ['build', '-o', join(partial, NAME), '.'], { cwd: source, env });
    });
    return join(folder, NAME);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    if (/dial tcp|no such host|i\/o timeout|connection refused/.test(stderr)) return undefined;
    throw error;
  }
}
