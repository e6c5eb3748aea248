/** The commands that sign in to the clouds, for POSIX shells; the extension converts them for others. */

/** The image of the platform, in which the commands can run. */
export const IMAGE = 'kubestack';
export const BUILD_IMAGE = `docker build -t ${IMAGE} .`;

export const SIGN_IN = {
  aws: ['aws configure sso'],
  azurerm: ['az login'],
  google: ['gcloud auth login', 'gcloud auth application-default login'],
  scaleway: ['scw init'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
