// Runs npm without the environment variables of the npm that started this process.
import { spawn } from 'node:child_process';
import { basename, delimiter, dirname } from 'node:path';

/** Variables of a surrounding `npm test`, which must not affect installations in other folders. */
const inherited =
  /^npm_(config_(ignore_scripts|omit|include|global|prefix|workspaces?|save.*|package_lock.*|dry_run)|lifecycle|package_|command)/i;

/**
 * Runs `npm <parameters>`.
 *
 * @param parameters the arguments of npm
 * @param options `cwd`, and `node`: the Node binary that runs npm and the compilers that npm starts
 * @throws Error with npm's output if it fails
 */
export function runNpm(parameters: string[], options: { cwd: string; node?: string }): Promise<void> {
  const node = options.node ?? process.execPath;
  const kept = Object.entries(process.env).filter(([name]) => !inherited.test(name));
  const env = { ...Object.fromEntries(kept), PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` };
  const script = process.env['npm_execpath'];
  const [program, first] = script && basename(script) === 'npm-cli.js' ? [node, [script]] : ['npm', []];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--engine-strict=false', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...parameters, ...quiet], {
      cwd: options.cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Ctrl+C ends this process, and npm with it, also if only this process gets the signal.
    const end = (): boolean => child.kill();
    process.once('exit', end);
    let output = '';
    const collect = (chunk: Buffer): string => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', code => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`npm ${parameters.join(' ')} ended with ${String(code)}:\n${output}`));
    });
  });
}
