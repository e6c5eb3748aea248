/**
 * Runs terraform in the platform's own image, which pins the version that the pipeline uses. The image's entrypoint runs before the program, since it
 * decodes the framework's `KBST_AUTH_…` credentials and signs in with them.
 */
import { ownProperty } from '../../../common/ownProperty';
import * as path from 'node:path';
import { slashPathBelow } from '../../../common/node/paths';
import { AUTOMATION_VARIABLES, type ExecutionEnvironment } from './executionEnvironment';
import type { ContainerRequest } from './runRequest';

/** The folder of the code in the framework's image. */
const WORKING_FOLDER = '/infra';
const STORAGE_FOLDER = '/kubestack-plan';

/**
 * The entrypoint of all of the framework's images (`oci/Dockerfile`). It has to start as root: it adds the owner of /infra as a user, and continues
 * as that user.
 */
const FRAMEWORK_ENTRYPOINT = '/opt/bin/entrypoint';

/** The home folder beside the code, in which the framework's images store how somebody has signed in. */
export const HOME_FOLDER = '.user';

/**
 * The clouds' programs, with which the framework's entrypoint signs in, print to standard output. The first shell connects standard output to
 * standard error, the second one connects it again for the program.
 */
const ASIDE = ['-c', 'exec 3>&1 >&2 "$@"', 'sh'];
const PROGRAM_OUTPUT = ['sh', '-c', 'exec >&3 3>&- "$@"', 'sh'];

/** Variables that are passed to the container: those of terraform, the framework, and the clouds. */
const PASSED = /^(?:TF_|TOFU_|KBST_|AWS_|GOOGLE_|GCLOUD_|CLOUDSDK_|ARM_|AZURE_|SCW_|https?_proxy$|no_proxy$)/i;

/** Local paths and options that are invalid in the container or would hide the image's own. */
const OF_THIS_MACHINE = /^(?:TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TF_REATTACH_PROVIDERS|TF_LOG.*|TF_DATA_DIR)$/i;

export interface ContainerOptions extends ContainerRequest {
  /** Absolute path of the docker program. */
  docker: string;
  /** The program in the image. */
  product: string;
  /** Absolute path of the root module. */
  folder: string;
  /** Absolute path of the private storage on this machine. */
  storage: string;
  /** Unique name of the container, by which it is killed. */
  name: string;
  image: string;
  environment: NodeJS.ProcessEnv;
  /** The image's entrypoint; empty if it has none. */
  entrypoint: readonly string[];
  /** Whether the platform has a folder `.user`. */
  hasHome: boolean;
  /** Ids of the user and the group, so that created files belong to the user; undefined on Windows. */
  user?: { uid: number; gid: number };
}

/**
 * Builds the image from the platform's Dockerfile, as the pipeline does.
 *
 * @returns the arguments of `docker`.
 */
export function buildArguments({ dockerfile }: ContainerRequest, image: string): string[] {
  return ['build', '--quiet', '--tag', image, '--file', dockerfile, path.dirname(dockerfile)];
}

/** @returns the arguments of `docker`, which prints the image's entrypoint as JSON. */
export function inspectArguments(image: string): string[] {
  return ['image', 'inspect', '--format', '{{json .Config.Entrypoint}}', image];
}

/**
 * @param parameters arguments of the program.
 * @param names of environment variables: their values are not in the arguments, where other users of the machine could see them.
 * @returns the arguments of `docker`.
 */
function runArguments(options: ContainerOptions, parameters: readonly string[], names: readonly string[]): string[] {
  const inner = slashPathBelow(options.mount, options.folder);
  const folder = inner === '' ? WORKING_FOLDER : `${WORKING_FOLDER}/${inner}`;
  const { user, image, product } = options;
  const run = [
    ...['run', '--rm', '--init', '--name', options.name],
    ...['--mount', mount(options.mount, WORKING_FOLDER), '--mount', mount(options.storage, STORAGE_FOLDER)],
    ...['--workdir', folder],
  ];
  const variables = names.flatMap(name => ['--env', name]);
  if (options.entrypoint.at(-1) !== FRAMEWORK_ENTRYPOINT) {
    const asUser = user ? ['--user', `${user.uid}:${user.gid}`] : [];
    return [...run, ...asUser, ...variables, image, product, ...parameters];
  }
  // The entrypoint creates the home folder and files in it. Without `.user`, they are removed with the private storage.
  const home = `${options.hasHome ? folder : STORAGE_FOLDER}/${HOME_FOLDER}`;
  return [
    ...run,
    // `runuser`, with which the entrypoint changes the user, ignores interrupts. With this variable, the init process of docker sends them to the
    // program, too (https://github.com/krallin/tini#process-group-killing).
    ...['--env', 'TINI_KILL_PROCESS_GROUP=1', '--env', `HOME=${home}`],
    ...variables,
    ...['--entrypoint', 'sh', image, ...ASIDE, ...options.entrypoint, ...PROGRAM_OUTPUT, product, ...parameters],
  ];
}

/** A mount option in CSV form, which allows colons in paths. */
function mount(source: string, target: string): string {
  const quoted = /[",\n]/.test(source) ? `"source=${source.replaceAll('"', '""')}"` : `source=${source}`;
  return `type=bind,${quoted},target=${target}`;
}

/** @returns the sorted names of the variables that are passed to the container. */
export function passedNames(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter(name => ownProperty(environment, name) !== undefined && PASSED.test(name) && !OF_THIS_MACHINE.test(name))
    .sort();
}

/** Runs each command in a new container. */
export function containerEnvironment(options: ContainerOptions): ExecutionEnvironment {
  return {
    command: (parameters, variables = {}) => {
      const own: NodeJS.ProcessEnv = { ...AUTOMATION_VARIABLES, ...variables };
      const names = passedNames(options.environment).filter(name => !Object.hasOwn(own, name));
      const ownNames = Object.keys(own).filter(name => ownProperty(own, name) !== undefined);
      return {
        file: options.docker,
        arguments: runArguments(options, parameters, [...names, ...ownNames]),
        cwd: options.folder,
        environment: { ...options.environment, ...own },
        // The container outlives its client. Unlike `kill`, this command waits until the container and its locks are gone.
        alsoKill: { file: options.docker, arguments: ['rm', '--force', options.name] },
      };
    },
    inside: file => `${STORAGE_FOLDER}/${slashPathBelow(options.storage, file)}`,
  };
}
