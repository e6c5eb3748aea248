export interface HclBody {
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly blocks: readonly { readonly type: string; readonly labels: readonly string[]; readonly body: HclBody }[];
}

export function hclReader(): Promise<(text: string, tolerant?: boolean) => HclBody>;
