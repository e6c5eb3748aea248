/** The files that the language server reads at run time. The build puts them beside its bundle, under these paths. */
export const ASSETS = [
  'web-tree-sitter.wasm',
  'tree-sitter-hcl.wasm',
  'data/schemas.json',
  'data/regions.json',
  'snippets/terraform.code-snippets',
] as const;

export type AssetName = (typeof ASSETS)[number];

/** The content of an asset. @throws when the asset is not there */
export type ReadAsset = (name: AssetName) => Uint8Array;
