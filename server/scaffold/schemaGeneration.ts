/**
 * The two generations of the framework's interface: strings up to v0.19.2-beta.0, typed objects after it.
 * See docs/kubestack.md#generations.
 */
import type { Program } from '../../common/program';
import type { RequestContext } from '../semantics/requestContext';
import type { ModuleCall } from '../kubestack/modules/moduleCall';

export type SchemaGeneration = 'map' | 'object';

export const generationOf = {
  /** Of a version: a release that the data knows is exact; what it doesn't know is newer than all that it knows. */
  version: ({ model }: RequestContext, version: string | undefined): SchemaGeneration => {
    const known = model.schemas.knownRef(version);
    return known === undefined || known === 'head' ? 'object' : 'map';
  },
  /** Of what a call calls. */
  call: ({ module }: ModuleCall): SchemaGeneration =>
    module.schema?.generation ?? (module.merge === 'nested' ? 'object' : 'map'),
};

/** What the platform's image runs: OpenTofu since the object generation. */
export const programOf = (generation: SchemaGeneration): Program => (generation === 'object' ? 'tofu' : 'terraform');
