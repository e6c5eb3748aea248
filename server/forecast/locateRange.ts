/** The lines of ranges in the files of a workspace. */
import type { ForecastLocation } from '../../common/forecast/forecast';
import type { SourceRange } from '../hcl/model';
import type { Workspace } from '../workspace/workspace';

/** @returns the location of a range in one of the workspaces; undefined for installed modules and for the framework's own files */
export function locateIn(workspaces: readonly Workspace[], clientUri: (uri: string) => string) {
  return (range: SourceRange): ForecastLocation | undefined => {
    const { uri } = range.item;
    if (uri.includes('/.terraform/')) return undefined;
    for (const workspace of workspaces) {
      const file = workspace.file(uri);
      const placed = file?.items.find(({ item }) => item === range.item);
      if (file && placed)
        return {
          uri: clientUri(uri),
          line: file.lines.positionAt(placed.offset + (range.valueStart ?? range.start)).line,
        };
    }
    return undefined;
  };
}
