export interface Part {
  readonly name: string;
  readonly text: string;
  readonly needed: readonly string[];
}
export function partOf(name: string, code: string): Promise<Part>;
export function reachable(parts: readonly Part[], entry: string): Set<string>;
export function libraryScript(parts: readonly Part[]): string;
export function workerScript(parts: readonly Part[], entry: string): string;
export function extensionScript(parts: readonly Part[], entry: string): string;
export function nodeScript(
  parts: readonly Part[],
  entry: string,
  files: Readonly<Record<string, string>>,
  require?: string,
): string;
