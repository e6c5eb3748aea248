// Every command that the steps of a new platform type, for all clouds, backends, Git hosts and targets, parsed by the shells of users.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  commandText,
  DATE,
  missingValues,
  withGiven,
  withValues,
  type Step,
  type StepCommand,
} from '../../../../common/steps';
import type { Shell } from '../../../../client/processes/shellLine';
import { typedCommand, typedLine, wordsOf, type ShellTarget } from '../../../../client/processes/stepCommands';
import { exportedVariables } from '../../../../client/scaffold/checklist';
import { programsOfImage } from '../../../../client/core/imagePrograms';
import { checkWithValues, textsOfCheck, valueProblem, valuePrompt } from '../../../../client/scaffold/stepValues';
import { answered } from '../../../support/scaffold/scaffolded';
import { CLOUD_LAYOUTS } from '../../../support/scaffold/cloudLayouts';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { skipWithout } from '../../../support/skipWithout';

const BACKENDS = {
  s3: { bucket: 'acme-state', backend_region: 'eu-north-1' },
  gcs: { bucket: 'acme-state' },
  azurerm: { storage_account: 'acmestate', container: 'acme-state' },
  scaleway: { bucket: 'acme-state', backend_region: 'fr-par' },
};
const PIPELINES = [{ ci: 'github' }, { ci: 'gitlab' }, { ci: 'github', credentials: 'oidc' }];
const VALUES = {
  SUBSCRIPTION_ID: '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40',
  PROJECT_ID: 'acme-platform',
  RESOURCE_GROUP: 'acme-state',
  LOCATION: 'westeurope',
  URL: 'git@github.com:acme/platform.git',
  REPOSITORY: 'acme/platform',
  ASSIGNEE: 'ada@acme.example',
  ...Object.fromEntries(
    ['AWS', 'AZURE', 'GOOGLE', 'SCALEWAY'].map(cloud => [`${cloud}_FILE`, '~/credentials/file.txt']),
  ),
};

/** The commands of a step with all values. */
const givenCommands = (step: Step): StepCommand[] =>
  step.commands.map(each => withGiven(each, step.asks, valuesOf(step)));

/** The files of state variables have many names. */
const valuesOf = ({ asks = [] }: Step): Record<string, string> => ({
  ...Object.fromEntries(asks.map(name => [name, '~/credentials/file.txt'])),
  ...VALUES,
  [DATE]: '2026-11-23',
});

interface Case {
  name: string;
  dockerfile: string;
  steps: readonly Step[];
}

let cases: Case[];

/** The typed lines for a shell, on this machine and in the image. */
function linesFor(shell: Shell): string[] {
  const all = cases.flatMap(({ dockerfile, steps }) =>
    [false, true].flatMap(inImage => {
      const target: ShellTarget = {
        shell,
        imagePrograms: inImage ? programsOfImage(dockerfile) : [],
        variables: inImage
          ? exportedVariables({
              title: '',
              notes: [],
              steps: steps.map(each => ({ ...each, done: false })),
            })
          : [],
        hasBrowser: !inImage,
      };
      return steps
        .map(givenCommands)
        .filter(commands => commands.length > 0)
        .map(commands => typedLine(commands, target));
    }),
  );
  return [...new Set(all)];
}

