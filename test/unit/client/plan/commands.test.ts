import assert from 'node:assert/strict';
import { describeCommand, runProcess } from '../../../../client/plan/run/commandRun';
import { hostEnvironment } from '../../../../client/plan/run/executionEnvironment';
import { containerEnvironment, buildArguments, passedNames } from '../../../../client/plan/run/docker';
import { refusedArguments } from '../../../../client/plan/run/planArguments';
import { interruptCommand } from '../../../../client/processes/windowsInterrupt';

const executable = { path: '/bin/terraform', product: 'terraform', version: '1.11.4', initJson: true } as const;

describe('terraform commands', () => {
  it("run in the user's environment plus the variables of the run", () => {
    const site = hostEnvironment(executable, '/platform', { HOME: '/home', TF_WORKSPACE: 'other' });
    const command = site.command(['plan'], { TF_WORKSPACE: 'ops' });
    assert.deepEqual(command, {
      file: '/bin/terraform',
      arguments: ['plan'],
      cwd: '/platform',
      environment: { HOME: '/home', TF_WORKSPACE: 'ops', TF_IN_AUTOMATION: '1' },
    });
  });

  it('are logged with their arguments and without values of variables', () => {
    const parameters = [
      'plan',
      '-var',
      'token=abc',
      '-var=pass=a b',
      '--backend-config=key=x',
      '-target=module.a["b c"]',
    ];
    assert.equal(
      describeCommand({ file: '/bin/terraform', arguments: parameters }),
      '/bin/terraform plan -var token=… -var=pass=… --backend-config=key=… "-target=module.a[\\"b c\\"]"',
    );
  });

  const container = {
    docker: '/usr/bin/docker',
    dockerfile: '/repo/a,b/Dockerfile',
    mount: '/repo/a,b',
    folder: '/repo/a,b/platform',
    storage: '/private/run-1',
    name: 'kubestack-run-1',
    image: 'kubestack-platform-a-b',
    product: 'tofu',
    environment: {},
    entrypoint: [],
    hasHome: false,
    user: { uid: 1000, gid: 1001 },
  };

  it("run in the platform's image as the user, and pass variables by name", () => {
    const environment = {
      AWS_SECRET_ACCESS_KEY: 'planted',
      PATH: '/bin',
      TF_LOG: 'trace',
      TF_PLUGIN_CACHE_DIR: '/x',
      http_proxy: 'p',
    };
    const site = containerEnvironment({ ...container, environment });
    const command = site.command(['plan', `-out=${site.inside('/private/run-1/plan')}`], {
      TF_WORKSPACE: 'ops',
      TF_DATA_DIR: undefined,
    });
    assert.deepEqual(command.arguments, [
      ...['run', '--rm', '--init', '--name', 'kubestack-run-1'],
      ...['--mount', 'type=bind,"source=/repo/a,b",target=/infra'],
      ...['--mount', 'type=bind,source=/private/run-1,target=/kubestack-plan'],
      ...['--workdir', '/infra/platform', '--user', '1000:1001'],
      ...[
        '--env',
        'AWS_SECRET_ACCESS_KEY',
        '--env',
        'http_proxy',
        '--env',
        'TF_IN_AUTOMATION',
        '--env',
        'TF_WORKSPACE',
      ],
      ...['kubestack-platform-a-b', 'tofu', 'plan', '-out=/kubestack-plan/plan'],
    ]);
    assert.equal(command.environment['AWS_SECRET_ACCESS_KEY'], 'planted');
    assert.ok(!JSON.stringify(command.arguments).includes('planted'));
    assert.deepEqual(command.alsoKill?.arguments, ['rm', '--force', 'kubestack-run-1']);
    assert.deepEqual(passedNames(environment), ['AWS_SECRET_ACCESS_KEY', 'http_proxy']);
  });

  it("run after the framework's entrypoint, which starts as root and whose output is not the program's", () => {
    const entrypoint = ['/opt/bin/entrypoint'];
    const run = (hasHome: boolean) =>
      containerEnvironment({ ...container, entrypoint, hasHome }).command(['plan']).arguments;
    const parameters = run(false);
    assert.ok(!parameters.includes('--user'));
    assert.deepEqual(parameters.slice(parameters.indexOf('/infra/platform') + 1), [
      ...['--env', 'TINI_KILL_PROCESS_GROUP=1', '--env', 'HOME=/kubestack-plan/.user', '--env', 'TF_IN_AUTOMATION'],
      ...['--entrypoint', 'sh', 'kubestack-platform-a-b', '-c', 'exec 3>&1 >&2 "$@"', 'sh', '/opt/bin/entrypoint'],
      ...['sh', '-c', 'exec >&3 3>&- "$@"', 'sh', 'tofu', 'plan'],
    ]);
    assert.ok(run(true).includes('HOME=/infra/platform/.user'));
  });

  it('keep another entrypoint', () => {
    const site = containerEnvironment({ ...container, entrypoint: ['/entrypoint'] });
    const parameters = site.command(['plan']).arguments;
    assert.ok(parameters.join(' ').includes('--user 1000:1001'));
    assert.ok(!parameters.includes('--entrypoint'));
  });

  it("build the image from the platform's Dockerfile", () => {
    const parameters = buildArguments({ dockerfile: '/repo/Dockerfile', mount: '/repo' }, 'image');
    assert.deepEqual(parameters, ['build', '--quiet', '--tag', 'image', '--file', '/repo/Dockerfile', '/repo']);
  });

  it('are interrupted on Windows through their console, without a shell', () => {
    const { file, arguments: parameters } = interruptCommand(4711);
    assert.match(file, /^[A-Z]:\\Windows\\System32\\WindowsPowerShell\\v1\.0\\powershell\.exe$/i);
    const script = Buffer.from(parameters.at(-1) ?? '', 'base64').toString('utf16le');
    assert.match(script, /AttachConsole\(4711\)/);
    assert.match(script, /GenerateConsoleCtrlEvent\(0, 0\)/);
  });

  it('reject arguments that would change what a plan is, and accept similar ones', () => {
    const allowed = [
      '-var',
      '-out=x',
      '-var-file',
      'json',
      '-target=module.out',
      '-exclude',
      'module.out',
      '-refresh=false',
      '-lock-timeout=5s',
    ];
    assert.deepEqual(refusedArguments(allowed), []);
    const refused = [
      '-out',
      'x',
      '--out=x',
      '-json',
      '-chdir=/',
      '-destroy',
      '-destroy=false',
      '-generate-config-out=a.tf',
    ];
    assert.deepEqual(refusedArguments(refused), refused);
  });

  it('reject arguments with line breaks and other control characters, also in values', () => {
    const refused = ['-var=a=b\nreboot\n', 'a=\u001b]0;x\u0007', '-lock=false\r', '-target=\u2028'];
    assert.deepEqual(refusedArguments(['-var', ...refused]), refused);
  });

  it('report the last lines of standard error without debug logs', async () => {
    const script =
      'console.error("2026-01-01T00:00:00Z [DEBUG] planted"); console.error("\\u001b[31mlast\\u001b[0m"); process.exit(7)';
    const command = { file: process.execPath, arguments: ['-e', script], cwd: __dirname, environment: process.env };
    const lines: string[] = [];
    const result = await runProcess(command, { onStderr: line => lines.push(line) });
    assert.deepEqual(result, { exitCode: 7, cancelled: false, forced: false, stderrTail: ['last'] });
    assert.deepEqual(lines, ['last']);
  });

  it("do not start if they are already cancelled, and report why they can't start", async () => {
    const command = { file: '/no/such/program', arguments: [], cwd: __dirname, environment: {} };
    assert.equal((await runProcess(command, { signal: AbortSignal.abort() })).cancelled, true);
    assert.match((await runProcess(command)).startError ?? '', /ENOENT/);
  });
});
