/**
 * `npm run new-check KS110 versions supportEnded 'Version without support'`: writes the file of a check with its page and examples, registers it,
 * and generates its documentation.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NewCheck {
  /** For example `KS110`. */
  readonly code: string;
  /** Name of its folder in `server/checks/`. */
  readonly family: string;
  /** Name of the file and of its exported constant. */
  readonly name: string;
  readonly title: string;
  /** `call` for a check of one module call, `platform` for one of a whole platform. */
  readonly scope: 'call' | 'platform';
}

const USAGE =
  "Usage: npm run new-check CODE FAMILY NAME 'TITLE' [-- --platform], for example KS110 versions supportEnded 'Version without support'";

/**
 * The words after `npm run new-check`.
 * @throws {Error} with the usage, if they don't describe a check
 */
export function newCheckOf(words: readonly string[]): NewCheck {
  const [code = '', family = '', name = '', ...title] = words.filter(word => word !== '--platform');
  if (!/^KS[1-9]\d\d$/.test(code) || !/^[a-z]+$/.test(family) || !/^[a-z]\w*$/.test(name) || title.length === 0)
    throw new Error(USAGE);
  return { code, family, name, title: title.join(' '), scope: words.includes('--platform') ? 'platform' : 'call' };
}

/**
 * Writes the file of a check and adds it to the registry.
 * @param checks the folder `server/checks`
 * @returns the path of the check, relative to `checks`
 * @throws {Error} if there is no such family, the code belongs to another family, or the code or the file exists
 */
export function writeNewCheck(check: NewCheck, checks: string): string {
  const { code, family, name } = check;
  if (!existsSync(join(checks, family)))
    throw new Error(`There is no folder server/checks/${family}. Create it, and describe it in docs/architecture.md.`);
  const path = `${family}/${name}.ts`;
  const registered = registeredChecks(checks);
  const same = registered.find(each => each.code === code || each.path === path);
  if (same) throw new Error(`${same.code} is server/checks/${same.path}.`);
  const other = registered.find(each => each.code[2] === code[2] && !each.path.startsWith(`${family}/`));
  if (other) throw new Error(`${code} belongs in the folder of server/checks/${other.path}.`);
  const previous = registered.filter(each => each.code < code).sort((a, b) => (a.code < b.code ? 1 : -1))[0]!;
  const registryFile = join(checks, 'engine/registry.ts');
  const registry = readFileSync(registryFile, 'utf8')
    .replace(
      new RegExp(`^import \\{ ${previous.name} \\}.*\n`, 'm'),
      line => `${line}import { ${name} } from '../${family}/${name}';\n`,
    )
    .replace(new RegExp(`^ {2}${previous.name},\n`, 'm'), line => `${line}  ${name},\n`);
  writeFileSync(join(checks, path), skeleton(check));
  writeFileSync(registryFile, registry);
  return path;
}

function registeredChecks(checks: string): { code: string; name: string; path: string }[] {
  return readdirSync(checks, { recursive: true, encoding: 'utf8' }).flatMap(file => {
    if (!file.endsWith('.ts')) return [];
    const text = readFileSync(join(checks, file), 'utf8');
    const code = /^\/\/ (KS\d{3}):/.exec(text)?.[1];
    const name = /^export const (\w+): \w*Check\b/m.exec(text)?.[1];
    return code === undefined || name === undefined ? [] : [{ code, name, path: file.replaceAll('\\', '/') }];
  });
}

const EXAMPLE = `\`\`\`terraform
module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {}
    ops  = {}
  }
}
\`\`\``;

function skeleton({ code, name, title, scope }: NewCheck): string {
  const page = `${code}: ${title}\n\nWhat the mistake is, why it matters, and how to fix it.\n\n## Fails\n\n${EXAMPLE}\n\n## Passes\n\n${EXAMPLE}`;
  const comment = page
    .split('\n')
    .map(line => (line === '' ? '//' : `// ${line}`))
    .join('\n');
  return `${comment}\n${scope === 'call' ? callCheck(code, name, title) : platformCheck(code, name, title)}`;
}

const facts = (code: string, title: string): string =>
  `  code: '${code}',\n  title: '${title.replaceAll("'", "\\'")}',\n  level: 'warning',`;

const callCheck = (
  code: string,
  name: string,
  title: string,
): string => `import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';

export const ${name}: CallCheck = {
${facts(code, title)}
  scope: 'call',
  run,
};

function run({ call, effective }: CallSubject): Finding[] {
  return [...effective.environments.keys()].map(environment => ({
    range: labelRange(call.declaration),
    message: t('"{0}": what is wrong, and what to do.', environment),
  }));
}
`;

const platformCheck = (
  code: string,
  name: string,
  title: string,
): string => `import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { forEachPart, type Findings, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

export const ${name}: PlatformCheck = {
${facts(code, title)}
  scope: 'platform',
  run,
};

function run(context: CheckContext): Findings {
  if (!context.isWhole) return [];
  return forEachPart(context.calls, ({ name, declaration }) => [
    { range: labelRange(declaration), message: t('{0}: what is wrong, and what to do.', name) },
  ]);
}
`;

if (require.main === module) {
  try {
    const path = writeNewCheck(newCheckOf(process.argv.slice(2)), join(__dirname, '../server/checks'));
    execFileSync('npm', ['run', '--silent', 'checks'], {
      cwd: join(__dirname, '..'),
      shell: process.platform === 'win32',
    });
    console.log(
      `Wrote server/checks/${path} and its page. Describe the mistake in the comment at its top, write run(), and run:`,
    );
    console.log('npm run checks && npx mocha test/unit/server/checks/checkPages.test.ts');
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
