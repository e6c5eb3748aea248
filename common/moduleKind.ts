/** The kinds of Kubestack modules, and other modules that take a configuration. */
export type ModuleKind = 'cluster' | 'nodePool' | 'service' | 'other';
