import { diagramWords } from '../../common/diagram/words';
import { t } from '../../common/localization';

/** The texts of the platform diagram's page, by the names that its script uses. */
export const pageTexts = (): Record<string, string> => ({
  toolbar: t('Diagram'),
  picture: t('Platform diagram'),
  outline: t('Outline'),
  outlineHint: t('Show the diagram as a list'),
  find: t('Find in diagram'),
  notFound: t('No results'),
  zoomOut: t('Zoom out (-)'),
  zoomIn: t('Zoom in (+)'),
  fit: t('Fit'),
  fitHint: t('Show the whole diagram (0)'),
  expandAll: t('Expand All'),
  expandAllHint: t('Show the node pools and services of all clusters (Space for one)'),
  collapseAll: t('Collapse All'),
  collapseAllHint: t('Hide node pools and services (Space for one cluster)'),
  exportSvg: t('Export SVG…'),
  exportSvgHint: t('Save the diagram as an SVG picture'),
  exportMermaid: t('Export Mermaid…'),
  exportMermaidHint: t('Save the diagram as a Mermaid flowchart for Markdown'),
  ...diagramWords(t),
});
