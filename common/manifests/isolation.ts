/** The environment variables of a program that renders: nothing of the user's settings changes what it does, and nothing is fetched. */

/** Settings of Terraform and of the provider that would change what is planned, or where. */
const DROPPED =
  /^(?:TF_(?:CLI_ARGS.*|WORKSPACE|DATA_DIR|PLUGIN_CACHE_DIR|VAR_.*|LOG.*|REATTACH_PROVIDERS|ENCRYPTION|TEMP_DIR)|KUBECONFIG(?:_.*)?|KUSTOMIZE_PLUGIN_HOME)$/i;

/** An address at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * @param environment the user's
 * @param fetches whether it may use the network
 */
export function isolatedVariables(
  environment: Readonly<Record<string, string | undefined>>,
  fetches: boolean,
): Record<string, string | undefined> {
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !DROPPED.test(name)));
  const quiet = { ...kept, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', GIT_TERMINAL_PROMPT: '0' };
  if (fetches) return quiet;
  return {
    ...quiet,
    // No protocol is named so: git refuses every address.
    GIT_ALLOW_PROTOCOL: 'none',
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    http_proxy: NOWHERE,
    https_proxy: NOWHERE,
    NO_PROXY: '',
    no_proxy: '',
  };
}