describe('the commands of the first hour', () => {
  before(async function () {
    this.timeout(300_000);
    cases = [];
    for (const layout of ['eks', 'gke', 'aks', 'scw', 'multi-cloud'])
      for (const [backend, details] of Object.entries(BACKENDS))
        for (const pipeline of PIPELINES) {
          const answers = { ...CLOUD_LAYOUTS[layout], backend, ...details, ...pipeline };
          const result = await answered({}, 'platform', answers);
          assert.ok('edit' in result, JSON.stringify(result));
          const dockerfile = `FROM image:v1${layout === 'multi-cloud' ? '' : `-${layout}`}\n`;
          const name = [layout, backend, ...Object.values(pipeline)].join(' ');
          cases.push({ name, dockerfile, steps: result.followUp });
        }
  });

  for (const shell of ['bash', 'zsh', 'fish'])
    it(`are parsed by ${shell}`, function () {
      skipWithout(this, shell, '--version');
      const lines = linesFor(shell === 'fish' ? 'fish' : 'posix');
      assert.ok(lines.length > 100, String(lines.length));
      const folder = new TemporaryFolder({ good: `${lines.join('\n')}\n`, bad: 'echo "unfinished\n' });
      try {
        const parse = (name: string) => spawnSync(shell, ['-n', folder.at(name)], { encoding: 'utf8' });
        const { status, stderr } = parse('good');
        assert.deepEqual([status, stderr], [0, '']);
        assert.notEqual(parse('bad').status, 0);
      } finally {
        folder.delete();
      }
    });

  it('have only words with one meaning in PowerShell', () => {
    const word = String.raw`(?:[\w+=:./\\-]|"(?:[^"$\x60]|\$\{PWD\})*")+`;
    const command = `${word}(?: ${word})*`;
    const encoded = String.raw`\[Convert\]::ToBase64String\(\[IO\.File\]::ReadAllBytes\(\(Resolve-Path "[\w./~-]+"\)\)\) \| ${command}`;
    const content = `Get-Content -Raw [\\w./~-]+ \\| ${command}`;
    const variable = String.raw`\$env:\w+ = (?:"[\w-]+"|\(${command}\))`;
    const line = new RegExp(`^(?:${[encoded, content, variable, command].join('|')})$`);
    for (const each of linesFor('powershell').flatMap(all => all.split('; '))) assert.match(each, line);
  });

  it('have only words with one meaning in cmd', () => {
    const word = String.raw`(?:[\w+=:./\\-]|"(?:[^"%!^]|%cd%)*")+`;
    const command = `${word}(?: ${word})*`;
    const encoded = `powershell -NoProfile -Command "[^"%^!]+" \\| ${command}`;
    const output = String.raw`for /f "delims=" %i in \('${command}'\) do @set "\w+=%i"`;
    const line = new RegExp(`^(?:${[encoded, `${command} < [\\w./~-]+`, output, command].join('|')})$`);
    for (const each of linesFor('cmd').flatMap(all => all.split(' && '))) assert.match(each, line);
  });

  /** Every command of a program, with values. */
  const commandsOf = (program: string): string[][] =>
    [
      ...new Set(
        cases.flatMap(({ steps }) =>
          steps.flatMap(each => {
            const check = each.check && checkWithValues(each.check, each, valuesOf(each));
            return [...givenCommands(each).map(commandText), ...(check && 'command' in check ? [check.command] : [])];
          }),
        ),
      ),
    ]
      .map(wordsOf)
      .filter(([name]) => name === program)
      .map(words => words.slice(1));

  it('have only parameters that the AWS CLI accepts, without a request', function () {
    skipWithout(this, 'aws', '--version');
    // With `output`, values are checked, too. Of identities, the AWS CLI rejects its own sample output.
    const accepts = (words: readonly string[]): boolean => {
      const format = ['get-caller-identity', 'list-open-id-connect-providers'].includes(words[1]!) ? 'input' : 'output';
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], AWS_DEFAULT_REGION: 'eu-north-1' };
      return spawnSync('aws', [...words, '--generate-cli-skeleton', format], { env }).status === 0;
    };
    const all = commandsOf('aws').filter(([group]) => group !== 'configure');
    assert.ok(all.length >= 4, String(all.length));
    for (const words of all) assert.ok(accepts(words), words.join(' '));
    assert.ok(!accepts(['s3api', 'create-bucket', '--bucket', 'x', '--unknown', 'y']));
  });

  it('have only parameters that gcloud accepts, without an account', function () {
    skipWithout(this, 'gcloud', '--version');
    this.timeout(300_000);
    const folder = new TemporaryFolder({});
    try {
      const env = {
        ...{ PATH: process.env['PATH'], HOME: folder.path, CLOUDSDK_CONFIG: folder.at('config') },
        ...{ CLOUDSDK_CORE_DISABLE_PROMPTS: '1', CLOUDSDK_CORE_CHECK_GCE_METADATA: 'false' },
        // Without an account, nothing is requested.
        ...{ HTTPS_PROXY: 'http://127.0.0.1:9', CLOUDSDK_SURVEY_DISABLE_PROMPTS: '1' },
      };
      const all = commandsOf('gcloud').filter(([group]) => group !== 'auth');
      assert.ok(all.length >= 6, String(all.length));
      const wrong = ['storage', 'buckets', 'create', 'gs://x', '--unknown'];
      const { stdout, stderr } = spawnSync('gcloud', [], {
        env: { ...env, CLOUDSDK_PYTHON_ARGS: join(__dirname, '../../../support/scaffold/gcloudStatuses.py') },
        input: JSON.stringify([...all, wrong]),
        encoding: 'utf8',
      });
      // Wrong parameters end with status 2, before the account is looked up.
      assert.deepEqual(
        JSON.parse(stdout),
        [...all.map(() => 1), 2],
        `${all.map(words => words.join(' ')).join('\n')}\n${stderr}`,
      );
    } finally {
      folder.delete();
    }
  });

  it('have no value that nobody knows, and none in a secret', () => {
    for (const { name, steps } of cases) {
      for (const each of steps) {
        const texts = [...each.commands.map(commandText), ...(each.check ? textsOfCheck(each.check) : [])];
        for (const value of missingValues(texts, each, {})) assert.notEqual(valuePrompt(value), '', name);
        assert.doesNotMatch(givenCommands(each).map(commandText).join(), /\{[A-Z]/, name);
      }
      const commands = steps.flatMap(({ commands: all, asks }) =>
        all.map(each => commandText(withGiven(each, asks, {}))),
      );
      for (const command of commands.filter(each => /secret set|variable set/.test(each)))
        assert.match(
          command,
          /^(?:base64 < \w+_FILE \| tr -d "\\n" \| )?(?:gh|glab) (?:secret|variable) set \w+(?: --masked --hidden)?(?: < \w+_FILE)?$|^(?:gh|glab) variable set KUBESTACK_PACKAGE (?:--body )?"kubestack[\w@.-]*"$/,
        );
    }
  });

  it('are checked by read-only commands', () => {
    const reads = new Set<string>();
    for (const { steps } of cases)
      for (const { check } of steps) {
        if (!check || 'delegated' in check) continue;
        const { command } = check;
        const words = wordsOf(command);
        reads.add(
          words
            .filter(each => /^[a-z][a-z0-9-]*$/.test(each))
            .slice(0, 5)
            .join(' '),
        );
      }
    const verbs =
      /\b(?:plan|workspace list|rev-parse|inspect|get-caller-identity|head-bucket|show|list|describe|get|cat-file|branch|ls-remote|api)\b/;
    for (const each of reads) assert.match(each, verbs);
    assert.ok(reads.size >= 15, [...reads].join('\n'));
  });

  it('are for a place without a browser in the image', () => {
    const lines = linesFor('posix').join('\n');
    for (const each of [
      /docker run --rm -ti -v "\$PWD":\/infra kubestack aws configure sso --use-device-code/,
      /kubestack gcloud auth application-default login --no-launch-browser/,
      /kubestack az login --use-device-code/,
      /--env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY kubestack tofu init/,
      /export AWS_ACCESS_KEY_ID="\$\(docker run --rm -v "\$PWD":\/infra .*kubestack scw config get access-key\)"/,
    ])
      assert.match(lines, each);
    // The image of one cloud doesn't have the programs of another one.
    const target: ShellTarget = {
      shell: 'posix',
      imagePrograms: programsOfImage('FROM a:v1-aks\n'),
      variables: [],
      hasBrowser: true,
    };
    assert.equal(typedCommand({ run: 'aws sts get-caller-identity' }, target), 'aws sts get-caller-identity');
    assert.equal(
      typedCommand({ run: 'az login' }, { ...target, shell: 'powershell' }),
      'docker run --rm -ti -v "${PWD}:/infra" kubestack az login --use-device-code',
    );
  });
});

describe('a value that only the user knows', () => {
  it('is replaced only in its place', () => {
    const text = 'gh variable set SUBSCRIPTION_ID {SUBSCRIPTION_ID}';
    assert.equal(withValues(text, ['SUBSCRIPTION_ID'], { SUBSCRIPTION_ID: 'x' }), 'gh variable set SUBSCRIPTION_ID x');
  });

  it('can be nothing but a word in any shell', () => {
    for (const good of Object.values(VALUES)) assert.equal(valueProblem(good), undefined, good);
    for (const bad of ['', 'a b', 'a;b', '$(x)', '`x`', '"', "'", '-rf', 'a|b', 'a&b', '%PATH%', 'a\nb', '>x', '(x)'])
      assert.notEqual(valueProblem(bad), undefined, bad);
  });
});
