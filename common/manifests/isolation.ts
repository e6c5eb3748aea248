/** The environment variables of a renderer: the user's settings don't affect it, and it can't fetch anything. */

/** Variables of Terraform and of the provider that would change what is planned, or where. */
const DROPPED =
  /^(?:TF_(?:CLI_ARGS.*|WORKSPACE|DATA_DIR|PLUGIN_CACHE_DIR|VAR_.*|LOG.*|REATTACH_PROVIDERS|ENCRYPTION|TEMP_DIR)|KUBECONFIG(?:_.*)?|KUSTOMIZE_PLUGIN_HOME)$/i;

/** An address on which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * @param environment of the user
 * @param fetches whether the program may use the network
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
    // No protocol has this name, so git refuses every address.
    GIT_ALLOW_PROTOCOL: 'none',
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    http_proxy: NOWHERE,
    https_proxy: NOWHERE,
    NO_PROXY: '',
    no_proxy: '',
  };
}
