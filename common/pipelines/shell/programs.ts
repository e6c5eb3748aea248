/** Classifies programs in pipeline scripts by their relation to terraform. */
import { mentionsTerraform } from '../commandRun';

const names = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const SHELLS = names('sh bash ash dash zsh ksh');

/** Programs that run the command in their arguments. */
export const WRAPPERS = names('sudo exec command nohup time nice ionice stdbuf entrypoint dumb-init tini');

export const CONTAINERS = names('docker podman nerdctl');

/** Commands whose exit status is an answer rather than an error. */
export const QUESTIONS = names('grep egrep fgrep diff cmp command which type git test read let expr');

/** Commands that handle files without running them; a file named terraform may be the program itself. */
export const FILE_COMMANDS = names(
  'mkdir rmdir touch chmod chown mv cp rm ln install cat ls head tail tee less more find stat du df cut sort uniq tr wc ' +
    'grep egrep fgrep sed awk jq yq diff cmp which type curl wget unzip zip tar gunzip gzip sha256sum sha512sum md5sum ' +
    'gpg base64 openssl apt apt-get apk yum dnf brew snap pip pip3 gem cargo tfenv tfswitch tofuenv asdf mise git aws az ' +
    'gcloud gsutil tflint tfsec checkov trivy terraform-docs infracost conftest alias sleep date printenv',
);

/** Programs that run the commands of a file. */
export const TASK_FILES: ReadonlyMap<string, readonly string[]> = new Map([
  ['make', ['Makefile', 'makefile', 'GNUmakefile']],
  ['gmake', ['Makefile', 'makefile', 'GNUmakefile']],
  ['just', ['justfile', 'Justfile', '.justfile']],
  ['task', ['Taskfile.yml', 'Taskfile.yaml']],
  ['npm', ['package.json']],
  ['yarn', ['package.json']],
  ['pnpm', ['package.json']],
  ['mage', ['magefile.go']],
]);

/** Programs that run terraform, or any configured command. */
export const OTHER_RUNNERS = names(
  'terragrunt terramate atlantis spacectl earthly dagger ansible-playbook eval xargs parallel retry',
);

export const INTERPRETERS = names('python python3 node ruby perl pwsh go deno bun');

/** What a script can change for the commands after it: another script in the same shell, variables of later steps. */
const OTHER_EFFECTS = names('source GITHUB_ENV GITHUB_OUTPUT GITHUB_PATH');

/** Whether a script that is not followed may run terraform, or something that can run it, or set variables of later steps. */
export function mayRunPrograms(text: string): boolean {
  const programs = [SHELLS, CONTAINERS, TASK_FILES, OTHER_RUNNERS, INTERPRETERS, OTHER_EFFECTS];
  return (
    mentionsTerraform(text) ||
    (text.match(/[\w./-]+/g) ?? []).some(word => {
      const name = word.slice(word.lastIndexOf('/') + 1);
      return (word.includes('/') && !word.startsWith('/')) || programs.some(each => each.has(name));
    })
  );
}
