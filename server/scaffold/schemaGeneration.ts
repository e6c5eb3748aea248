/**
 * The two schema generations of the framework: strings up to v0.19.2-beta.0, typed objects after it.
 * See docs/kubestack.md#generations.
 */
import type { Program } from '../../common/program';
import type { RequestContext } from '../semantics/requestContext';
import type { ModuleCall } from '../kubestack/modules/moduleCall';

export type SchemaGeneration = 'map' | 'object';

export const generationOf = {
  /** Of a version: exact for releases in the data; unknown versions count as newer. */
  version: ({ model }: RequestContext, version: string | undefined): SchemaGeneration => {
    const ref = model.schemas.knownRef(version);
    return ref === undefined || ref === 'head' ? 'object' : 'map';
  },
  /** Of a call's module. */
  call: ({ module }: ModuleCall): SchemaGeneration =>
    module.schema?.generation ?? (module.merge === 'nested' ? 'object' : 'map'),
};

/** The program in the platform's image: OpenTofu since the object generation. */
export const programOf = (generation: SchemaGeneration): Program => (generation === 'object' ? 'tofu' : 'terraform');
