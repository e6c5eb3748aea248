/** The request for what the code of revisions replaces in stages. */
import type { CancellationToken } from 'vscode-languageserver';
import { isRecord } from '../../../common/isRecord';
import { CURRENT_FILES } from '../../../common/replacement/stagedChange';
import { Method, type StagedChangesParams, type StagedChangesResult } from '../../../common/protocol';
import { revisionOfPlatform, stagedChanges, type RevisionOfPlatform } from '../../scaffold/replacement/stagesInCode';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { contextOfFiles, currentContext, reviewedSide } from './reviewHandlers';

/** Maximum number of revisions: the main branch and the environments. */
const MAX_REVISIONS = 20;

export function registerStagedChangeHandlers({ connection, cooperative, sentSides }: HandlerContext): void {
  connection.onRequest(
    Method.stagedChanges,
    async (params: StagedChangesParams, token: CancellationToken): Promise<StagedChangesResult | null> => {
      const uri = normalizeUri(params.uri);
      const given = Object.entries(isRecord(params.revisions) ? params.revisions : {}).slice(0, MAX_REVISIONS);
      const sides = given.map(([revision, side]) => [revision, reviewedSide(side, revision)] as const);
      const needs = sentSides.missing(
        uri,
        sides.map(([, side]) => side),
      );
      if (needs.length > 0) return { needs };
      const current = await cooperative(currentContext, token);
      if (!current) return null;
      const revisions = new Map<string, RevisionOfPlatform | undefined>([
        [CURRENT_FILES, revisionOfPlatform(current, uri)],
      ]);
      for (const [revision, side] of sides) {
        const context = await contextOfFiles(current, uri, sentSides.filesOf(uri, side));
        revisions.set(revision, revisionOfPlatform(context, uri));
      }
      return cooperative(function* () {
        yield;
        return { changes: stagedChanges(revisions) };
      }, token);
    },
  );
}
