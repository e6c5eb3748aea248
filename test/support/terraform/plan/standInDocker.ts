// A stand-in for docker without its daemon: runs the image's commands on this machine, with a root file system and mounts of their own.
import { writeFileSync } from 'node:fs';
import { FRAMEWORK_CONFIGURATION } from './frameworkImage';

/**
 * Writes the program `docker`. It needs root. It supports `build`, `image inspect`, `rm` and the options of `run` that the extension uses.
 *
 * @param root absolute path of the image's files (`writeFrameworkImage`).
 */
export function writeStandInDocker(file: string, root: string): void {
  const { home, path, entrypoint } = FRAMEWORK_CONFIGURATION;
  const program = `#!${process.execPath}
const { spawnSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const words = process.argv.slice(2);
appendFileSync(__dirname + '/log', words.join(' ').replaceAll('\\n', ' ') + '\\n');
const verb = words.shift();
if (verb === 'image') console.log('["${entrypoint}"]');
if (verb !== 'run') process.exit(0);
const options = { entrypoint: '${entrypoint}', mounts: [], variables: { HOME: '${home}', PATH: '${path}' } };
while (words[0].startsWith('--')) {
  const name = words.shift().slice(2);
  if (name === 'rm' || name === 'init') continue;
  const value = words.shift();
  if (name === 'mount') options.mounts.push(/^type=bind,source=(.*),target=(.*)$/.exec(value).slice(1));
  else if (name === 'env') {
    const [variable, ...text] = value.split('=');
    options.variables[variable] = text.length > 0 ? text.join('=') : process.env[variable];
  } else options[name] = value;
}
const script = [
  'set -e',
  ...options.mounts.map(([source, target]) => \`mount --bind "\${source}" "${root}\${target}"\`),
  'mount --rbind /dev "${root}/dev"',
  'mount -t proc proc "${root}/proc"',
  // As in an image, what a container writes into these files doesn't remain.
  ...['passwd', 'group'].map(name => \`cp "${root}/etc/\${name}" "${root}/tmp/\${name}.$$"; mount --bind "${root}/tmp/\${name}.$$" "${root}/etc/\${name}"; rm "${root}/tmp/\${name}.$$"\`),
  'exec chroot ' + (options.user ? '--userspec=' + options.user + ' ' : '') + '"${root}" /usr/bin/sh -c \\'cd "$0" && exec "$@"\\' "$@"',
].join('\\n');
const { status } = spawnSync('/usr/bin/unshare', ['--mount', '/bin/sh', '-c', script, 'sh', options.workdir, options.entrypoint, ...words.slice(1)], {
  stdio: 'inherit',
  env: { ...options.variables, PATH: '${path}:/usr/sbin:/sbin' },
});
process.exit(status ?? 1);
`;
  writeFileSync(file, program, { mode: 0o755 });
}
