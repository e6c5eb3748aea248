import type { ModuleCall } from '../modules/moduleCall';

/** Kubestack calls by the module block of the root module that they are, or that leads to them. */
export function callsByLabel(calls: readonly ModuleCall[]): Map<string, ModuleCall[]> {
  const byLabel = new Map<string, ModuleCall[]>();
  for (const call of calls) {
    const label = labelInRoot(call);
    const known = byLabel.get(label);
    if (known) known.push(call);
    else byLabel.set(label, [call]);
  }
  return byLabel;
}

function labelInRoot({ instance, name }: ModuleCall): string {
  if (!instance.parent) return name;
  let top = instance;
  while (top.parent?.parent) top = top.parent;
  return top.callName;
}
