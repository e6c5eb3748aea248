import type { ModuleCall } from '../modules/moduleCall';

/** Kubestack calls by the module block of the root module that they are, or that leads to them. */
export function callsByLabel(calls: readonly ModuleCall[]): Map<string, ModuleCall[]> {
  const byLabel = new Map<string, ModuleCall[]>();
  for (const call of calls) {
    const label = /^module\.([^.[]+)/.exec(call.address)?.[1] ?? call.name;
    const known = byLabel.get(label);
    if (known) known.push(call);
    else byLabel.set(label, [call]);
  }
  return byLabel;
}
