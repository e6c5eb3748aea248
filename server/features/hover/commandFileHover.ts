/** Hovers in files with tests and with queries: which versions have a block or an argument. */
import type { Position } from 'vscode-languageserver-types';
import { availabilityText } from '../../hcl/languageFeatures';
import { commandFileOf, featureUses } from '../../semantics/commandFiles';
import { covers } from '../../semantics/positionMapping';
import { rangeOf, type RequestContext } from '../../semantics/requestContext';
import type { HoverText } from './hoverName';

/** @param position zero-based, UTF-16 */
export function commandFileHover(request: RequestContext, uri: string, position: Position): HoverText | undefined {
  const found = request.client.servedByOtherExtension(uri) ? undefined : commandFileOf(request, uri);
  if (!found) return undefined;
  const { lines } = found.file;
  const at = lines.offsetAt(position);
  const use = [...featureUses(found)].find(each => covers(each, at));
  return use && { text: availabilityText(use.feature), range: rangeOf(lines, use.start, use.end) };
}
