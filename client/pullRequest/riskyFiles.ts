/** Files that are hardly ever meant to be committed to a platform's repository. */
const RISKY = [
  /(?:^|\/)\.terraform\//,
  /\.tfstate(?:\.\d+)?(?:\.backup)?$/,
  /(?:^|\/)crash(?:\.\d+)?\.log$/,
  /\.tfplan$/,
  /(?:^|\/)\.env(?:\..+)?$/,
  /(?:^|\/)(?:id_(?:rsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx))$/,
  /(?:^|\/)(?:kubeconfig|credentials(?:\.json)?)$/,
];

/** True for state, plans, keys and credentials: they are offered, but not chosen beforehand. */
export function isRisky(path: string): boolean {
  return RISKY.some(pattern => pattern.test(path));
}
