// What generated GitHub pipelines pass to the framework's image, with its own entrypoint script and stand-ins for the programs of the clouds.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { parse } from 'yaml';
import { githubPipelineText } from '../../../../../server/scaffold/pipeline/githubPipeline';
import { skipOnWindows } from '../../../../support/skipWithout';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';
import { CREDENTIALS } from '../../../../support/terraform/plan/frameworkImage';

const FACTS = {
  mainBranch: 'main',
  environments: ['ops', 'apps'],
  providers: ['aws', 'azurerm', 'google', 'scaleway'] as const,
  program: 'tofu' as const,
  showsPlans: true,
  region: 'eu-north-1',
};

describe("generated pipelines with the framework's entrypoint", () => {
  let place: TemporaryFolder;

  before(function () {
    skipOnWindows(this);
    if (!process.env['KUBESTACK_FRAMEWORK_CLONE']) {
      this.test!.parent!.title += ' (skipped: KUBESTACK_FRAMEWORK_CLONE)';
      this.skip();
    }
  });

  beforeEach(() => {
    const clone = process.env['KUBESTACK_FRAMEWORK_CLONE']!;
    const text = execFileSync('git', ['-C', clone, 'show', 'HEAD:oci/entrypoint_user'], { encoding: 'utf8' });
    place = new TemporaryFolder({ entrypoint: text, 'infra/main.tf': '' });
    for (const name of ['aws', 'az', 'gcloud', 'scw']) program(name, 'true');
    program('tofu', `env > '${place.at('env')}'`);
    // Only the named variables reach the container.
    program(
      'docker',
      `set -- "$@"; names="PATH=$PATH HOME=${place.at('home')}"
shift; while [ "\${1#kbst:}" = "$1" ]; do
  if [ "$1" = --env ]; then case $2 in *=*) names="$names $2" ;; *) eval "v=\\"\\\${$2-}\\""; names="$names $2=$v" ;; esac; fi
  shift
done; shift
exec env -i $names sh '${place.at('entrypoint')}' "$@"`,
    );
  });

  afterEach(() => place.delete());

  function program(name: string, script: string): void {
    place.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(place.at(`bin/${name}`), 0o755);
  }

  /** The variables of `tofu init` in the container. */
  function initialize(oidc: boolean, environment: Record<string, string>): Map<string, string> {
    const { jobs } = parse(githubPipelineText({ ...FACTS, oidc })) as {
      jobs: { platform: { steps: { name: string; run?: string }[] } };
    };
    const step = jobs.platform.steps.find(({ name }) => name === 'Authenticate and initialize');
    const env = { PATH: `${place.at('bin')}:${process.env['PATH']}`, GITHUB_SHA: 'abc', ...environment };
    const { status, stderr } = spawnSync('bash', ['-e', '-c', step?.run ?? ''], {
      cwd: place.at('infra'),
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return new Map(
      place
        .read('env')
        .split('\n')
        .flatMap(line => [line.split('=', 2) as [string, string]]),
    );
  }

  it('has the files of all clouds after init, from the secrets', () => {
    const variables = initialize(false, { ...CREDENTIALS, GITHUB_WORKSPACE: place.at('infra') });
    assert.equal(place.read('home/.aws/credentials').trim(), '[default]');
    assert.equal(place.read('home/.config/gcloud/application_default_credentials.json').trim(), '{}');
    assert.equal(place.read('home/.config/scw/config.yaml').trim(), 'access_key: a');
    assert.equal(variables.get('ARM_CLIENT_ID'), 'a');
  });

  it('has the variables of all clouds without keys, unchanged', () => {
    const given = {
      ...{ AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' },
      ...{
        ARM_USE_OIDC: 'true',
        ARM_CLIENT_ID: 'client',
        ARM_TENANT_ID: 'tenant',
        ARM_SUBSCRIPTION_ID: 'subscription',
      },
      ...{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example' },
    };
    const file = `${place.at('infra')}/gha-creds-1.json`;
    const variables = initialize(true, {
      ...given,
      GOOGLE_APPLICATION_CREDENTIALS: file,
      KBST_AUTH_SCW: CREDENTIALS['KBST_AUTH_SCW']!,
      GITHUB_WORKSPACE: place.at('infra'),
    });
    for (const [name, value] of Object.entries(given)) assert.equal(variables.get(name), value, name);
    assert.equal(variables.get('GOOGLE_APPLICATION_CREDENTIALS'), '/infra/gha-creds-1.json');
    assert.throws(() => place.read('home/.aws/credentials'), { code: 'ENOENT' });
  });
});
