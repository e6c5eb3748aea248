import type { KubernetesFile } from '../server/kubestack/lifecycle/lifecycle';

/** An API in one of the sources. Minor versions are numbers. */
export interface SourceApi {
  readonly apiVersion: string;
  readonly kind: string;
  readonly deprecated: number | undefined;
  readonly removed: number | undefined;
  readonly replacement: string | undefined;
}

export function productOf(...names: string[]): (text: string) => Record<string, string[]>;
export function scalewayTable(text: string): Record<string, string[]>;
export function kubernetesApis(files: ReadonlyMap<string, string>): SourceApi[];
export function plutoApis(text: string): SourceApi[];
export function apiRows(first: readonly SourceApi[], second: readonly SourceApi[]): KubernetesFile['apis'];
export function printed(file: KubernetesFile): string;
export function readOn(newest: string, before: string | undefined): string;
export function oldSources(sources: KubernetesFile['sources'], day: string): string[];
export function oldRetirements(retirements: KubernetesFile['retirements'], day: string): string[];
