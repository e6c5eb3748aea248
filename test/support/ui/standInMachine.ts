// A machine for the first hour of a platform: a home folder, the programs of AWS and GitHub as stand-ins that remember what was created, and a real
// Terraform with stand-ins for the framework's modules and the providers. The state is in the platform's folder instead of a bucket.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { insteadOf } from '../forecast/frameworkRepository';
import { TemporaryFolder } from '../server/temporaryFolder';
import { standInPlatform } from '../terraform/standInPlatform';
import { StandInProviders } from '../terraform/standInProviders';

const HERE = '#!/bin/sh\nhere=$(dirname "$0")/..\n';

const AWS = `${HERE}case "$1 $2" in
  "configure sso") : > "$here/signed-in"; echo "Signed in" ;;
  "sts get-caller-identity") [ -f "$here/signed-in" ] || { echo "Unable to locate credentials" >&2; exit 253; } ;;
  "s3api create-bucket") : > "$here/bucket-$4" ;;
  "s3api put-bucket-versioning") [ -f "$here/bucket-$4" ] && : > "$here/versions-$4" ;;
  "s3api get-bucket-versioning") if [ -f "$here/versions-$4" ]; then echo Enabled; else echo None; fi ;;
  "s3api put-public-access-block") [ -f "$here/bucket-$4" ] && : > "$here/blocked-$4" ;;
  "s3api head-bucket") [ -f "$here/bucket-$4" ] || { echo "An error occurred (404) when calling the HeadBucket operation: Not Found" >&2; exit 254; } ;;
  *) echo "aws: unknown command $*" >&2; exit 252 ;;
esac
`;

const GH = `${HERE}case "$1 $2" in
  "secret set") cat > "$here/secret-$3" ;;
  "variable set") echo "$5" > "$here/variable-$3" ;;
  "api --silent") [ -f "$here/secret-\${3##*/}" ] || { echo "gh: Not Found (HTTP 404)" >&2; exit 1; } ;;
  *) echo "gh: unknown command $*" >&2; exit 1 ;;
esac
`;

export class StandInMachine {
  private readonly files = new TemporaryFolder({ 'bin/aws': AWS, 'bin/gh': GH, 'home/.bashrc': "PS1='$ '\n" });
  private providers: StandInProviders | undefined;

  constructor() {
    for (const name of ['aws', 'gh']) chmodSync(this.files.at(`bin/${name}`), 0o755);
    // The file that replaces the backend is no part of the platform.
    this.files.write('home/ignored', 'backend_override.tf\n');
    this.files.write(
      'home/.gitconfig',
      `[user]\n  name = Ada\n  email = ada@example.com\n[core]\n  excludesFile = ${this.files.at('home/ignored')}\n`,
    );
  }

  /** Environment variables of a window. */
  get environment(): Record<string, string> {
    return {
      PATH: `${this.files.at('bin')}:${process.env['PATH']}`,
      HOME: this.files.at('home'),
      SHELL: '/bin/bash',
    };
  }

  /** An empty repository, as a Git host creates it. @returns its path */
  createRemote(): string {
    const remote = this.files.at('platform.git');
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
    return remote;
  }

  /** Writes a file with the keys of the pipeline. @returns its path */
  writeKeys(text: string): string {
    this.files.write('home/pipeline-keys', text);
    return this.files.at('home/pipeline-keys');
  }

  /** Ends the session of AWS, with which Terraform plans. */
  endSession(): void {
    this.files.delete('signed-in');
  }

  /** Whether something was created by a program: `signed-in`, `bucket-NAME`, `versions-NAME`, `variable-NAME`. */
  has(name: string): boolean {
    return existsSync(this.files.at(name));
  }

  /** What GitHub has stored. */
  secret(name: string): string {
    return readFileSync(this.files.at(`secret-${name}`), 'utf8');
  }

  /** Installs Terraform for a platform: the versions of the framework's modules that its files call. */
  async installTerraform(folder: string, path: string): Promise<void> {
    this.providers = await StandInProviders.start();
    const text = readFileSync(join(folder, path), 'utf8');
    const [, module = '', version = ''] = /terraform-kubestack\/\/([\w/-]+)\?ref=([^"]+)"/.exec(text) ?? [];
    const files = standInPlatform({ 'cluster.tf': text });
    const framework = this.files.at('framework');
    for (const [name, content] of Object.entries(files)) {
      const own = /^\.stand-ins\/m0\/(.+)$/.exec(name)?.[1];
      if (own !== undefined) this.files.write(`framework/${module}/${own}`, content);
    }
    writeFileSync(join(folder, 'backend_override.tf'), files['backend_override.tf'] ?? '');
    const git = (...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...parameters], {
        cwd: framework,
        stdio: 'pipe',
      });
    git('init', '--quiet', '--initial-branch=master');
    git('add', '.');
    git('commit', '--quiet', '--message', version);
    git('tag', version);
    const environment = {
      ...insteadOf(`${pathToFileURL(framework).href}/`),
      TF_REATTACH_PROVIDERS: this.providers.reattach,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: devNull,
    };
    const exports = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`);
    const program = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim();
    const expired = JSON.stringify({
      '@level': 'error',
      '@message': 'Error: configuring Terraform AWS Provider',
      type: 'diagnostic',
      diagnostic: {
        severity: 'error',
        summary: 'configuring Terraform AWS Provider',
        detail: 'refresh cached SSO token failed',
      },
    });
    // Attached providers need no session, and Terraform writes no lock file for them.
    this.files.write(
      'bin/terraform',
      `${HERE}${exports.join('')}[ "$1" != plan ] || [ -f "$here/signed-in" ] || { echo '${expired}'; exit 1; }\n[ "$1" != init ] || [ -f .terraform.lock.hcl ] || echo '# Providers' > .terraform.lock.hcl\nexec ${program} "$@"\n`,
    );
    chmodSync(this.files.at('bin/terraform'), 0o755);
  }

  async remove(): Promise<void> {
    await this.providers?.stop();
    this.files.delete();
  }
}
