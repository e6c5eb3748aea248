/** The documentation of blocks and arguments that only some versions of Terraform and OpenTofu have. */
import { availabilityText, blockFeatures, hasFeature } from '../../hcl/languageFeatures';
import type { CompletionContext } from './completionContext';

/** The documentation with the versions that have the block or argument; nothing if the platform's version has not. */
export function withAvailability(
  { instance, request }: CompletionContext,
  path: string,
  documentation: string,
): string[] {
  const feature = blockFeatures.get(path);
  if (!feature) return [documentation];
  const version = instance && request.model.sourcesOf(instance).programVersion().current();
  if (hasFeature(feature, version) === false) return [];
  return [`${documentation}\n\n${availabilityText(feature)}`];
}
