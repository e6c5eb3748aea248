/** Entry of the language server as a web worker: the first message has its assets, the others are LSP. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import type { AssetName } from '../common/assets';
import { dayOf } from './kubestack/lifecycle/lifecycle';
import { serve } from './lsp/connection';
import { CONNECTION_OPTIONS } from './lsp/parameterShapes';

type Assets = Readonly<Partial<Record<AssetName, Uint8Array>>>;

/** The global scope of a worker, which the types of Node do not know. */
const scope = globalThis as { onmessage?: unknown };

// The connection takes its place.
scope.onmessage = ({ data: assets }: { readonly data: Assets }) => {
  const reader = new BrowserMessageReader(scope);
  const writer = new BrowserMessageWriter(scope);
  serve(createConnection(ProposedFeatures.all, reader, writer, CONNECTION_OPTIONS), {
    readAsset: name => {
      const content = assets[name];
      if (!content) throw new Error(`The asset ${name} is missing.`);
      return content;
    },
    disk: undefined,
    today: () => dayOf(new Date()),
    rootAround: folder => folder,
  });
};
