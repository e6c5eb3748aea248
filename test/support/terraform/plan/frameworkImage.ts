// The files of an image like the framework's: its own entrypoint from a clone, programs of this machine, and stand-ins for the programs of clouds.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** What the entrypoint of the framework's images needs of a Linux system, besides terraform. */
const PROGRAMS = 'sh stat realpath mkdir chown test touch base64 runuser'.split(' ');

/** As in the framework's `oci/Dockerfile`. */
export const FRAMEWORK_CONFIGURATION = {
  home: '/infra/.user',
  path: '/opt/bin:/usr/local/bin:/usr/bin:/bin',
  entrypoint: '/opt/bin/entrypoint',
};

/** What the clouds' programs print to standard output when the entrypoint signs in: JSON, and lines like those of `workspace list`. */
const SIGN_IN: Readonly<Record<string, string>> = {
  aws: '{\n    "UserId": "AIDA0",\n    "Account": "123456789012"\n}',
  az: '[\n  {\n    "cloudName": "AzureCloud"\n  }\n]',
  gcloud: '* signed-in',
  scw: '{"diagnostic": {"severity": "error", "summary": "planted", "detail": ""}}',
};

/** Values with which the entrypoint signs in to every cloud. `TF_VAR_signed_in` proves that its variables reach the program. */
export const CREDENTIALS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    KBST_AUTH_AWS: '[default]\n',
    KBST_AUTH_AZ: "ARM_CLIENT_ID='a'\nARM_CLIENT_SECRET='b'\nARM_TENANT_ID='c'\nexport TF_VAR_signed_in=azure\n",
    KBST_AUTH_GCLOUD: '{}',
    KBST_AUTH_SCW: 'access_key: a\n',
  }).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
);

/** @returns the real path of a program on PATH. */
export function locateOnPath(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const found = folders.map(folder => join(folder, program)).find(path => existsSync(path));
  return found === undefined ? undefined : realpathSync(found);
}

/** @returns why the files can't be created, if so: no clone of the framework, or a program is missing. */
export function missingForFrameworkImage(): string | undefined {
  if (!process.env['KUBESTACK_FRAMEWORK_CLONE']) return 'KUBESTACK_FRAMEWORK_CLONE';
  return ['terraform', 'ldd', ...PROGRAMS].find(program => locateOnPath(program) === undefined);
}

/** Writes the root file system of the image into an empty folder. */
export function writeFrameworkImage(root: string): void {
  const into = (path: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    return join(root, path);
  };
  const write = (path: string, text: string, mode = 0o644) => {
    writeFileSync(into(path), text, { mode });
    chmodSync(join(root, path), mode);
  };
  for (const path of ['dev', 'proc', 'infra', 'kubestack-plan', 'var/run'])
    mkdirSync(join(root, path), { recursive: true });
  mkdirSync(join(root, 'tmp'));
  chmodSync(join(root, 'tmp'), 0o777);
  chmodSync(root, 0o755);
  for (const program of PROGRAMS) {
    const file = locateOnPath(program)!;
    copyFileSync(file, into(`usr/bin/${program}`));
    for (const library of librariesOf(file)) copyFileSync(library, into(library));
  }
  copyFileSync(locateOnPath('sh')!, into('bin/sh'));
  copyFileSync(locateOnPath('terraform')!, into('opt/bin/terraform'));
  write('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
  write('etc/group', 'root:x:0:\n');
  write('etc/nsswitch.conf', 'passwd: files\ngroup: files\n');
  write(
    'etc/pam.d/runuser',
    'auth sufficient pam_rootok.so\naccount required pam_permit.so\nsession required pam_permit.so\n',
  );
  for (const folder of authenticationModules()) cpSync(folder, into(folder), { recursive: true, dereference: true });
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE']!;
  for (const name of ['entrypoint', 'entrypoint_user']) {
    const text = execFileSync('git', ['-C', clone, 'show', `HEAD:oci/${name}`], { encoding: 'utf8' });
    write(`opt/bin/${name}`, text, 0o755);
  }
  for (const [program, text] of Object.entries(SIGN_IN))
    write(`opt/bin/${program}`, `#!/bin/sh\necho '${text}'\n`, 0o755);
}

/** @returns the shared libraries of a program; none for a static one. */
function librariesOf(file: string): string[] {
  const text = execFileSync('ldd', [file], { encoding: 'utf8' });
  return [...text.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
}

/** @returns the folders with the modules of PAM, which `runuser` loads. */
function authenticationModules(): string[] {
  return ['/lib', '/usr/lib', '/lib64', '/usr/lib64']
    .flatMap(folder => [folder, ...(existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : [])])
    .map(folder => join(folder, 'security'))
    .filter(folder => existsSync(join(folder, 'pam_permit.so')));
}
