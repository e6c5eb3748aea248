/** The request for the versions of Kubernetes of clusters, and the steps to the next ones. */
import type { CancellationToken } from 'vscode-languageserver';
import { Method, type UpgradesParams } from '../../../common/protocol';
import type { Upgrades } from '../../../common/upgrades/upgrades';
import type { Forecaster } from '../../forecast/forecaster';
import { upgradesOf } from '../../upgrades/upgrades';
import { upgradesMarkdown } from '../../upgrades/upgradesText';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';

export function registerUpgradeHandlers(
  { connection, cooperative }: HandlerContext,
  forecaster: Forecaster | undefined,
): void {
  connection.onRequest(
    Method.upgrades,
    async ({ uri, markdown }: UpgradesParams, token: CancellationToken): Promise<Upgrades | null> => {
      const upgrades = await cooperative(request => upgradesOf(request, normalizeUri(uri), { forecaster }), token);
      return upgrades && markdown === true ? { ...upgrades, markdown: upgradesMarkdown(upgrades) } : upgrades;
    },
  );
}
