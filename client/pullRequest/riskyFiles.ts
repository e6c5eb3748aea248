/** Files that should usually not be committed to a platform's repository. */
const RISKY = [
  /(?:^|\/)\.terraform\//,
  /\.tfstate(?:\.\d+)?(?:\.backup)?$/,
  /(?:^|\/)crash(?:\.\d+)?\.log$/,
  /\.tfplan$/,
  /(?:^|\/)\.env(?:\..+)?$/,
  /(?:^|\/)(?:id_(?:rsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx))$/,
  /(?:^|\/)(?:kubeconfig|credentials(?:\.json)?)$/,
];

/** Whether a file is a state, plan, key or credential: it is listed, but not preselected. */
export function isRisky(path: string): boolean {
  return RISKY.some(pattern => pattern.test(path));
}
