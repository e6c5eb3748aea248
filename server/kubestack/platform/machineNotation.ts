/** Each cloud's notation of machine types. New types have it, too, so that no list of types is needed. */
import type { Provider } from '../../../common/protocol';

export interface MachineNotation {
  readonly pattern: RegExp;
  readonly example: string;
}

export const machineNotation: Readonly<Record<Exclude<Provider, 'kind'>, MachineNotation>> = {
  aws: {
    pattern: /^[a-z0-9-]+\.(?:nano|micro|small|medium|(?:\d*x)?large|metal(?:-\d+xl)?)$/,
    example: 't3a.xlarge',
  },
  // Azure ignores the case.
  azurerm: { pattern: /^(?:Standard|Basic)_[\w-]+$/i, example: 'Standard_D4s_v5' },
  google: { pattern: /^[a-z0-9]+-[a-z0-9-]+$/, example: 'e2-standard-4' },
  // Scaleway's provider also takes the former notation `dev1_m`.
  scaleway: { pattern: /^[a-z0-9]+[-_][\w-]+$/i, example: 'PRO2-S' },
};
