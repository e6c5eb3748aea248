/** Adds a dev container in which VS Code opens the platform with the tools of its image. */
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { DOCKERFILE } from '../dockerfile';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';

export const DEV_CONTAINER = '.devcontainer/devcontainer.json';
/** The other file that tools read, which comes second. */
const SHORT_DEV_CONTAINER = '.devcontainer.json';

/** The user that the image's entrypoint creates. Dev containers replace the entrypoint, so a feature creates the user. */
const USER = 'kbst';
/** Where the image expects the platform. */
const FOLDER = '/infra';

const CONTAINER = {
  name: 'Kubestack',
  build: { dockerfile: `../${DOCKERFILE}`, context: '..' },
  workspaceMount: `source=\${localWorkspaceFolder},target=${FOLDER},type=bind`,
  workspaceFolder: FOLDER,
  features: { 'ghcr.io/devcontainers/features/common-utils:2': { username: USER } },
  remoteUser: USER,
  // VS Code's server is installed into the home of the container, so that it doesn't become a part of the platform's folder.
  containerEnv: { HOME: `/home/${USER}` },
  // Command lines of clouds keep sessions where the image's entrypoint does: in a folder that the platform's .gitignore names.
  remoteEnv: { HOME: `\${containerWorkspaceFolder}/.user` },
  customizations: { vscode: { extensions: ['vscode-kubestack.kubestack'] } },
};

/** What a reader has to know first. */
const REMARK = `// Experimental: this file matches the schema of dev containers, and was never started.
// Not tried: GitHub Codespaces, which may ignore workspaceFolder; Podman; Windows;
// images that are not based on Debian, where common-utils may not create the user.
// Sessions of clouds are kept in .user: check that .gitignore and .dockerignore name it.
`;

export function devContainer(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  if (!changes.exists(DOCKERFILE))
    return answers.refuse('uri', t('{0} is missing: the dev container is built from it.', DOCKERFILE));
  const text = `${REMARK}${JSON.stringify(CONTAINER, undefined, 2)}\n`;
  const present = [DEV_CONTAINER, SHORT_DEV_CONTAINER].find(path => changes.exists(path));
  if (present !== undefined && changes.text(present) !== text)
    return answers.refuse(
      'uri',
      t('{0} already exists and is not overwritten. Remove it first to create it again.', present),
    );
  changes.write(DEV_CONTAINER, text);
  return {
    notes: [
      t(
        'The dev container is experimental: it was never started. The comment in {0} says what was not tried.',
        DEV_CONTAINER,
      ),
    ],
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'add-dev-container',
      summary: t('Add a dev container'),
      before: [step(t('Run the command Dev Containers: Reopen in Container to try it.'))],
    }),
  };
}
