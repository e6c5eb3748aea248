/** Code that runs in a process of its own: another window, or one that a test kills. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtGuard, guardVariable } from '../../startPrograms';

const root = join(__dirname, '../../../..');

/**
 * @param folder absolute path of a folder that the code is written to
 * @param imports names by the path of the module that exports them, relative to the repository
 * @param code TypeScript
 */
export function startOtherProcess(
  folder: string,
  imports: Readonly<Record<string, string>>,
  code: string,
  stdio: StdioOptions = ['ignore', 'inherit', 'inherit', 'ipc'],
): ChildProcess {
  const importOf = (path: string, names = ''): string => `import ${names}${JSON.stringify(join(root, path))};`;
  const lines = Object.entries(imports).map(([path, names]) => importOf(path, `{ ${names} } from `));
  const file = join(folder, 'otherProcess.ts');
  writeFileSync(file, [importOf('test/support/startPrograms.ts'), ...lines, code].join('\n'));
  const env = { ...process.env, [guardVariable]: builtGuard() };
  return spawn(process.execPath, ['--import', 'tsx', file], { env, stdio });
}
