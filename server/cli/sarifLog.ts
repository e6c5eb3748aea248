/** Diagnostics as SARIF 2.1.0, which Git hosts and pipelines show beside the code. Source: the OASIS standard, sections 3.13 to 3.52. */
import type { Diagnostic, Location } from 'vscode-languageserver-types';
import { CHECKS } from '../checks/engine/registry';
import { diagnosticIndex, diagnosticPage } from '../diagnostics/diagnosticPage';
import { pathWithin } from '../../common/within';

type FileDiagnostic = Diagnostic & { readonly uri: string };

const LEVELS = { 1: 'error', 2: 'warning', 3: 'note', 4: 'note' } as const;
const LEVEL_OF = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/**
 * @param folder that paths are relative to
 * @param version of this program
 */
export function sarifLog(found: readonly FileDiagnostic[], folder: string, version: string): object {
  const codes = [...new Set([...found.map(codeOf), ...CHECKS.map(({ code }) => code)])].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kubestack-language-server',
            ...(/^\d+\.\d+\.\d+/.test(version) ? { semanticVersion: version } : {}),
            ...linkOf('informationUri', diagnosticIndex()),
            rules: codes.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${folder}/` } },
        results: found.map(each => resultOf(each, folder, codes)),
      },
    ],
  };
}

const codeOf = ({ code }: Diagnostic): string => String(code ?? '');

function ruleOf(code: string): object {
  const check = CHECKS.find(each => each.code === code);
  return {
    id: code,
    ...(check
      ? {
          shortDescription: { text: `${check.title}.` },
          defaultConfiguration: { level: LEVEL_OF[check.level] },
        }
      : {}),
    ...linkOf('helpUri', diagnosticPage(code)),
  };
}

/** SARIF requires absolute URIs. */
const linkOf = (name: string, address: string): Record<string, string> =>
  /^https?:\/\//.test(address) ? { [name]: address.replace(/#$/, '') } : {};

function resultOf(found: FileDiagnostic, folder: string, codes: readonly string[]): object {
  const { uri, range, severity = 1, relatedInformation } = found;
  const code = codeOf(found);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: found.message as string },
    locations: [locationOf({ uri, range }, folder)],
    ...(relatedInformation && relatedInformation.length > 0
      ? {
          relatedLocations: relatedInformation.map(({ message, location }) => ({
            ...locationOf(location, folder),
            message: { text: message },
          })),
        }
      : {}),
  };
}

/** Lines and columns are counted from one. */
function locationOf({ uri, range: { start, end } }: Location, folder: string): object {
  const below = pathWithin(uri, folder);
  return {
    physicalLocation: {
      artifactLocation: below === undefined ? { uri } : { uri: below, uriBaseId: 'ROOT' },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
